"""Lines that add up others. When in doubt a line stays a row: a total wrongly kept is seen at the gate."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.spreadsheets.spelling import DASHES, is_number, missing, number, plain

BEGINS = r"(?i)^\s*(?:sous[-\s]*total|sous[-\s]*totaux|total|totaux|grand\s+total|ensemble|cumul|somme)"
_EXACT = re.compile(
    r"(?:sous |grand )?tota(?:l|ux)(?: general| generaux| global| departement(?:al)?| du departement| annuel| page)*"
    r"|total(?: general)? \d+(?: \w+)?"
)
_ADDING = re.compile(r"ensemble|cumul|somme")  # also values of ordinary columns: « ensemble » is a class of age
_COUNT = re.compile(r"[\d\s.,]+[^\W\d]{0,12}")
MANY = 1_000  # suspects beyond which, one row in ten, they are values of the table
NEAR = 0.005


class Totals:
    """The totals of the lines `rows` of a sheet. full: where a cell holds something; columns: those of the table."""

    def __init__(self, frame: pd.DataFrame, full: np.ndarray, rows: np.ndarray, columns: list[int]) -> None:
        self._frame, self._full, self._rows, self._columns = frame, full, rows, columns
        self._suspects = np.array(sorted(self._suspected()), dtype="int64")
        self._sums: dict[int, np.ndarray] = {}

    def lines(self) -> list[int]:
        """Places of the lines that are totals."""
        if len(self._suspects) > MANY and 10 * len(self._suspects) > len(self._rows):
            return []
        found: list[int] = []
        for line in self._suspects:
            if self._is_total(int(line), found):
                found.append(int(line))
        return found

    def _suspected(self) -> set[int]:
        """Lines whose first or second cell begins as a total does."""
        left = self._full[self._rows].copy()
        found: set[int] = set()
        for _ in range(2):
            some, first = left.any(axis=1), left.argmax(axis=1)
            for column in np.unique(first[some]):
                here = self._rows[some & (first == column)]
                found |= set(here[begins(self._frame[column], BEGINS)[here]].tolist())
            left[np.arange(len(left)), first] = False
        return found

    def _is_total(self, line: int, before: list[int]) -> bool:
        columns = [column for column in self._columns if self._full[line, column]]
        cells = [self._frame.iat[line, column] for column in columns]
        words = [place for place, cell in enumerate(cells[:2]) if isinstance(cell, str) and re.match(BEGINS, cell)]
        if not words:
            return False
        at = words[0]
        label = plain(cells[at])
        exact, adding = bool(_EXACT.fullmatch(label)), bool(_ADDING.fullmatch(label))
        others = cells[at + 1 :]
        if not all(_adds(cell, exact) for cell in others):
            return False
        numbers = [column for column, cell in zip(columns[at + 1 :], others, strict=True) if is_number(cell)]
        if at or not exact:
            last = adding and not at and line == self._rows[-1] and bool(numbers)
            return last or self._adds_up(line, numbers, before)
        return True

    def _adds_up(self, line: int, numbers: list[int], before: list[int]) -> bool:
        """Whether half of its numbers are the sum of lines above, since the start or the last total, or of all."""
        right = sum(self._is_sum(line, column, before) for column in numbers)
        return right > 0 and 2 * right >= len(numbers)

    def _is_sum(self, line: int, column: int, before: list[int]) -> bool:
        told, sums = number(self._frame.iat[line, column]), self._cumulated(column)
        starts = (self._rows[0], before[-1] if before else self._rows[0])
        candidates = [sums[line] - sums[start] for start in starts]
        candidates += [sums[-1] - sums[self._rows[0]], sums[-1] - sums[line]]
        return told != 0 and any(abs(told - one) <= NEAR * abs(told) for one in candidates)

    def _cumulated(self, column: int) -> np.ndarray:
        """Sum of the column over the rows before each line, suspects left out."""
        if column not in self._sums:
            counted = np.setdiff1d(self._rows, self._suspects)
            values = np.zeros(len(self._full) + 1)
            values[counted + 1] = [number(cell) for cell in self._frame[column].iloc[counted]]
            self._sums[column] = np.cumsum(values)
        return self._sums[column]


def begins(cells: pd.Series, pattern: str) -> np.ndarray:
    """Whether each cell is a text that begins so."""
    if cells.dtype != object:
        matched = pc.match_substring_regex(pa.array(cells), pattern)
        return pc.fill_null(matched, False).to_numpy(zero_copy_only=False)
    compiled = re.compile(pattern)
    return np.array([isinstance(cell, str) and compiled.match(cell) is not None for cell in cells], dtype="bool")


def _adds(cell: object, exact: bool) -> bool:
    """What may stand beside the word « Total »: a number, a dash, and « 12 actions » when it is that word alone."""
    if missing(cell) or is_number(cell):
        return True
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    return text.lower() in DASHES or text.startswith("#") or (exact and _COUNT.fullmatch(text) is not None)
