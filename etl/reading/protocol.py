"""What a source declares and what reading it gives. Each module of `etl/sources` with a SOURCE is one source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from etl.staging import SourceRefused, Staged


@dataclass(frozen=True)
class Source:
    """A publisher's data set: who publishes it, when, at what grain, and which columns are known.

    marques_secret and marques_absence: what stands in a cell in place of a figure, never a zero.
    colonnes are read, ignorees are known and left aside; any other column of the file gives a notice.
    additives: measures that add up from one territory to the next; rates and medians never do.
    arrondi: how far a published count may lie below and above the true one, (0, 0) when it is exact.
    rythme_mois: months from one vintage to the next, 0 when nothing says when the next one comes. delai_mois: months
    between the day a vintage speaks of and its publication.
    """

    code: str
    titre: str
    editeur: str
    licence: str
    url: str
    calendrier: str
    grain: str
    marques_secret: frozenset[str] = frozenset()
    marques_absence: frozenset[str] = frozenset()
    colonnes: tuple[str, ...] = ()
    ignorees: tuple[str, ...] = ()
    additives: frozenset[str] = frozenset()
    arrondi: tuple[float, float] = (0.0, 0.0)
    rythme_mois: int = 0
    delai_mois: int = 0

    @property
    def identity(self) -> dict[str, str]:
        """The columns of the table `sources` that do not change from one vintage to the next."""
        return {
            "source": self.code,
            "titre": self.titre,
            "editeur": self.editeur,
            "licence": self.licence,
            "url": self.url,
        }

    def following(self, latest: date) -> date | None:
        """The day the vintage after the one of that day should be out; None when no rhythm is known."""
        if not self.rythme_mois:
            return None
        return (pd.Timestamp(latest) + pd.DateOffset(months=self.rythme_mois + self.delai_mois)).date()


@dataclass(frozen=True)
class Notice:
    """Something a person should know of a file that was read all the same. `phrase` is French."""

    source: str
    millesime: str
    fichier: str
    feuille: str
    colonne: str
    phrase: str


@dataclass(frozen=True)
class Reading:
    """What one source gave: its tables, what was noticed on the way, and the files it had to refuse."""

    staged: list[Staged] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    refusals: list[SourceRefused] = field(default_factory=list)
