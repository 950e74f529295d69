"""The census as INSEE published it until 2022: wide files, one row per commune, three censuses side by side.

A header holds the exploitation (P, or C for the sample), the year and the variable: « P22_CHOM1564 ». CSV and
workbooks alike; in a workbook the arrondissements of Paris, Lyon and Marseille have a sheet of their own.
Households without a car are not published: they are residences less those with one car or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd

from etl.reading.columns import years
from etl.reading.delimited import delimited, first_line
from etl.reading.facts import facts
from etl.reading.geography import COMMUNE, today
from etl.reading.harvest import Candidate, Found, harvest
from etl.reading.library import Library
from etl.reading.overlap import deliver
from etl.reading.protocol import Reading, Source
from etl.reading.workbook import sheets
from etl.vintages import headers
from geodata.levels import ARRONDISSEMENT_MUNICIPAL

MODELS = headers("rp")
WITH_CAR, HOMES, WITHOUT_CAR = "menages_avec_voiture", "residences_principales", "menages_sans_voiture"
READ = tuple(dict.fromkeys(name for model in MODELS.values() for name in model.read))
MEASURES = (*READ[1:], WITHOUT_CAR)
GEOGRAPHY = 3  # years between the census and the communes its figures are given in
LAST = 2022  # since then the files are long (see `rp_melodi`), and wide ones carry labels instead of codes
SOURCE = Source(
    code="rp",
    titre="Recensement de la population : activité, diplômes, familles, logement et population des communes",
    editeur="Insee",
    licence="Licence Ouverte 2.0",
    url="https://www.insee.fr/fr/statistiques/8581444",
    calendrier="Chaque année, fin juin, jusqu’au recensement de 2022",
    grain="Commune",
    marques_secret=frozenset(("s",)),
    marques_absence=frozenset(("nd",)),
    colonnes=READ,
    ignorees=tuple(dict.fromkeys(name for model in MODELS.values() for name in model.ignored)),
    additives=frozenset(MEASURES),
)
NAMES = re.compile(
    r"^base[-_]cc[-_](emploi-pop-active|diplomes-formation|coupl-fam-men|logement|evol-struct-pop)[-_](20\d\d)", re.I
)
OVERSEAS = re.compile(r"[-_]COM\b", re.IGNORECASE)  # collectivités d'outre-mer, not communes
HEADER = re.compile(r"^\W*CODGEO\W.*\b[PC]\d\d_(ACTOCC1564|NSCOL15P_DIPLMIN|FAMMONO|RP_VOIT1P)\b", re.IGNORECASE)


def read(library: Library, departement: str) -> Reading:
    """Every file of the library, for the whole country; refused files are listed."""
    del departement  # a file holds them all
    reading = Reading()
    found = harvest(SOURCE, candidates(library), MODELS, reading, dated_by_rows=True)
    deliver([(faits(one), one) for one in found], SOURCE, reading, taken)
    return reading


def taken(rows: pd.DataFrame) -> date:
    """A census speaks of 1 January."""
    return date(int(rows["millesime"].max()), 1, 1)


def faits(found: Found) -> pd.DataFrame:
    """One fact per commune, census and measure, in today's communes."""
    grid = found.grid
    cells, named = _without_car(grid.cells, grid.named)
    by_year: dict[str, dict[str, str]] = {}
    for column in cells:
        measure, _, header = column.partition(":")
        if header:
            by_year.setdefault(f"20{header[1:3]}", {})[measure] = column
    millesime = max([*years(grid.fichier), *by_year])
    level = ARRONDISSEMENT_MUNICIPAL if grid.feuille.upper().startswith("ARM") else COMMUNE
    parts = [
        facts(
            cells,
            columns,
            SOURCE,
            named,
            niveau=level,
            code_territoire=cells["code_insee"],
            code_departement=cells["code_insee"].str[:2] if level == ARRONDISSEMENT_MUNICIPAL else None,
            periode=year,
            millesime=millesime,
            geographie=int(millesime) + GEOGRAPHY,
        )
        for year, columns in sorted(by_year.items())
    ]
    return today(pd.concat(parts, ignore_index=True), SOURCE.additives)


def _without_car(cells: pd.DataFrame, named: dict[str, str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """The cells with households without a car, for each census that tells both counts."""
    added, titles = {}, {}
    for column in [name for name in cells if name.startswith(f"{WITH_CAR}:")]:
        header = column.split(":")[1]
        homes = cells.get(f"{HOMES}:{header.replace('_VOIT1P', '')}")
        if homes is not None:
            less = pd.to_numeric(homes, errors="coerce") - pd.to_numeric(cells[column], errors="coerce")
            added[f"{WITHOUT_CAR}:{header}"] = less
            titles[f"{WITHOUT_CAR}:{header}"] = named[column]
    return cells.assign(**added), named | titles


def candidates(library: Library) -> Iterator[Candidate]:
    """Files that may be the source's, by their name or by their header."""
    for document in library.of(".csv", ".xlsx"):
        told = NAMES.search(document.name)
        if OVERSEAS.search(document.name):
            continue
        opened = sheets if document.suffix == ".xlsx" else delimited
        if told or (document.suffix == ".csv" and HEADER.search(first_line(document))):
            yield Candidate(document, bool(told) and int(told[2]) <= LAST, opened)
