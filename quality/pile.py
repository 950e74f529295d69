"""The rows of one table under judgement, whatever the number of files they came from."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from etl.staging import Staged


@dataclass
class Received:
    """One file, once read. frame: typed, index 0…n-1, or None when nothing of it may be kept or a pile holds it.

    aside: rows its publisher's own schema refused, before the gate; they are not in the frame nor in `rows`.
    complete: every declared column is there and could be converted. refused: a file-wide rule failed.
    unread: by column, the rows where something stands that could not be read: it is missing in the frame.
    """

    number: int
    staged: Staged
    rows: int
    lines: pd.Series
    synthetic: bool
    frame: pd.DataFrame | None = None
    complete: bool = True
    refused: bool = False
    aside: int = 0
    unread: dict[str, pd.Index] = field(default_factory=dict)

    def origin(self) -> pd.DataFrame:
        """For each row: number of the file, fichier, feuille, ligne."""
        origin = {
            "number": self.number,
            "fichier": self.staged.fichier,
            "feuille": self.staged.feuille,
            "ligne": self.lines.to_numpy(),
        }
        return pd.DataFrame(origin, index=self.lines.index)


@dataclass
class Pile:
    """Typed rows of one table, with a unique index; `aside` are the labels set aside.

    origin: for every row received, number of the file, fichier, feuille, ligne. counted: labels that count
    in the budget of rows set aside (an identical copy is set aside but does not count).
    """

    table: str
    frame: pd.DataFrame
    origin: pd.DataFrame
    files: list[Received]
    aside: set[int] = field(default_factory=set)
    counted: set[int] = field(default_factory=set)

    @property
    def fichier(self) -> str:
        """The file's name when there is only one."""
        return self.files[0].staged.fichier if len(self.files) == 1 else ""

    def put_aside(self, rows: pd.Index) -> None:
        """Set rows aside for a fault: they count in the budget."""
        self.aside.update(rows)
        self.counted.update(rows)

    def drop(self, rows: pd.Index) -> None:
        """Set rows aside because another one stands for them: they leave totals and do not count as faults."""
        self.aside.update(rows)
        self.frame = self.frame.drop(rows)

    def refuse(self, rows: pd.Index | None = None) -> None:
        """Refuse the files these rows came from; all of them when no row is named."""
        named = set(self.origin["number"] if rows is None or rows.empty else self.origin.loc[rows, "number"])
        for received in self.files:
            received.refused = received.refused or received.number in named or not len(self.origin)

    def of(self, received: Received, labels: set[int]) -> int:
        """How many of these rows came from that file."""
        numbers = self.origin["number"]
        return int((numbers.loc[list(labels)] == received.number).sum()) if labels else 0

    def title(self, column: str) -> str:
        """The header of that column when every file has the same one; "" otherwise."""
        told = {(one.staged.titles or {}).get(column, "") for one in self.files}
        return told.pop() if len(told) == 1 else ""

    def unread(self, column: str) -> pd.Index:
        """Rows where that column could not be read, which is told already. Such a file is judged alone."""
        empty = pd.Index([], dtype="int64")
        return self.files[0].unread.get(column, empty) if len(self.files) == 1 else empty

    @property
    def carried(self) -> bool:
        """Whether every row was carried over from the edition served."""
        return all(one.staged.carried for one in self.files)

    def standing(self) -> pd.DataFrame:
        """Rows that are neither set aside nor part of a refused file."""
        refused = {received.number for received in self.files if received.refused}
        numbers = self.origin["number"].loc[self.frame.index]
        stays = ~numbers.isin(refused) & ~self.frame.index.isin(list(self.aside))
        return self.frame if stays.all() else self.frame[stays]


def pile(table: str, files: list[Received]) -> Pile:
    """One pile from files whose frames are all there."""
    origins = pd.concat([received.origin() for received in files], ignore_index=True)
    frame = pd.concat([received.frame for received in files], ignore_index=True)
    for received in files:
        received.frame = None  # the pile holds its rows from now on
    return Pile(table, frame, origins, files)
