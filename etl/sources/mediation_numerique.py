"""Places of digital mediation: the national model (standard-mediation-num), and Maine-et-Loire's own list.

Where both hold places of one département, the national ones stand alone: it is the same offer told twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import geopandas as gpd
import pandas as pd

from etl.reading.cells import figures
from etl.reading.delimited import delimited, first_line
from etl.reading.facts import staged
from etl.reading.geography import departements_of
from etl.reading.harvest import Candidate, Found, harvest
from etl.reading.library import Library
from etl.reading.lieux import lieux
from etl.reading.protocol import Notice, Reading, Source
from etl.reading.records import records
from etl.vintages import headers

VINTAGES = headers("mediation_numerique")
STANDARD, LOCAL = "standard", "maine-et-loire"
SOURCE = Source(
    code="mediation_numerique",
    titre="Lieux de médiation numérique",
    editeur="Agence nationale de la cohésion des territoires et Département de Maine-et-Loire",
    licence="Licence Ouverte 2.0",
    url="https://cartographie.societenumerique.gouv.fr/",
    calendrier="En continu",
    rythme_mois=12,
    grain="Lieu d’accueil",
    colonnes=tuple(dict.fromkeys(name for model in VINTAGES.values() for name in model.read)),
    ignorees=tuple(dict.fromkeys(name for model in VINTAGES.values() for name in model.ignored)),
)
UNDATED, HIDDEN = "non daté", "INACTIF"
LAMBERT_93, WGS84 = 2154, 4326
SURELY = re.compile(r"mednum|mediation[-_ ]?numerique", re.IGNORECASE)
PERHAPS = re.compile(r"\bstructure_parente\b.*\bmodalites_acc\w+\b|\bID_LieuMed\b", re.IGNORECASE | re.DOTALL)


def read(library: Library, departement: str) -> Reading:
    """Every list of the library, whatever the départements it covers; refused files are listed."""
    del departement  # the national file holds them all
    reading = Reading()
    found = {one.grid.millesime: one for one in harvest(SOURCE, candidates(library), VINTAGES, reading)}
    tables = {model: places(one, reading) for model, one in found.items()}
    covered = set(departements_of(tables[STANDARD]["code_insee"]).dropna()) if STANDARD in tables else set()
    for model, rows in tables.items():
        double = departements_of(rows["code_insee"]).isin(covered) & (model == LOCAL)
        if double.any():
            reading.notices.append(_left_aside(found[model], int(double.sum()), found[STANDARD]))
        if not double.all():
            reading.staged.append(staged("lieux", rows[~double].reset_index(drop=True), found[model], None))
    return reading


def places(found: Found, reading: Reading) -> pd.DataFrame:
    """Rows of `lieux` with their line; entries the publisher no longer shows are left out, and said."""
    cells = found.grid.cells
    hidden = cells["affichage"] == HIDDEN
    if hidden.any():
        phrase = (
            f"Dans {found.grid.where}, lieux que l’éditeur n’affiche plus ({HIDDEN}), qui ne sont pas chargés : "
            f"{int(hidden.sum())}."
        )
        reading.notices.append(_notice(found, phrase))
    shown = cells[~hidden]
    if found.grid.millesime == LOCAL:
        shown = shown.assign(**degrees(shown))
    return lieux(shown, "mediation_numerique", SOURCE, shown["date_maj"].map(revised))


def degrees(cells: pd.DataFrame) -> dict[str, pd.Series]:
    """latitude and longitude (degrees, WGS84, six decimals) of x and y in metres, Lambert 93."""
    metres = [pd.to_numeric(figures(cells[name], SOURCE)["valeur"], errors="coerce") for name in ("x", "y")]
    points = gpd.GeoSeries(gpd.points_from_xy(*metres), cells.index, crs=LAMBERT_93).to_crs(WGS84)
    return {"latitude": points.y.round(6).astype("str"), "longitude": points.x.round(6).astype("str")}


def revised(day: str) -> str:
    """Year of a date written JJ/MM/AAAA or AAAA-MM-JJ; the publisher's « 09/0102023 » still tells its year."""
    if re.fullmatch(r"\d\d/.*20\d\d", day):
        return day[-4:]
    return day[:4] if re.fullmatch(r"20\d\d-\d\d.*", day) else UNDATED


def candidates(library: Library) -> Iterator[Candidate]:
    """Files that may be a list of places, by their name or by their header."""
    for document in library.of(".csv", ".json"):
        sure = SURELY.search(document.name) is not None
        text = document.suffix != ".json"
        if sure or PERHAPS.search(first_line(document) if text else document.head.decode("utf-8", errors="ignore")):
            yield Candidate(document, sure, delimited if text else records)


def _left_aside(found: Found, count: int, instead: Found) -> Notice:
    phrase = (
        f"Dans {found.grid.where}, lieux qui ne sont pas chargés, parce que {instead.grid.where} décrit déjà ceux de "
        f"leur département : {count}."
    )
    return _notice(found, phrase)


def _notice(found: Found, phrase: str) -> Notice:
    return Notice(SOURCE.code, "", found.grid.fichier, found.grid.feuille, "", phrase)
