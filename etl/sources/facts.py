"""Rows of the long table of facts, the same whether they come from a publisher's file or from the extract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from etl.sources.cells import MISSING, Figure
from etl.sources.harvest import Found
from etl.sources.protocol import Source
from etl.staging import Staged

COLUMNS = (
    "code", "niveau", "code_territoire", "code_departement", "periode", "modalite", "numerateur",
    "denominateur", "valeur", "statut", "source", "editeur", "millesime", "licence",
)  # fmt: skip
# Where a row stands in its file; they leave the frame before the gate, see `staged`.
LINE, HEADER = "ligne", "entete"


@dataclass(frozen=True)
class Fact:
    """One published figure, and where it stands in its file (line, and header of its column)."""

    code: str
    niveau: str
    territoire: str
    departement: str
    periode: str
    modalite: str
    figure: Figure
    millesime: str
    line: int = 0
    header: str = ""


def frame(facts: Iterable[Fact], source: Source) -> pd.DataFrame:
    """Facts as rows of `faits`, with LINE and HEADER.

    Publishers give counts or finished rates: `numerateur` and `denominateur` stay empty.
    """
    rows = [
        (
            fact.code, fact.niveau, fact.territoire, fact.departement, fact.periode, fact.modalite, MISSING,
            MISSING, fact.figure.valeur, fact.figure.statut, source.code, source.editeur, fact.millesime,
            source.licence, fact.line, fact.header,
        )
        for fact in facts
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[*COLUMNS, LINE, HEADER])


def staged(table: str, frame: pd.DataFrame, found: Found, date_donnees: date) -> Staged:
    """A frame that carries LINE (and HEADER) as a table waiting for the gate."""
    return Staged(
        table,
        frame.drop(columns=[LINE, HEADER], errors="ignore"),
        found.grid.fichier,
        found.grid.feuille,
        found.document.sha256,
        date_donnees,
        lines=frame[LINE],
        headers=frame.get(HEADER),
    )
