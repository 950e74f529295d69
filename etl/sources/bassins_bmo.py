"""Basins of the BMO survey, commune by commune, in the communes of the year of the file.

It names former communes too, and Paris, Lyon and Marseille by their arrondissements. Names are in capitals.
"""

from __future__ import annotations

import re

from etl.reading.composition import compositions, files, stage
from etl.reading.library import Library
from etl.reading.protocol import Reading, Source
from etl.reading.zoning import Zoning
from etl.vintages import headers

VINTAGES = headers("bassins_bmo")
SOURCE = Source(
    code="bassins_bmo",
    titre="Bassins d’emploi de l’enquête BMO : composition communale",
    editeur="France Travail",
    licence="Licence Ouverte 2.0",
    url="https://statistiques.francetravail.org/bmo/static/methode_2026",
    calendrier="Avec l’enquête, quand les bassins changent",
    grain="Commune",
    colonnes=tuple(VINTAGES["composition"].read),
    ignorees=tuple(VINTAGES["composition"].ignored),
)
SURELY = re.compile(r"france_travail_bassin_emploi", re.IGNORECASE)
PERHAPS = re.compile(r"^\W*reg\W.*\bcodgeo\b.*\bcodbe\b", re.IGNORECASE)
ZONINGS = (Zoning("bassin_bmo", width=4, capitals=True),)


def read(library: Library, departement: str) -> Reading:
    """Every composition of the library, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    for one in compositions(SOURCE, files(library, SURELY, PERHAPS), VINTAGES, reading):
        stage(one, one.cells, ZONINGS, SOURCE, reading)
    return reading
