"""What the gate is told before judging, and what it says afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from quality.settings import Tuning

ACCEPTED, WARNED, REFUSED = "accepte", "accepte_avec_alertes", "refuse"
CONFIRMABLE = ("GEN-07", "GEN-08")  # never what protects persons, secrets, or real data from invented ones


def no_passage() -> pd.DataFrame:
    """An empty passage table: no former commune is known."""
    return pd.DataFrame(columns=["code_ancien", "code_courant"])


@dataclass(frozen=True)
class Retention:
    """How long rows about persons are kept, in months: after the end of their last journey, after an attendance."""

    parcours: int = 36
    presences: int = 24


@dataclass(frozen=True)
class Context:
    """What the tables are judged against.

    departement: INSEE code observed. known_communes: current commune codes of the whole country.
    passage: columns code_ancien, code_courant; the staged table `passage_communes` is added to it.
    previous: number of rows of each table in the edition served now, None or absent when there is none.
    totals: published totals of the département by concept of `brsa_effectifs` (persons or households).
    indicators: codes of the catalogue, against which targets are checked; empty: they are not. percentages: those
    of them whose unit is %.
    loaded: for each file of the département in the edition served, and the way it was read (sha256, correspondance),
    the day it was loaded.
    before: own tables of the edition served, read when they are asked for; None when nothing is served.
    confirmed: for a rule of CONFIRMABLE and a table, the reason for which a person says that all is well.
    served: when the edition served was published.
    invented: whether it is a demonstration. tuning: the rules as the département tunes them.
    retention: months after which rows about persons are erased.
    """

    departement: str
    known_communes: frozenset[str]
    today: date
    passage: pd.DataFrame = field(default_factory=no_passage, compare=False)
    previous: Mapping[str, int | None] = field(default_factory=dict)
    totals: Mapping[str, float] = field(default_factory=dict)
    indicators: frozenset[str] = frozenset()
    retention: Retention = field(default_factory=Retention)
    percentages: frozenset[str] = frozenset()
    loaded: Mapping[tuple[str, str], date] = field(default_factory=dict)
    before: Callable[[str], pd.DataFrame] | None = field(default=None, compare=False)
    confirmed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    served: date | None = None
    invented: bool = False
    tuning: Tuning = field(default_factory=Tuning)

    def reason(self, code: str, table: str) -> str:
        """Why a person confirmed that rule on that table; "" when nobody did, or when nobody may."""
        return self.confirmed.get((code, table), "").strip() if code in CONFIRMABLE else ""


@dataclass(frozen=True)
class Judgement:
    """The verdict on everything staged.

    verdict: accepte | accepte_avec_alertes | refuse. accepted: typed frames of the dictionary, by table.
    results, rejected, loads: the tables `regles_resultats`, `rejets` and `chargements`.
    """

    verdict: str
    accepted: dict[str, pd.DataFrame]
    results: pd.DataFrame
    rejected: pd.DataFrame
    loads: pd.DataFrame

    @property
    def reports(self) -> dict[str, pd.DataFrame]:
        """The three tables of the report, by the name they have in an edition."""
        return {"regles_resultats": self.results, "rejets": self.rejected, "chargements": self.loads}
