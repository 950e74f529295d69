"""INSEE's table of the zonings each commune belongs to, at the year of the file.

Paris, Lyon and Marseille stand in it whole; the sheet of their arrondissements repeats their zones. Names are in a
sheet of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from etl.reading.composition import Composition, compositions, files, stage
from etl.reading.library import Library
from etl.reading.protocol import Reading, Source
from etl.reading.zoning import Zoning
from etl.vintages import headers

VINTAGES = headers("table_appartenance")
SOURCE = Source(
    code="table_appartenance",
    titre="Table d’appartenance géographique des communes",
    editeur="Insee",
    licence="Licence Ouverte 2.0",
    url="https://www.insee.fr/fr/information/7671844",
    calendrier="Chaque année, géographie au 1er janvier",
    rythme_mois=12,
    delai_mois=3,
    grain="Commune",
    colonnes=tuple(VINTAGES["communes"].read),
    ignorees=tuple(VINTAGES["communes"].ignored),
)
SURELY = re.compile(r"^table-appartenance-geo-communes", re.IGNORECASE)
NEVER = re.compile(r"(?!)")
# Level → how the sheet of zones calls it.
NAMED = {
    "arrondissement": "ARR",
    "epci": "EPCI",
    "zone_emploi": "ZE2020",
    "bassin_vie": "BV",
    "aire_attraction_villes": "AAV2020",
}
NOWHERE = frozenset(("ZZZZ", "ZZZZZ", "ZZZZZZZZZ", "000"))  # 000: outside the attraction of any town


def read(library: Library, departement: str) -> Reading:
    """Every table of the library, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    found = list(compositions(SOURCE, files(library, SURELY, NEVER), VINTAGES, reading))
    for one in _of(found, "communes"):
        names = [zones.cells for zones in _of(found, "zones") if zones.millesime == one.millesime]
        stage(one, _named(one.cells, names), map(_zoning, NAMED), SOURCE, reading)
    return reading


def _of(found: Iterable[Composition], model: str) -> list[Composition]:
    return [one for one in found if one.found.grid.millesime == model]


def _zoning(niveau: str) -> Zoning:
    return Zoning(niveau, code=niveau, name=f"nom_{niveau}", outside=NOWHERE)


def _named(cells: pd.DataFrame, zones: list[pd.DataFrame]) -> pd.DataFrame:
    """The cells with the name of each zone, "" where the file names none."""
    rows = pd.concat(zones) if zones else pd.DataFrame({"niveau": [], "code_zone": [], "nom_zone": []}, dtype="str")
    named = {}
    for niveau, wanted in NAMED.items():
        mine = rows[rows["niveau"].str.startswith(wanted)].drop_duplicates("code_zone").set_index("code_zone")
        named[f"nom_{niveau}"] = cells[niveau].map(mine["nom_zone"]).fillna("")
    return cells.assign(**named)
