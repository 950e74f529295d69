"""An exhibit: the only form in which figures leave the warehouse, already protected, with its words.

Screens, tables, images, files and the `figure` command take exhibits and nothing else, so none of them
can forget the disclosure rules, the source, the edition or the demonstration mark.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from indicators.catalogue import Indicator

# Columns of an exhibit's frame, one row per thing compared.
#   cle       code of the territory, the period, the modality or the indicator the row speaks of
#   libelle   the same in words
#   numerateur, denominateur, valeur, ic_bas, ic_haut   float, NaN unless statut allows a value
#   statut    fiable | fragile | provisoire | secret | non_disponible
#   synthetique   bool
EXHIBIT_COLUMNS = (
    "cle", "libelle", "numerateur", "denominateur", "valeur", "ic_bas", "ic_haut", "statut", "synthetique",
)  # fmt: skip


@dataclass(frozen=True)
class Exhibit:
    """A protected figure, series or map, with everything that must travel with it.

    axis: what the rows are — "territoire", "periode", "modalite", "indicateur", or "chiffre" for a single one.
    niveau: level of the rows (axis "territoire") or of the territory shown. territoire: its code.
    titre: indicator, territory, period, unit. note is "" when there is nothing to add.
    millesime: vintage of the sources used. passeport: short identifier from which the very same figure can be rebuilt.
    """

    indicator: Indicator
    axis: str
    niveau: str
    territoire: str
    periode: str
    modalite: str
    frame: pd.DataFrame
    titre: str
    lecture: str
    champ: str
    note: str
    source: str
    edition: int
    date_edition: str
    synthetique: bool
    passeport: str
    millesime: str = ""

    @property
    def mentions(self) -> tuple[tuple[str, str], ...]:
        """The lines printed under every figure, in the order of official statistics."""
        edition = f"Édition {self.edition} du {self.date_edition} · {self.passeport}"
        lines = (
            ("Lecture", self.lecture),
            ("Champ", self.champ),
            ("Note", self.note),
            ("Source", self.source),
            ("Édition", edition),
        )
        return tuple((name, text) for name, text in lines if text)
