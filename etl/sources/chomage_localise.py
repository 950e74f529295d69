"""Localised unemployment rates (INSEE): régions, départements and zones d'emploi, quarter by quarter.

Rates of the BIT's definition, seasonally adjusted. Each publication revises the whole series: the latest one
stands for all, its vintage is its last quarter. Mayotte is absent (and Guyane of zones d'emploi): missing, not zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from etl.reading.cells import codes
from etl.reading.facts import facts, staged
from etl.reading.harvest import Candidate, Found, harvest
from etl.reading.library import Library
from etl.reading.overlap import Part, once
from etl.reading.periods import last_day, quarter
from etl.reading.protocol import Notice, Reading, Source
from etl.reading.workbook import sheet_names, sheets
from etl.vintages import headers
from geodata.levels import FRANCE

MODELS = headers("chomage_localise")
RATE, SERIES = "taux_chomage_localise", "taux:"
PARTS_OF_ZONES = "parties_regionales"  # the share of a zone d'emploi that lies in one région: known, not read
WIDTH = {"departement": 2, "region": 2, "zone_emploi": 4}
SOURCE = Source(
    code="chomage_localise",
    titre="Taux de chômage localisés, au sens du BIT, corrigés des variations saisonnières",
    editeur="Insee",
    licence="Licence Ouverte 2.0",
    url="https://www.insee.fr/fr/statistiques/2012804",
    calendrier="Chaque trimestre, environ 80 jours après sa fin",
    rythme_mois=3,
    delai_mois=3,
    grain="Région, département et zone d’emploi",
    colonnes=("code", "libelle", "taux"),
    ignorees=("code_region", "nom_region"),
)
SURELY = re.compile(r"^(sl_etc_20\d\d|chomage-zone-)", re.IGNORECASE)
PERHAPS = re.compile(r"ch[oô]mage|etc_", re.IGNORECASE)
SHEETS = re.compile(r"^txcho_", re.IGNORECASE)


def read(library: Library, departement: str) -> Reading:
    """The latest series of each level, for the whole country."""
    del departement  # a workbook holds them all
    reading = Reading()
    parts = [
        (rates(one), one)
        for one in harvest(SOURCE, candidates(library), MODELS, reading, dated_by_rows=True)
        if one.grid.millesime != PARTS_OF_ZONES
    ]
    for rows, one in once(_latest(parts, reading), SOURCE, reading):
        reading.staged.append(staged("faits", rows, one, last_day(rows["millesime"].iloc[0])))
    return reading


def rates(found: Found) -> pd.DataFrame:
    """One fact per territory and quarter of a sheet, its notes at the foot left out."""
    grid = found.grid
    level = "zone_emploi" if grid.millesime == "zone_emploi" else _level(grid.feuille)
    series = [name for name in grid.cells if name.startswith(SERIES)]
    cells = grid.cells[grid.cells["libelle"] != ""]
    long = pd.concat(
        [
            pd.DataFrame(
                {"code": cells["code"], "libelle": cells["libelle"], "periode": quarter(name), "taux": cells[name]}
            )
            for name in series
        ]
    )
    heads = {quarter(name): grid.named[name] for name in series}
    rows = faits(long, level, max(heads))
    return rows.assign(entete=rows["periode"].map(heads))


def faits(long: pd.DataFrame, level: str, millesime: str) -> pd.DataFrame:
    """Rows of `faits`. long: code, libelle, periode and taux as texts; index = line in the file."""
    where = codes(long["code"], WIDTH[level])
    niveau = pd.Series(level, long.index)
    if level == "region":
        country = long["libelle"].str.contains("France", case=False)
        kept = ~(country & long["libelle"].str.contains("métropol", case=False))
        long, where, country, niveau = long[kept], where[kept], country[kept], niveau[kept]
        where, niveau = where.mask(country, FRANCE), niveau.mask(country, "france")
    return facts(
        long,
        {RATE: "taux"},
        SOURCE,
        niveau=niveau.to_numpy(),
        code_territoire=where.to_numpy(),
        code_departement=where.to_numpy() if level == "departement" else None,
        periode=long["periode"].to_numpy(),
        millesime=millesime,
    )


def _level(feuille: str) -> str:
    return "region" if re.match(r"r[eé]g", feuille, re.IGNORECASE) else "departement"


def _latest(parts: list[Part], reading: Reading) -> list[Part]:
    """The parts of the latest publication of each level; older ones are said to be replaced."""
    newest: dict[str, str] = {}
    for rows, _ in parts:
        for level in rows["niveau"].unique():
            newest[level] = max(newest.get(level, ""), rows["millesime"].iloc[0])
    kept = []
    for rows, one in parts:
        latest = max(newest[level] for level in rows["niveau"].unique())
        if rows["millesime"].iloc[0] == latest:
            kept.append((rows, one))
            continue
        phrase = (
            f"{one.grid.where} s’arrête à {rows['millesime'].iloc[0]} : la série révisée jusqu’à {latest} la remplace."
        )
        grid = one.grid
        reading.notices.append(Notice(SOURCE.code, rows["millesime"].iloc[0], grid.fichier, grid.feuille, "", phrase))
    return kept


def candidates(library: Library) -> Iterator[Candidate]:
    """Workbooks that may be the source's, by their name or by the name of a sheet."""
    for document in library.of(".xlsx", ".xls"):
        sure = SURELY.search(document.name) is not None
        if sure or PERHAPS.search(document.name) or any(map(SHEETS.search, sheet_names(document))):
            yield Candidate(document, sure, sheets)
