"""A LibreOffice workbook (.ods) looked at before it is read: its extent, its merged cells, its errors."""

from __future__ import annotations

import re
from html import unescape

from etl.spreadsheets.survey import Survey

CONTENT, MANIFEST, MIMETYPE = "content.xml", "META-INF/manifest.xml", "mimetype"
NEEDED = (MIMETYPE, CONTENT, "styles.xml", "meta.xml", "settings.xml", MANIFEST)
_ROW = re.compile(rb"<table:table-row\b([^>]*?)(/?)>")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(/?)>")
_TEXT = re.compile(rb"<text:p[^>]*>(#[^<]*|Err:\d+)<")
_NAME = re.compile(rb"table:name=[\"']([^\"']*)")
_REPEATED = {what: re.compile(rb"number-%s-repeated=[\"'](\d+)" % what) for what in (b"rows", b"columns")}
_SPANNED = {what: re.compile(rb"number-%s-spanned=[\"'](\d+)" % what) for what in (b"rows", b"columns")}


def encrypted(manifest: bytes) -> bool:
    """Whether the content is encrypted: the manifest says so."""
    return b"encryption-data" in manifest


def surveyed(content: bytes) -> dict[str, Survey]:
    """What stands in each sheet, by its name."""
    sheets: dict[str, Survey] = {}
    for table in content.split(b"<table:table ")[1:]:
        named = _NAME.search(table, 0, table.find(b">"))
        sheet = sheets[unescape(named[1].decode("utf-8", "replace")) if named else ""] = Survey(merged=[])
        line = 0
        for row in table.split(b"</table:table-row>")[:-1]:
            for start in _ROW.finditer(row):
                times = _times(_REPEATED, b"rows", start[1])
                filled = 0 if start[2] else _row(sheet, line, row[start.end() :], times)
                line += times
                if filled:
                    sheet.height, sheet.width = line, max(sheet.width, filled)
    return sheets


def _row(sheet: Survey, line: int, row: bytes, times: int) -> int:
    """The last filled column of a line, counted from 1."""
    if b"office:" not in row and b"text:" not in row:
        return 0
    sheet.text += len(row) * times
    if b"-repeated=" not in row and b"-spanned=" not in row and b"formula=" not in row:
        return row.count(b"table-cell") - row.count(b"</table:")
    column = filled = copies = since = 0
    for cell in _CELL.finditer(row):
        sheet.text += copies * times * (cell.start() - since)
        columns, since = _times(_REPEATED, b"columns", cell[1]), cell.end()
        copies = columns - 1 if b"office:" in cell[1] or not cell[2] else 0
        if b"office:" in cell[1] or not cell[2]:
            filled = column + columns
            _note(sheet, line, column, cell[1], row, cell.end())
        column += columns
    sheet.text += copies * times * (len(row) - since)
    return filled


def _note(sheet: Survey, line: int, column: int, cell: bytes, content: bytes, end: int) -> None:
    """Its span and its error, when it has one."""
    if b"-spanned=" in cell:
        tall, wide = _times(_SPANNED, b"rows", cell), _times(_SPANNED, b"columns", cell)
        if tall > 1 or wide > 1:
            sheet.merged.append((line, column, line + tall - 1, column + wide - 1))
    if b'value-type="error"' in cell or (b"table:formula=" in cell and b'office:value-type="string"' in cell):
        shown = _TEXT.match(content, end)
        if shown:
            sheet.errors[line, column] = unescape(shown[1].decode("utf-8", "replace"))
    if b"table:formula=" in cell and b"value-type=" not in cell:
        sheet.unvalued.append((line, column))


def _times(patterns: dict[bytes, re.Pattern], what: bytes, attributes: bytes) -> int:
    found = patterns[what].search(attributes)
    return int(found[1][:9]) if found else 1
