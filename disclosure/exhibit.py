"""An exhibit: the only form in which figures leave the warehouse, already protected, with its words.

Screens, tables, images, files and the `figure` command take exhibits and nothing else, so none of them
can forget the disclosure rules, the source, the edition or the demonstration mark.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geodata.levels import LEVELS
from indicators.catalogue import Indicator

# Columns of an exhibit's frame, one row per thing compared.
#   cle       code of the territory, the period, the modality or the indicator the row speaks of; on the axis
#             "comparaison", whose territories are of several levels, the level's short form before it: "DEP:49"
#   libelle   the same in words
#   numerateur, denominateur, valeur, ic_bas, ic_haut   float, NaN unless statut allows a value
#   statut    fiable | fragile | provisoire | secret | non_disponible; of a change of a territory, also
#             sans_objet | non_significatif | non_comparable (a break in the series lies between the two dates)
#   synthetique   bool
EXHIBIT_COLUMNS = (
    "cle", "libelle", "numerateur", "denominateur", "valeur", "ic_bas", "ic_haut", "statut", "synthetique",
)  # fmt: skip


@dataclass(frozen=True)
class Exhibit:
    """A protected figure, series or map, with everything that must travel with it.

    axis: what the rows are — "territoire", "periode", "modalite", "indicateur", "comparaison" (a territory, what holds
    it, others like it), "evolution" (changes of territories between two periods), or "chiffre" for a single one.
    niveau: level of the rows (axis "territoire") or of the territory shown. territoire: its code.
    titre: indicator, territory, period, unit. note is "" when there is nothing to add.
    millesime: vintage of the sources used. geographie: year of the territories shown and of the published ones.
    passeport: short identifier from which the very same figure can be rebuilt.
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
    geographie: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        """On the axis "comparaison", what each row is: "territoire" (the first), "englobant" or "pair"; else ()."""
        if self.axis != "comparaison":
            return ()
        same = self.frame["cle"].str.partition(":")[0].eq(LEVELS[self.niveau].short)
        return ("territoire", *("pair" if alike else "englobant" for alike in same[1:]))

    @property
    def drawn(self) -> pd.DataFrame:
        """The rows one axis may hold: not the counts of what holds the territory, far too large beside it."""
        if self.indicator.nature != "effectif" or "pair" not in self.roles:
            return self.frame
        return self.frame[[role != "englobant" for role in self.roles]]

    @property
    def mentions(self) -> tuple[tuple[str, str], ...]:
        """The lines printed under every figure, in the order of official statistics."""
        edition = f"Édition {self.edition} du {self.date_edition} · {self.passeport}"
        lines = (
            ("Lecture", self.lecture),
            ("Champ", self.champ),
            ("Note", self.note),
            ("Source", self.source),
            ("Géographie", self.geographie),
            ("Édition", edition),
        )
        return tuple((name, text) for name, text in lines if text)
