"""A LibreOffice workbook (.ods) looked at before it is read: its extent, its merged cells, its errors."""

from __future__ import annotations

import re
from html import unescape

from etl.spreadsheets.survey import Survey

CONTENT, MANIFEST, MIMETYPE = "content.xml", "META-INF/manifest.xml", "mimetype"
NEEDED = (MIMETYPE, CONTENT, "styles.xml", "meta.xml", "settings.xml", MANIFEST)
_TOKEN = re.compile(
    rb"<table:table\s([^>]*)>|<table:table-row\b([^>]*)>|<table:(?:covered-)?table-cell\b([^>]*?)(/?)>"
    rb"|</table:(?:table-row|table)>"
)
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
    sheet, line, column, times, filled = Survey(), 0, 0, 1, 0
    copies, since = 0, 0  # of the cell before this token, and where its text begins
    for token in _TOKEN.finditer(content):
        table, row, cell, closed = token.groups()
        sheet.text += copies * (token.start() - since)
        copies, since = 0, token.end()
        if table is not None:
            named = _NAME.search(table)
            sheet = sheets[unescape(named[1].decode("utf-8", "replace")) if named else ""] = Survey(merged=[])
            line, times = 0, 1
        elif row is not None:
            times, column, filled = _times(_REPEATED, b"rows", row), 0, 0
            if row.endswith(b"/"):
                line += times
        elif cell is not None:
            columns = _times(_REPEATED, b"columns", cell)
            if b"office:" in cell or not closed:
                filled, copies = column + columns, columns * times
                _note(sheet, line, column, cell, content, token.end())
            column += columns
        elif token[0] == b"</table:table-row>":
            line += times
            if filled:
                sheet.height, sheet.width = line, max(sheet.width, filled)
    return sheets


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
