"""INSEE's comparateur de territoires: a few counts of the census by commune, in one small file.

Its median and its poverty rate are those of Filosofi, of another year than the census. Arrondissements of Paris,
Lyon and Marseille stand beside their city. Communes of Mayotte have no census: missing, not zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd

from etl.reading.delimited import delimited, first_line
from etl.reading.facts import facts, staged, summed
from etl.reading.geography import today
from etl.reading.harvest import Candidate, harvest
from etl.reading.library import Library
from etl.reading.protocol import Reading, Source
from etl.reading.totals import totals
from etl.vintages import headers

VINTAGES = headers("comparateur")
LATEST = VINTAGES[max(VINTAGES)]
CENSUS = ("population_rp", "population_1564", "actifs_1564", "chomeurs_1564", "emplois_lieu_travail", "menages")
INCOME = ("niveau_vie_median", "taux_pauvrete")
INCOME_OF = {"2018": "2019", "2022": "2023"}
GEOGRAPHY = 3  # years between the census and the communes its figures are given in
SOURCE = Source(
    code="comparateur",
    titre="Comparateur de territoires : recensement de la population et revenus, par commune",
    editeur="Insee",
    licence="Licence Ouverte 2.0",
    url="https://www.insee.fr/fr/statistiques/2521169",
    calendrier="Chaque année, en été",
    rythme_mois=12,
    delai_mois=31,
    grain="Commune",
    marques_secret=frozenset(("s",)),
    marques_absence=frozenset(("nd",)),
    colonnes=tuple(LATEST.read),
    ignorees=tuple(LATEST.ignored),
    additives=frozenset(CENSUS),
)
SURELY = re.compile(r"^base_cc_comparateur\w*\.csv$", re.IGNORECASE)
HEADER = re.compile(r"^\W*CODGEO\W.*\bP\d\d_POP\b.*\bP\d\d_EMPLT\b.*\bETTOT\d\d\b", re.IGNORECASE)


def read(library: Library, departement: str) -> Reading:
    """Every declared vintage of the library, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    for one in harvest(SOURCE, candidates(library), VINTAGES, reading):
        vintage, named = one.grid.millesime, one.grid.named
        counts = census(one.grid.cells, vintage, named)
        reading.staged.append(staged("faits", counts, one, date(int(vintage), 1, 1)))
        reading.staged.append(summed(wider(counts), one, date(int(vintage), 1, 1)))
        money = incomes(one.grid.cells, vintage, named)
        reading.staged.append(staged("faits", money, one, date(int(INCOME_OF[vintage]), 12, 31)))
    return reading


def census(cells: pd.DataFrame, millesime: str, named: dict[str, str] | None = None) -> pd.DataFrame:
    """Counts of the census in today's communes, those whose column stands in the file."""
    return _faits(cells, [name for name in CENSUS if name in (named or cells)], millesime, millesime, named)


def incomes(cells: pd.DataFrame, millesime: str, named: dict[str, str]) -> pd.DataFrame:
    """Filosofi's median and poverty rate in today's communes, under the year of the incomes."""
    year = INCOME_OF[millesime]
    return _faits(cells, INCOME, year, year, named)


def wider(counts: pd.DataFrame) -> pd.DataFrame:
    """Sums of communes by département, région and France, where the file holds them whole."""
    return totals(counts[counts["niveau"] == "commune"])


def _faits(cells: pd.DataFrame, measures, periode: str, millesime: str, named) -> pd.DataFrame:
    rows = facts(
        cells,
        measures,
        SOURCE,
        named,
        niveau="commune",
        code_territoire=cells["code_insee"],
        periode=periode,
        millesime=millesime,
        geographie=int(millesime) + GEOGRAPHY,
    )
    return today(rows, SOURCE.additives)


def candidates(library: Library) -> Iterator[Candidate]:
    """Files that may be the source's, by their name or by their header."""
    for document in library.of(".csv"):
        sure = SURELY.search(document.name) is not None
        if sure or HEADER.search(first_line(document)):
            yield Candidate(document, sure, delimited)
