"""A workbook made again without the columns that name persons: what a département may deposit of its own sheet."""

from __future__ import annotations

import io
import math
from collections.abc import Collection, Sequence
from datetime import date, datetime

import xlsxwriter

from etl.spreadsheets.block import Block

LONGEST = 31  # characters of a sheet's name, as in Excel


def without(blocks: Sequence[Block], columns: Collection[tuple[str, str]]) -> bytes:
    """XLSX of these tables without the (feuille, header) named; each row stands on the line it came from.

    Titles, totals and notes around the tables are left out with them: they may name persons too.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for block in blocks:
            sheet = book.add_worksheet(block.feuille[:LONGEST] or "Feuille")
            kept = [header for header in block.headers if (block.feuille, header) not in columns]
            first = int(block.lines.min()) if len(block.lines) else 2
            top = max(first - 2, 0)  # the header stands on the line above the first row
            for column, header in enumerate(kept):
                sheet.write_string(top, column, header)
                for line, value in zip(block.lines, block.frame[header], strict=True):
                    _write(sheet, (int(line) - 1, column), value, day)
    return out.getvalue()


def _write(sheet, spot: tuple[int, int], value: object, day) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(*spot, value)
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(*spot, value, day)
    elif isinstance(value, (int, float)) and math.isfinite(value):
        sheet.write_number(*spot, value)
    elif value is not None and not (isinstance(value, float) and math.isnan(value)) and str(value) != "<NA>":
        sheet.write_string(*spot, str(value))
