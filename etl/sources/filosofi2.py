"""« Filosofi 2 »: INSEE's poverty rate and median living standard since 2023, long form only.

Its method is new: its figures do not compare with those of Filosofi until 2021, and there are none of 2022.
Communes, EPCI, départements, régions and France are published as such; a rate or a median never adds up.
"""

from __future__ import annotations

from datetime import date

from etl.reading.facts import staged
from etl.reading.library import Library
from etl.reading.overlap import once
from etl.reading.protocol import Reading, Source
from etl.sources import filosofi_long

MODEL = filosofi_long.MODELS["long"]
FIRST, LAST = 2022, 2100
SOURCE = Source(
    code="filosofi2",
    titre="Filosofi 2 : niveau de vie médian et taux de pauvreté (nouvelle méthode)",
    editeur="Insee",
    licence="Licence Ouverte 2.0",
    url="https://www.insee.fr/fr/statistiques/8984752",
    calendrier="Chaque année, en été",
    rythme_mois=12,
    delai_mois=31,
    grain="Commune, intercommunalité, département, région et France",
    marques_secret=frozenset(("s",)),
    marques_absence=frozenset(("nd",)),
    colonnes=tuple(MODEL.read),
    ignorees=tuple(MODEL.ignored),
)


def read(library: Library, departement: str) -> Reading:
    """Every vintage since the new method, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    parts = filosofi_long.read(library, SOURCE, reading, FIRST, LAST)
    for rows, one in once(parts, SOURCE, reading):
        reading.staged.append(staged("faits", rows, one, date(int(rows["millesime"].max()), 12, 31)))
    return reading
