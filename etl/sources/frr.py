"""FRR: how each commune is classed in « France ruralités revitalisation ». The zones of this level are its classes."""

from __future__ import annotations

import re

from etl.reading.composition import compositions, files, stage
from etl.reading.library import Library
from etl.reading.protocol import Reading, Source
from etl.reading.zoning import Zoning
from etl.vintages import headers

VINTAGES = headers("frr")
SOURCE = Source(
    code="frr",
    titre="France ruralités revitalisation (FRR) : classement des communes",
    editeur="Direction générale des collectivités locales",
    licence="Licence Ouverte 2.0",
    url="https://www.collectivites-locales.gouv.fr/cohesion-territoriale/france-ruralites-revitalisation",
    calendrier="À chaque arrêté de classement",
    grain="Commune",
    colonnes=tuple(VINTAGES["liste"].read),
    ignorees=tuple(VINTAGES["liste"].ignored),
)
SURELY = re.compile(r"^liste-communes-frr", re.IGNORECASE)
PERHAPS = re.compile(r"^\W*code.insee\W.*\bclassement\b.*\bfrr\b", re.IGNORECASE)
CLASSED = "classement:"  # the header tells the day of the classing: it changes with each file


def read(library: Library, departement: str) -> Reading:
    """Every list of the library, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    for one in compositions(SOURCE, files(library, SURELY, PERHAPS), VINTAGES, reading):
        column = next(name for name in one.cells if name.startswith(CLASSED))
        stage(one, one.cells, (Zoning("frr", code=column, name=""),), SOURCE, reading)
    return reading
