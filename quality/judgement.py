"""What the gate is told before judging, and what it says afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

ACCEPTED, WARNED, REFUSED = "accepte", "accepte_avec_alertes", "refuse"


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
    indicators: codes of the catalogue, against which targets are checked; empty: they are not.
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
