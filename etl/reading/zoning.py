"""Which zone holds each commune, from the lines of a composition: rows of `appartenances` and of `zones`.

- Communes get today's codes. One born of several takes the zone of the part whose code it keeps.
- Arrondissements of Paris, Lyon and Marseille speak for their commune where the publisher leaves it out.
- A code that is no commune's stays as it is written: the gate sets its row aside and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from etl.reading.cells import codes
from etl.reading.decisions import COMMUNE, WRITTEN, ZONE, lacking, missing, renamed, repeated, torn
from etl.reading.facts import LINE
from etl.reading.geography import current_communes, departements_of
from etl.reading.spelling import all_spelled
from geodata.communes import listed
from warehouse.dictionary import vocabularies


@dataclass(frozen=True)
class Zoning:
    """Where a level stands in the cells. code, name: their columns (name "" when zones are called by their code).

    width: of the codes, whose zeros are given back. outside: what stands for a commune in no zone.
    capitals: the publisher names its zones in capitals.
    """

    niveau: str
    code: str = "code_zone"
    name: str = "nom_zone"
    width: int = 0
    outside: frozenset[str] = frozenset()
    capitals: bool = False

    @property
    def words(self) -> str:
        return vocabularies()["niveau"][self.niveau]


@dataclass(frozen=True)
class Placed:
    """memberships, zones: rows of both tables, with LINE. said: French sentences on what the lines left to decide."""

    memberships: pd.DataFrame
    zones: pd.DataFrame
    said: tuple[str, ...]


def place(cells: pd.DataFrame, zoning: Zoning, millesime: str, source: str) -> Placed:
    """Memberships and zones of one level. cells: column code_insee and those the zoning names; index = line."""
    lines = pd.DataFrame(
        {
            WRITTEN: codes(cells[COMMUNE], 5),
            ZONE: codes(cells[zoning.code], zoning.width),
            "libelle": cells[zoning.name] if zoning.name else "",
            LINE: cells.index,
        }
    ).reset_index(drop=True)
    lines[COMMUNE] = current_communes(lines[WRITTEN])
    told = lines[(lines[WRITTEN] != "") & (lines[ZONE] != "") & ~lines[ZONE].isin(zoning.outside)]
    once = told.drop_duplicates([WRITTEN, ZONE])
    first = once.drop_duplicates(WRITTEN)
    kept = _whole(first)
    said = [
        *lacking(lines),
        *repeated(told, once, first),
        *torn(first, kept, zoning.words),
        *missing(lines),
        *renamed(told, zoning.words),
    ]
    dated = {"niveau": zoning.niveau, "millesime": millesime, "source": source}
    held = kept[[COMMUNE, ZONE, LINE]].assign(**dated)
    return Placed(
        held[[COMMUNE, "niveau", ZONE, "millesime", "source", LINE]].reset_index(drop=True),
        _zones(told, zoning).assign(**dated)[
            ["niveau", "code", "libelle", "code_departement", "millesime", "source", LINE]
        ],
        tuple(said),
    )


def _whole(first: pd.DataFrame) -> pd.DataFrame:
    """One line per commune of today: that of the part whose code it keeps, else the first, in the file's order."""
    own = first.assign(own=first[WRITTEN] == first[COMMUNE]).sort_values("own", ascending=False, kind="stable")
    return own.drop_duplicates(COMMUNE).drop(columns="own").sort_index()


def _zones(told: pd.DataFrame, zoning: Zoning) -> pd.DataFrame:
    """One row per zone and département, that where most of its inhabitants are coming last."""
    people = told[COMMUNE].map(listed().set_index("code")["population_municipale"]).fillna(0)
    rows = told.assign(code_departement=departements_of(told[COMMUNE]), people=people)
    rows["libelle"] = _names(told)
    groups = rows.groupby([ZONE, "code_departement"], sort=True)
    found = groups.agg(libelle=("libelle", "first"), people=("people", "sum"), **{LINE: (LINE, "first")}).reset_index()
    if zoning.capitals:
        found["libelle"] = all_spelled(found["libelle"], found["code_departement"])
    ordered = found.sort_values([ZONE, "people"], kind="stable", ignore_index=True)
    return ordered.rename(columns={ZONE: "code"}).drop(columns="people")


def _names(told: pd.DataFrame) -> pd.Series:
    """Name of the zone of each line: the first one written, else its code."""
    written = told[told["libelle"] != ""].drop_duplicates(ZONE).set_index(ZONE)["libelle"]
    return told[ZONE].map(written).fillna(told[ZONE])
