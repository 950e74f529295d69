"""Filosofi: INSEE's poverty rate and median living standard by commune (wide files, up to vintage 2021).

Rates and medians do not add up: a commune born of several others after the file has none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from etl.sources.cells import MISSING, NON_DISPONIBLE, Figure, figure, text
from etl.sources.delimited import delimited
from etl.sources.facts import Fact, frame, staged
from etl.sources.harvest import Candidate, harvest
from etl.sources.mirror import documents
from etl.sources.protocol import Reading, Source
from etl.sources.vintage import Grid, nothing
from etl.vintages import headers
from geodata.passage import departement_of, is_commune_code, passage, to_current

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
MEASURES = ("taux_pauvrete", "niveau_vie_median")
SURELY = re.compile(r"^(base[-_])?cc[-_]filosofi[-_]20\d\d.*com.*\.csv$", re.IGNORECASE)
# INSEE's comparateur has the median and the rate too, but never the ratio between deciles.
PERHAPS = re.compile(rb"^\W*CODGEO\W.*\bMED\d\d\b.*\bTP60\d\d\b.*\bRD\d\d\b", re.IGNORECASE)


@dataclass(frozen=True)
class Income:
    """The published figures of one commune."""

    commune: str
    figures: dict[str, Figure]
    line: int = 0


def read(mirror: Path | None, departement: str) -> Reading:
    """Every declared vintage that the mirror holds, for one département; refused files are listed."""
    reading = Reading()
    if mirror is None:
        return reading
    for one in harvest(SOURCE, _candidates(mirror), VINTAGES, reading):
        vintage = one.grid.millesime
        rows = current(incomes(one.grid, departement), departement)
        if not rows:
            reading.notices.append(nothing(SOURCE.code, one.grid, departement))
            continue
        table = frame(faits(rows, departement, vintage, one.grid.match.headers.read), SOURCE)
        reading.staged.append(staged("faits", table, one, observed(vintage)))
    return reading


def observed(millesime: str) -> date:
    """Incomes of a civil year."""
    return date(int(millesime), 12, 31)


def incomes(grid: Grid, departement: str) -> Iterator[Income]:
    """Communes of one département, and lines whose code cannot be read: no other load would see them."""
    place = grid.match.places["code_insee"]
    for line, row in grid.lines():
        commune = text(row[place])
        if not is_commune_code(commune) or departement_of(commune) == departement:
            yield income(grid.cells(row), line)


def income(cells: dict[str, object], line: int = 0) -> Income:
    """One commune from cells named as in the table of headers."""
    return Income(text(cells["code_insee"]), {name: figure(cells[name], SOURCE) for name in MEASURES}, line)


def current(rows: Iterable[Income], departement: str) -> list[Income]:
    """Today's communes.

    A commune that only changed code keeps its figures. Those merged since have no common figure: not available.
    """
    rows = list(rows)
    codes = to_current(pd.Series([row.commune for row in rows], dtype="str"), passage(departement))
    merged: dict[str, list[Income]] = {}
    for row, commune in zip(rows, codes, strict=True):
        merged.setdefault(commune, []).append(row)
    unknown = dict.fromkeys(MEASURES, Figure(MISSING, NON_DISPONIBLE))
    return [
        replace(group[0], commune=commune, figures=group[0].figures if len(group) == 1 else unknown)
        for commune, group in merged.items()
    ]


def faits(rows: Iterable[Income], departement: str, millesime: str, named: dict[str, str] | None = None) -> list[Fact]:
    """One fact per commune and measure. named: header each measure stands under in the file."""
    return [
        Fact(
            measure, "commune", row.commune, departement, millesime, "", row.figures[measure], millesime,
            row.line, (named or {}).get(measure, ""),
        )
        for measure in MEASURES
        for row in rows
    ]  # fmt: skip


def _candidates(mirror: Path) -> Iterator[Candidate]:
    for document in documents(mirror, ".csv"):
        sure = SURELY.search(document.name) is not None
        if sure or PERHAPS.search(document.head().split(b"\n", 1)[0]):
            yield Candidate(document, sure, delimited)
