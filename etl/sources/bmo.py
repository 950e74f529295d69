"""BMO: the yearly survey of recruitment projects, by basin × département × occupation.

A « * » is a figure kept secret, never a zero; a basin × occupation that is absent is unknown, not zero.
Basin codes look like those of INSEE's zones d'emploi and mean other places: the level always travels along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from etl.sources.cells import Figure, code, figure, is_departement, text
from etl.sources.facts import LINE, Fact, frame, staged
from etl.sources.harvest import Candidate, harvest
from etl.sources.mirror import documents
from etl.sources.protocol import Reading, Source
from etl.sources.spelling import spelled
from etl.sources.vintage import Grid, nothing
from etl.sources.workbook import sheet_names, sheets
from etl.vintages import headers
from geodata.communes import communes

VINTAGES = headers("bmo")
LATEST = VINTAGES[max(VINTAGES)]
SOURCE = Source(
    code="bmo",
    titre="Enquête Besoins en main-d’œuvre (BMO)",
    editeur="France Travail",
    licence="Licence Ouverte 2.0",
    url="https://www.data.gouv.fr/fr/datasets/enquete-besoins-en-main-doeuvre-bmo/",
    calendrier="Chaque année, en avril",
    grain="Bassin d’emploi BMO × département × métier",
    marques_secret=frozenset(("*",)),
    marques_absence=frozenset(),
    colonnes=tuple(LATEST.read),
    ignorees=tuple(LATEST.ignored),
)
MEASURES = ("bmo_projets", "bmo_projets_difficiles", "bmo_projets_saisonniers")
SURELY = re.compile(r"base_open_data|resmet", re.IGNORECASE)
PERHAPS = re.compile(r"bmo", re.IGNORECASE)


@dataclass(frozen=True)
class Project:
    """One line of the survey. Codes are text, basin codes on four characters; figures by measure."""

    departement: str
    code_bassin: str
    nom_bassin: str
    code_metier: str
    nom_metier: str
    code_famille: str
    nom_famille: str
    figures: dict[str, Figure]
    line: int = 0


def read(mirror: Path | None, departement: str) -> Reading:
    """Every declared vintage that the mirror holds, for one département; refused files are listed."""
    reading = Reading()
    if mirror is None:
        return reading
    found = [
        (one, list(projects(one.grid, departement))) for one in harvest(SOURCE, _candidates(mirror), VINTAGES, reading)
    ]
    reading.notices.extend(nothing(SOURCE.code, one.grid, departement) for one, rows in found if not rows)
    kept = [(one, rows) for one, rows in found if rows]
    for one, rows in kept:
        vintage, when = one.grid.millesime, collected(one.grid.millesime)
        table = frame(faits(rows, vintage, one.grid.match.headers.read), SOURCE)
        reading.staged.append(staged("faits", table, one, when))
        reading.staged.append(staged("nomenclatures", nomenclatures(rows, vintage), one, when))
    for one, rows in kept[-1:]:
        table = zones(rows, one.grid.millesime, communes(departement)["nom"])
        reading.staged.append(staged("zones", table, one, collected(one.grid.millesime)))
    return reading


def collected(millesime: str) -> date:
    """End of the collection: employers are asked from October to December of the year before."""
    return date(int(millesime) - 1, 12, 31)


def projects(grid: Grid, departement: str) -> Iterator[Project]:
    """Lines of one département, and those whose département cannot be read: no other load would see them."""
    place = grid.match.places["code_departement"]
    for line, row in grid.lines():
        where = code(row[place], 2)
        if where == departement or not is_departement(where):
            yield project(grid.cells(row), where, line)


def project(cells: dict[str, object], departement: str, line: int = 0) -> Project:
    """One line from cells named as in the table of headers."""
    return Project(
        departement,
        code(cells["code_bassin"], 4),
        *(text(cells[name]) for name in ("nom_bassin", "code_metier", "nom_metier", "code_famille", "nom_famille")),
        {measure: figure(cells[measure], SOURCE) for measure in MEASURES},
        line,
    )


def faits(rows: Iterable[Project], millesime: str, named: dict[str, str] | None = None) -> list[Fact]:
    """One fact per line and measure, measure by measure. named: header each measure stands under."""
    return [
        Fact(
            measure,
            "bassin_bmo",
            row.code_bassin,
            row.departement,
            millesime,
            f"famille={row.code_famille}|metier={row.code_metier}",
            row.figures[measure],
            millesime,
            row.line,
            (named or {}).get(measure, ""),
        )
        for measure in MEASURES
        for row in rows
    ]


def nomenclatures(rows: Iterable[Project], millesime: str) -> pd.DataFrame:
    """Families and occupations these lines name, with the first line that does."""
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for row in rows:
        seen.setdefault(("famille_bmo", row.code_famille), (row.nom_famille, row.line))
        seen.setdefault(("metier_bmo", row.code_metier), (row.nom_metier, row.line))
    kept = [(*key, *value, millesime, SOURCE.code) for key, value in sorted(seen.items())]
    return pd.DataFrame(kept, columns=["nomenclature", "code", "libelle", LINE, "millesime", "source"])


def zones(rows: Iterable[Project], millesime: str, names: Iterable[str]) -> pd.DataFrame:
    """Basins these lines name, spelled after the communes of those names; the file gives no place on a map."""
    seen: dict[str, Project] = {}
    for row in rows:
        seen.setdefault(row.code_bassin, row)
    names = list(names)
    kept = [
        ("bassin_bmo", key, spelled(row.nom_bassin, names), row.departement, millesime, SOURCE.code, row.line)
        for key, row in sorted(seen.items())
    ]
    return pd.DataFrame(kept, columns=["niveau", "code", "libelle", "code_departement", "millesime", "source", LINE])


def _candidates(mirror: Path) -> Iterator[Candidate]:
    for document in documents(mirror, ".xlsx"):
        sure = SURELY.search(document.name) is not None
        if sure or PERHAPS.search(document.name) or any(map(PERHAPS.search, sheet_names(document))):
            yield Candidate(document, sure, sheets)
