"""EPCI: intercommunalities, commune by commune, at the year of the file. A commune in none is « ZZZZZZZZZ »."""

from __future__ import annotations

import re

from etl.reading.composition import compositions, files, stage
from etl.reading.library import Library
from etl.reading.protocol import Reading, Source
from etl.reading.zoning import Zoning
from etl.vintages import headers

VINTAGES = headers("epci")
SOURCE = Source(
    code="epci",
    titre="Intercommunalités à fiscalité propre : composition communale",
    editeur="Insee",
    licence="Licence Ouverte 2.0",
    url="https://www.insee.fr/fr/information/2510634",
    calendrier="Chaque année, périmètres au 1er janvier",
    rythme_mois=12,
    delai_mois=3,
    grain="Commune",
    colonnes=tuple(VINTAGES["composition"].read),
    ignorees=tuple(VINTAGES["composition"].ignored),
)
SURELY = re.compile(r"^(insee_)?(intercommunalite-metropole|epci)_", re.IGNORECASE)
PERHAPS = re.compile(r"^\W*codgeo\W.*\bepci\b.*\blibepci\b", re.IGNORECASE)
COMPOSITION = "composition"  # the model of the sheet that is read; the list of zones is left aside
ZONINGS = (Zoning("epci", outside=frozenset(("ZZZZZZZZZ",))),)


def read(library: Library, departement: str) -> Reading:
    """Every composition of the library, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    for one in compositions(SOURCE, files(library, SURELY, PERHAPS), VINTAGES, reading):
        if one.found.grid.millesime == COMPOSITION:
            stage(one, one.cells, ZONINGS, SOURCE, reading)
    return reading
