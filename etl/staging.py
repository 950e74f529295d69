"""What waits before the gate: a table as it was received, and where each row came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Staged:
    """One table of one file, not judged yet.

    frame: columns named as in the dictionary, values as read (text is allowed where a number or a date is
    declared: the gate converts and says what it cannot). lines: for each row of the frame, the line of the
    source file as a person sees it (1 is the first line), same index as the frame; None when there is no file.
    derived: made by the observatory from another staged table (sums), not received from anyone.
    headers: for each row, the header of the file's column its `valeur` stands under, when a wide file became
    a long table (so that a rejected row names the column a person can find); None otherwise.
    titles: for each column of the dictionary, the header it stands under in the file; None when they are the same.
    carried: rows carried over from the edition served, already judged once when they were received.
    correspondance: digest of the mapping under which a spreadsheet of the département was read, "" for other files.
    aside: rows of the file that its publisher's own schema refuses, set aside before the gate and counted as
    received. One row per fault: ligne, colonne (the publisher's), valeur, raison (end of the French sentence),
    and the columns of the table that tell the place, for those who keep one département only.
    """

    table: str
    frame: pd.DataFrame
    fichier: str
    feuille: str = ""
    sha256: str = ""
    date_donnees: date | None = None
    synthetique: bool = False
    derived: bool = False
    lines: pd.Series | None = field(default=None, compare=False)
    headers: pd.Series | None = field(default=None, compare=False)
    aside: pd.DataFrame | None = field(default=None, compare=False)
    titles: Mapping[str, str] | None = field(default=None, compare=False)
    carried: bool = False
    correspondance: str = ""

    @property
    def nb_aside(self) -> int:
        """Rows set aside before the gate: several faults may stand on one line."""
        return 0 if self.aside is None else int(self.aside["ligne"].nunique())

    def only(self, rows: pd.Series | np.ndarray) -> Staged:
        """The same table with these rows only (a boolean for each)."""
        chosen = np.asarray(rows, dtype="bool")
        if chosen.all():
            return self

        def cut(column: pd.Series | None) -> pd.Series | None:
            return None if column is None else column[chosen].reset_index(drop=True)

        frame = self.frame[chosen].reset_index(drop=True)
        return replace(self, frame=frame, lines=cut(self.lines), headers=cut(self.headers))


class SourceRefused(Exception):
    """A file that cannot be read at all. `phrase` is the French sentence shown: what, where, how to mend it."""

    def __init__(self, phrase: str, fichier: str = "", feuille: str = "", colonne: str = "") -> None:
        super().__init__(phrase)
        self.phrase = phrase
        self.fichier = fichier
        self.feuille = feuille
        self.colonne = colonne
