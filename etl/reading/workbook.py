"""Reading one workbook: its sheets as columns or rows of cells, or a sentence that says why it cannot be read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import fastexcel
from python_calamine import CalamineError, CalamineWorkbook

from etl.reading.library import Document, intact
from etl.reading.sheets import Columns, Rows
from etl.staging import SourceRefused

AGAIN = "Téléchargez-le de nouveau chez l’éditeur."
OLD_FORMAT = b"\xd0\xcf\x11\xe0"  # .xls: a compound file, which carries no checksum


def sheet_names(document: Document) -> list[str]:
    """Names of the sheets, without reading them; empty for what is no workbook."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(document.content)).sheet_names
    except (CalamineError, SourceRefused, OSError):
        return []


def refuse_page(document: Document) -> None:
    """SourceRefused for an empty file, or a web page saved under the file's name."""
    if not document.head and not document.content:  # the content of a damaged archive says so itself
        raise SourceRefused(f"Le fichier « {document.name} » est vide. {AGAIN}", document.name)
    if document.head[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html")):
        raise SourceRefused(
            f"Le fichier « {document.name} » est une page web : l’adresse de téléchargement a sans doute "
            f"changé. {AGAIN}",
            document.name,
        )


def sheets(document: Document) -> Iterator[Columns]:
    """Every sheet as columns of texts. SourceRefused for an empty, cut, damaged or disguised file.

    Cells become texts outside Python: five workbooks of the BMO survey hold 3.5 million of them.
    """
    with _readable(document) as content:
        book = fastexcel.read_excel(content)
        for name in book.sheet_names:
            yield Columns(name, book.load_sheet_eager(name, header_row=None, skip_rows=0, dtypes="string"))


def typed_sheets(document: Document) -> Iterator[Rows]:
    """Every sheet with its cells as they are typed. SourceRefused as for `sheets`."""
    with _readable(document) as content:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            yield Rows(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))


@contextmanager
def _readable(document: Document) -> Iterator[bytes]:
    """The content of a workbook; what its reading raises becomes SourceRefused."""
    refuse_page(document)
    content = document.content
    if not content.startswith(OLD_FORMAT) and not intact(content):
        raise SourceRefused(
            f"Le fichier « {document.name} » est incomplet ou abîmé : aucun chiffre n’en est lu. {AGAIN}",
            document.name,
        )
    try:
        yield content
    except (CalamineError, fastexcel.FastExcelError) as error:
        raise SourceRefused(
            f"Le fichier « {document.name} » ne se lit pas comme un classeur Excel. {AGAIN}", document.name
        ) from error
