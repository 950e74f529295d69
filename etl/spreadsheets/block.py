"""A sheet as it came, and the table found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

# Lines of a sheet that are not rows of its table, and why.
TITLE, HEADER, TOTAL, EMPTY, NOTE, OTHER = "titre", "entete", "total", "vide", "note", "autre_tableau"


class Lines(Sequence):
    """The lines of a text file, held by columns: a million of them as lists would not fit in memory."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return len(self.frame)

    def __getitem__(self, place: int | slice) -> list:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return [None if pd.isna(cell) else cell for cell in self.frame.iloc[place]]


@dataclass(frozen=True)
class Grid:
    """One sheet of one file: `cells[line - 1][column]` are plain Python values (str, int, float, bool, date, datetime,
    None), every line as long as the others.

    remarks: French sentences on what was left aside on opening (macros, hidden sheets, external links); those of the
    whole workbook stand on each of its sheets. merged: merged areas as (first line, first column, last line, last
    column), from 0, last included; only their first cell holds the value. depuis_1904: serial numbers of this workbook
    count from 1904 (cells read as dates are right already).
    """

    fichier: str
    feuille: str
    cells: Sequence[list[object]] = field(repr=False)
    remarks: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = field(default=(), repr=False)
    depuis_1904: bool = False

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The cells by columns, object (or str when the file is a text): row 0 is line 1, missing where empty."""
        if isinstance(self.cells, Lines):
            return self.cells.frame
        return pd.DataFrame(self.cells, dtype="object").reset_index(drop=True)


@dataclass(frozen=True)
class Block:
    """The table of one sheet: one column a header, one row a line that holds data.

    frame: object cells as read (str columns when the file is a text), missing where empty, index 0…n-1; headers are
    distinct (« Places » then « Places (2) »), « Dates – Début » under two lines of headers, « Colonne C » when the cell
    above is empty; a merged cell is filled down. letters: the letter of each column in the spreadsheet. lines: line of
    each row in the sheet (1 is the first). passed: lines that are not rows, columns ligne, nature (TITLE…), texte.
    Every non-empty line of the sheet is in `lines` or in `passed`. under: another table that stands under this one; its
    lines are in `passed`: it is not loaded, but the door looks at it as at any other.
    """

    fichier: str
    feuille: str
    frame: pd.DataFrame = field(repr=False)
    lines: pd.Series = field(repr=False)
    letters: tuple[str, ...]
    passed: pd.DataFrame = field(repr=False)
    remarks: tuple[str, ...] = ()
    depuis_1904: bool = False
    under: Block | None = field(default=None, repr=False, compare=False)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers, from left to right."""
        return tuple(str(name) for name in self.frame.columns)
