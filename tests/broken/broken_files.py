"""Files as people keep them: a clean table, then what a person did to it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime

import openpyxl
from clean_load import Rows, header
from openpyxl.utils.cell import get_column_letter

Cells = list[list[object]]


def matrix(name: str, rows: Rows) -> Cells:
    """The header line, then one line a row: what stands in the sheet, line 1 first."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return [[header(name, column) for column in columns], *([row.get(column) for column in columns] for row in rows)]


def french(cell: object) -> str:
    """A cell as a French spreadsheet writes it in a CSV."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)


def as_csv(cells: Cells, encoding: str = "utf-8", delimiter: str = ";") -> bytes:
    """A CSV of these lines."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(
        [french(cell) for cell in row] for row in cells
    )
    return out.getvalue().encode(encoding)


def as_xlsx(
    cells: Cells, then: Callable[[openpyxl.Workbook], None] = lambda book: None, title: str = "Feuil1"
) -> bytes:
    """A workbook of one sheet, and what is done to it before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in cells:
        sheet.append([french(cell) if isinstance(cell, bool) else cell for cell in row])
    then(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(cells: Cells, line: int, title: str, value: object) -> Cells:
    """The same lines with one cell changed. line: as in the sheet, 1 is the header."""
    copy = [list(row) for row in cells]
    copy[line - 1][copy[0].index(title)] = value
    return copy


def spread(cells: Cells, title: str, change: Callable[[object, int], object]) -> Cells:
    """The same lines with a whole column rewritten. change: (cell, place from 0) → cell."""
    at = cells[0].index(title)
    body = [[*row[:at], change(row[at], place), *row[at + 1 :]] for place, row in enumerate(cells[1:])]
    return [cells[0], *body]


def renamed(cells: Cells, **names: str) -> Cells:
    """The same lines under other headers. names: as `Places_ouvertes`, blanks written _."""
    told = {former.replace("_", " "): new for former, new in names.items()}
    return [[told.get(str(title), title) for title in cells[0]], *cells[1:]]


def without(cells: Cells, title: str) -> Cells:
    """The same lines, that column taken away."""
    at = cells[0].index(title)
    return [[*row[:at], *row[at + 1 :]] for row in cells]


def beside(cells: Cells, title: str, values: Iterable[object]) -> Cells:
    """The same lines with one more column, its values repeated as needed."""
    known = list(values)
    return [[*cells[0], title], *([*row, known[place % len(known)]] for place, row in enumerate(cells[1:]))]


def merged(*areas: str) -> Callable[[openpyxl.Workbook], None]:
    """Merge these areas of the first sheet."""

    def then(book: openpyxl.Workbook) -> None:
        for area in areas:
            book.active.merge_cells(area)

    return then


def counted_from_1904(book: openpyxl.Workbook) -> None:
    """As on a Mac of old."""
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


def protected(book: openpyxl.Workbook) -> None:
    """The sheet may not be changed without a password; it may be read."""
    book.active.protection.set_password("obsolete")


def with_a_draft(book: openpyxl.Workbook) -> None:
    """A former version of the list, hidden rather than thrown away."""
    draft = book.create_sheet("brouillon 2024")
    for row in book.active.iter_rows(values_only=True):
        draft.append(row)
    draft.sheet_state = "hidden"


def serial(day: date) -> int:
    """The number under which a spreadsheet keeps a day."""
    return (datetime(day.year, day.month, day.day) - datetime(1899, 12, 30)).days


def letter(cells: Cells, title: str) -> str:
    """The letter of that column."""
    return get_column_letter(cells[0].index(title) + 1)


def as_ods(cells: Cells) -> bytes:
    """A LibreOffice workbook of texts."""
    line = "<table:table-row>{}</table:table-row>"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    body = "".join(line.format("".join(cell.format(french(one)) for one in row)) for row in cells)
    spaces = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Feuille1">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()
