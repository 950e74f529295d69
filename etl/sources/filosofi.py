"""Filosofi: INSEE's poverty rate and median living standard, up to vintage 2021.

Wide files give communes; the long file of 2021 gives EPCI, départements, régions and France too. Rates and
medians do not add up: a commune born of several others after the file has none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd

from etl.reading.delimited import delimited, first_line
from etl.reading.facts import facts, staged
from etl.reading.geography import COMMUNE, PUBLISHED, today
from etl.reading.harvest import Candidate, harvest
from etl.reading.library import Library
from etl.reading.protocol import Reading, Source
from etl.sources import filosofi_long
from etl.vintages import headers
from geodata.levels import ARRONDISSEMENT_MUNICIPAL

VINTAGES = headers("filosofi")
LATEST = VINTAGES[max(VINTAGES)]
SOURCE = Source(
    code="filosofi",
    titre="Filosofi : revenus, pauvreté et niveau de vie des communes",
    editeur="Insee",
    licence="Licence Ouverte 2.0",
    url="https://www.insee.fr/fr/statistiques/7756855",
    calendrier="Chaque année, en été",
    grain="Commune",
    marques_secret=frozenset(("s",)),
    marques_absence=frozenset(("nd",)),
    colonnes=tuple(LATEST.read),
    ignorees=tuple(LATEST.ignored),
)
COMMUNES = (COMMUNE, PUBLISHED, ARRONDISSEMENT_MUNICIPAL)
LAST = 2021
MEASURES = ("taux_pauvrete", "niveau_vie_median")
SURELY = re.compile(r"^(base[-_])?cc[-_]filosofi[-_]20\d\d.*com.*\.csv$", re.IGNORECASE)
# INSEE's comparateur has the median and the rate too, but never the ratio between deciles.
PERHAPS = re.compile(r"^\W*CODGEO\W.*\bMED\d\d\b.*\bTP60\d\d\b.*\bRD\d\d\b", re.IGNORECASE)


def read(library: Library, departement: str) -> Reading:
    """Every declared vintage of the library, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    for one in harvest(SOURCE, candidates(library), VINTAGES, reading):
        vintage = one.grid.millesime
        table = faits(one.grid.cells, vintage, one.grid.named)
        reading.staged.append(staged("faits", table, one, observed(vintage)))
    wide = {one.frame["millesime"].iloc[0] for one in reading.staged}
    # What is wrong with a long file is said once, by the source of the years since.
    for rows, one in filosofi_long.read(library, SOURCE, Reading(), 2000, LAST):
        kept = rows[~(rows["millesime"].isin(wide) & rows["niveau"].isin(COMMUNES))]
        if len(kept):
            reading.staged.append(staged("faits", kept, one, observed(kept["millesime"].max())))
    return reading


def observed(millesime: str) -> date:
    """Incomes of a civil year."""
    return date(int(millesime), 12, 31)


def faits(cells: pd.DataFrame, millesime: str, named: dict[str, str] | None = None) -> pd.DataFrame:
    """One fact per commune and measure, in today's communes. named: header each measure stands under.

    Communes are those of 1 January of the year after the incomes.
    """
    rows = facts(
        cells,
        MEASURES,
        SOURCE,
        named,
        niveau="commune",
        code_territoire=cells["code_insee"],
        periode=millesime,
        millesime=millesime,
        geographie=int(millesime) + 1,
    )
    return today(rows, SOURCE.additives)


def candidates(library: Library) -> Iterator[Candidate]:
    """Files that may be the source's, by their name or by their header."""
    for document in library.of(".csv"):
        sure = SURELY.search(document.name) is not None
        if sure or PERHAPS.search(first_line(document)):
            yield Candidate(document, sure, delimited)
