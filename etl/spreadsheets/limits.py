"""How much of a file is read: every limit, in one place."""

from __future__ import annotations

MEGABYTE = 1_000_000

ARCHIVE = 50 * MEGABYTE  # a workbook as it is sent
UNZIPPED = 500 * MEGABYTE  # the same once unzipped
RATIO = 250  # times smaller than what it holds: no spreadsheet zips that well…
RATIO_FROM = 50 * MEGABYTE  # … once it holds this much
MEMBERS = 10_000  # files inside a workbook
TEXT = 200 * MEGABYTE  # a CSV file
LINES = 1_048_576  # of a sheet, as in Excel
COLUMNS = 1_000
# A sheet takes memory for its whole rectangle, so that one stray cell at the far corner would be enough to fill it.
CELLS = 25_000_000
SHEET_TEXT = 1_000 * MEGABYTE  # text of all cells of a sheet: one long text may be shared by many cells
SHEETS = 200


def spelled(number: int) -> str:
    """A count as it is written in French: 1 048 576."""
    return f"{number:,}".replace(",", "\u202f")


def megabytes(octets: int) -> str:
    """A size in megabytes, at least one: « 212 Mo »."""
    return f"{spelled(max(1, round(octets / MEGABYTE)))} Mo"
