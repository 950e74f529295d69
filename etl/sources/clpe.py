"""CLPE: the local committees for employment, commune by commune.

The codes of one version mean other committees in the next: a version never speaks for another.
"""

from __future__ import annotations

import re

from etl.reading.composition import compositions, files, stage
from etl.reading.library import Library
from etl.reading.protocol import Reading, Source
from etl.reading.zoning import Zoning
from etl.vintages import headers

VINTAGES = headers("clpe")
SOURCE = Source(
    code="clpe",
    titre="Comités locaux pour l’emploi (CLPE) : composition communale",
    editeur="France Travail",
    licence="Licence Ouverte 2.0",
    url="",
    calendrier="Irrégulier",
    grain="Commune",
    colonnes=tuple(VINTAGES["referentiel"].read),
    ignorees=tuple(VINTAGES["referentiel"].ignored),
)
SURELY = re.compile(r"(^|[-_])clpe[-_.]", re.IGNORECASE)
PERHAPS = re.compile(r"^\W*commune_id\W.*\bterritoire_id\b.*\bterritoire_libelle\b", re.IGNORECASE)
UNDATED = "2025"  # the file tells no year: the version in use, in the communes of 1 January 2025
ZONINGS = (Zoning("clpe"),)


def read(library: Library, departement: str) -> Reading:
    """Every composition of the library, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    for one in compositions(SOURCE, files(library, SURELY, PERHAPS), VINTAGES, reading, undated=UNDATED):
        stage(one, one.cells, ZONINGS, SOURCE, reading)
    return reading
