"""A table of cells as it stands in a file, whatever the format: its first rows, and columns below a header row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd
import pyarrow as pa

from geodata.codes import read

HEAD = 15  # rows among which a header row is looked for


class Sheet(Protocol):
    """`name` is "" in formats without sheets. Line 1 is the first line a person sees."""

    name: str

    @property
    def head(self) -> list[list[object]]:
        """The first HEAD rows, every cell."""

    def below(self, header: int, places: Sequence[int]) -> pd.DataFrame:
        """Columns at these places, of the rows under the row `header` (0 is line 1): one column per place, in
        that order, named by the places; index: line of each row. Cells as the format gives them."""


@dataclass(frozen=True)
class Rows:
    """A sheet held as rows: rows[0] is line 1."""

    name: str
    rows: list[list[object]]

    @property
    def head(self) -> list[list[object]]:
        return self.rows[:HEAD]

    def below(self, header: int, places: Sequence[int]) -> pd.DataFrame:
        kept = self.rows[header + 1 :]
        lines = pd.RangeIndex(header + 2, header + 2 + len(kept))
        if len({len(row) for row in kept}) == 1:
            every = list(zip(*kept, strict=True))
            empty = (None,) * len(kept)
            columns = {place: every[place] if place < len(every) else empty for place in places}
        else:
            columns = {place: [row[place] if place < len(row) else None for row in kept] for place in places}
        return pd.DataFrame({place: pd.Series(cells, lines, dtype="object") for place, cells in columns.items()})


@dataclass(frozen=True)
class Columns:
    """A sheet held as columns of texts, an empty cell missing: the first row of the batch is line 1."""

    name: str
    batch: pa.RecordBatch

    @property
    def head(self) -> list[list[object]]:
        first = [column.to_pylist() for column in self.batch.slice(0, HEAD).columns]
        return [list(row) for row in zip(*first, strict=True)]

    def below(self, header: int, places: Sequence[int]) -> pd.DataFrame:
        kept = self.batch.slice(header + 1)
        lines = pd.RangeIndex(header + 2, header + 2 + kept.num_rows)
        return pd.DataFrame({place: read(kept.column(place), lines) for place in places}, index=lines)
