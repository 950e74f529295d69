"""A sheet as it came, and the table found in it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

# Lines of a sheet that are not rows of its table, and why.
TITLE, HEADER, TOTAL, EMPTY, NOTE = "titre", "entete", "total", "vide", "note"


@dataclass(frozen=True)
class Grid:
    """One sheet of one file: `cells[line - 1][column]` are plain Python values (str, int, float, bool, date, datetime,
    None), every line as long as the others.

    remarks: French sentences on what was left aside on opening (macros, hidden sheets, external links).
    """

    fichier: str
    feuille: str
    cells: list[list[object]] = field(repr=False)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """The table of one sheet: one column a header, one row a line that holds data.

    frame: object cells as read, index 0…n-1; headers are distinct (« Places » then « Places (2) »), « Colonne C » when
    the cell above is empty. letters: the letter of each column in the spreadsheet. lines: line of each row in the
    sheet (1 is the first). passed: lines that are not rows, columns ligne, nature (TITLE…), texte. Every non-empty
    line of the sheet is in `lines` or in `passed`.
    """

    fichier: str
    feuille: str
    frame: pd.DataFrame = field(repr=False)
    lines: pd.Series = field(repr=False)
    letters: tuple[str, ...]
    passed: pd.DataFrame = field(repr=False)
    remarks: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers, from left to right."""
        return tuple(str(name) for name in self.frame.columns)
