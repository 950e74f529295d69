"""Dares: job seekers registered in categories A, B and C, by commune, on average over the fourth quarter.

Rounded to 5. Paris, Lyon and Marseille stand twice, as communes and by arrondissement. A row whose commune is
« Total » is the publisher's aggregate. Sex and age are modalities: « sexe=hommes|age=moins_25 ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from etl.reading.delimited import delimited, first_line
from etl.reading.facts import facts
from etl.reading.geography import COMMUNE, today
from etl.reading.harvest import Candidate, Found, harvest
from etl.reading.library import Library
from etl.reading.overlap import deliver
from etl.reading.periods import last_day, quarter
from etl.reading.protocol import Notice, Reading, Source
from etl.reading.records import records
from etl.reading.totals import bounded
from etl.vintages import headers
from geodata.levels import FRANCE

MODELS = headers("dares_defm")
MEASURE, STOCK, TOTAL = "demandeurs_emploi_abc", "stock", "total"
SEXES = {"total": "", "hommes": "sexe=hommes", "femmes": "sexe=femmes"}
AGES = {
    "total": "", "moins de 25 ans": "age=moins_25", "de 25 à 49 ans": "age=25_49", "25-49 ans": "age=25_49",
    "50 ans et plus": "age=50_plus", "50 ans ou plus": "age=50_plus",
}  # fmt: skip
GEOGRAPHY = 2024  # communes of the national export; a stock of one quarter is in those of January after
SOURCE = Source(
    code="dares_defm",
    titre="Inscrits à France Travail par commune, catégories A, B et C (moyenne du trimestre, arrondie à 5)",
    editeur="Dares et France Travail",
    licence="Licence Ouverte 2.0",
    url="https://data.dares.travail-emploi.gouv.fr/explore/dataset/dares_defm_communales-brutes/",
    calendrier="Chaque année, le quatrième trimestre",
    rythme_mois=12,
    delai_mois=4,
    grain="Commune × sexe × tranche d’âge",
    colonnes=tuple(dict.fromkeys(name for model in MODELS.values() for name in model.read)),
    ignorees=("noms",),
    additives=frozenset((MEASURE,)),
    arrondi=(-2.5, 2.5),
)
SURELY = re.compile(r"dares_defm_commun\w*", re.IGNORECASE)
HEADER_ROW = re.compile(r"(Code commune|code_commune)\b.*(Type de données|type_de_donnees)\b", re.IGNORECASE)
STOCKS = re.compile(r"defm_abc_communes_(20\d\d-?T[1-4])", re.IGNORECASE)


def read(library: Library, departement: str) -> Reading:
    """Every file of the library, for the whole country; refused files are listed."""
    del departement  # a file may hold them all
    reading, parts = Reading(), []
    for one in harvest(SOURCE, candidates(library), MODELS, reading, dated_by_rows=True):
        rows = published(one)
        if rows is None:
            reading.notices.append(_undated(one))
        elif len(rows):
            parts.append((rows, one))
    deliver(parts, SOURCE, reading, lambda rows: last_day(rows["periode"].max()))
    return reading


def published(found: Found) -> pd.DataFrame | None:
    """Facts of a file, in today's communes; None when nothing tells its quarter."""
    cells, named = found.grid.cells, found.grid.named
    if found.grid.millesime != STOCK:
        kept = (cells["categorie"].str.upper() == "ABC") & (cells["type_de_donnees"].str.casefold() == "brutes")
        return faits(cells[kept], named)
    told = STOCKS.search(found.grid.fichier)
    if told is None:
        return None
    period = quarter(told[1].upper())
    cells = cells.assign(periode=period, sexe="Total", age="Total", code_departement="", code_region="")
    return faits(cells, named, geographie=int(period[:4]) + 1)


def faits(cells: pd.DataFrame, named: dict[str, str] | None = None, geographie: int = GEOGRAPHY) -> pd.DataFrame:
    """Facts with their bounds. cells: periode, code_insee, sexe, age, code_departement, code_region and the count."""
    level, place = _placed(cells)
    rows = facts(
        cells,
        [MEASURE],
        SOURCE,
        named,
        niveau=level,
        code_territoire=place,
        code_departement=place.where(level == "departement"),
        periode=cells["periode"],
        modalite=_modality(cells),
        millesime=cells["periode"],
        geographie=geographie,
    )
    return today(bounded(rows, *SOURCE.arrondi), SOURCE.additives)


def _placed(cells: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Level and code of each row: a commune, or the widest place that a « Total » still names."""
    whole = cells["code_insee"].str.casefold() == TOTAL
    level = pd.Series(COMMUNE, cells.index).mask(whole, "france")
    place = cells["code_insee"].mask(whole, FRANCE)
    for name, column in (("region", "code_region"), ("departement", "code_departement")):
        told = whole & (cells[column] != "") & (cells[column].str.casefold() != TOTAL)
        level, place = level.mask(told, name), place.mask(told, cells[column])
    return level, place


def _modality(cells: pd.DataFrame) -> pd.Series:
    """« sexe=…|age=… », empty for everyone; a word that is not known stands as it is, for the gate to judge."""
    sex = cells["sexe"].str.casefold().map(SEXES).fillna("sexe=" + cells["sexe"])
    age = cells["age"].str.casefold().map(AGES).fillna("age=" + cells["age"])
    return (sex + "|" + age).str.strip("|")


def _undated(found: Found) -> Notice:
    grid = found.grid
    phrase = (
        f"Le nom de {grid.where} ne dit pas son trimestre (par exemple « defm_abc_communes_2023T4.json ») : "
        "le fichier est laissé de côté."
    )
    return Notice(SOURCE.code, "", grid.fichier, grid.feuille, "", phrase)


def candidates(library: Library) -> Iterator[Candidate]:
    """Files that may be the source's, by their name or by their header."""
    for document in library.of(".csv", ".json"):
        if document.suffix == ".json":
            if re.search(r"defm_abc_communes", document.name, re.IGNORECASE):
                yield Candidate(document, True, records)
            continue
        sure = SURELY.search(document.name) is not None
        if sure or HEADER_ROW.search(first_line(document)):
            yield Candidate(document, sure, delimited)
