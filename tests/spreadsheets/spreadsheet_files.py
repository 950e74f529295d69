"""Files as people keep them, written by the programs that write them, for the tests of reading."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import openpyxl
import xlsxwriter

ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)
ACTIONS = [
    ["Action", "Structure", "Commune", "Places"],
    ["Code de la route", "Mobil’Anjou", "Angers", 12],
    ["Atelier numérique", "Pixel", "Cholet", 8],
]


def xlsx(rows: list[list], merged: tuple[str, ...] = (), feuille: str = "Actions") -> bytes:
    """A workbook of one sheet, as openpyxl writes it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = feuille
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    return saved(book)


def shared(rows: list[list], feuille: str = "Actions") -> bytes:
    """The same as XlsxWriter and Excel write it, each text once and shared."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet(feuille)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return target.getvalue()


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def rewritten(content: bytes, **changed: bytes | None) -> bytes:
    """The same archive with these files changed or added (`__` is /, `_dot_` a dot); None takes one away."""
    named = {name.replace("__", "/").replace("_dot_", "."): text for name, text in changed.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys((*source.namelist(), *named)):
            text = named[name] if name in named else source.read(name)
            if text is not None:
                new.writestr(name, text)
    return target.getvalue()


def sheet_xml(content: bytes) -> bytes:
    """The first worksheet of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def archive(**files: bytes | str) -> bytes:
    """A plain ZIP of these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in files.items():
            new.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return target.getvalue()


def ods(tables: str, styles: str = "", manifest: str = "<manifest/>") -> bytes:
    """A LibreOffice workbook of these `<table:table>`."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES} office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return _ods(content, manifest)


def ods_text(value: str, attributes: str = "") -> str:
    """One cell of text."""
    return (
        f'<table:table-cell office:value-type="string" {attributes}><text:p>{escape(value)}</text:p></table:table-cell>'
    )


def _ods(content: str, manifest: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("mimetype", ODS)
        new.writestr("META-INF/manifest.xml", manifest)
        new.writestr("content.xml", content)
    return target.getvalue()
