"""Zones d’emploi: INSEE's areas of 2020 where people live and work, commune by commune.

Their codes have four characters and look like those of BMO basins, which are other places.
"""

from __future__ import annotations

import re

from etl.reading.composition import compositions, files, stage
from etl.reading.library import Library
from etl.reading.protocol import Reading, Source
from etl.reading.zoning import Zoning
from etl.vintages import headers

VINTAGES = headers("zones_emploi")
SOURCE = Source(
    code="zones_emploi",
    titre="Zones d’emploi 2020 : composition communale",
    editeur="Insee",
    licence="Licence Ouverte 2.0",
    url="https://www.insee.fr/fr/information/4652957",
    calendrier="Chaque année, géographie au 1er janvier",
    rythme_mois=12,
    delai_mois=3,
    grain="Commune",
    colonnes=tuple(VINTAGES["composition"].read),
    ignorees=tuple(VINTAGES["composition"].ignored),
)
SURELY = re.compile(r"^ze2020_|zone_emploi_2020", re.IGNORECASE)
PERHAPS = re.compile(r"^\W*codgeo\W.*\bze2020\b.*\blibze2020\b", re.IGNORECASE)
COMPOSITION = "composition"  # the model of the sheet that is read; the list of zones is left aside
GENERATION = r"ze2020|zone_emploi_2020"  # of the zoning itself, not of its communes
ZONINGS = (Zoning("zone_emploi", width=4),)


def read(library: Library, departement: str) -> Reading:
    """Every composition of the library, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    for one in compositions(SOURCE, files(library, SURELY, PERHAPS), VINTAGES, reading, generation=GENERATION):
        if one.found.grid.millesime == COMPOSITION:
            stage(one, one.cells, ZONINGS, SOURCE, reading)
    return reading
