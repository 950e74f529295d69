"""Reading composition files: which year each one speaks of, one file per year, then its zones commune by commune."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from etl.reading.cells import codes
from etl.reading.decisions import COMMUNE
from etl.reading.delimited import delimited, first_line
from etl.reading.facts import staged
from etl.reading.grid import Grid
from etl.reading.harvest import Candidate, Found, harvest
from etl.reading.library import Library
from etl.reading.protocol import Notice, Reading, Source
from etl.reading.workbook import sheets
from etl.reading.zoning import Zoning, place
from etl.staging import SourceRefused
from etl.vintages import Headers
from geodata.codes import among
from geodata.communes import MILLESIME
from geodata.passage import passage

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_SHORT = re.compile(r"[-_](\d\d)\.\w+$")
_SAID = re.compile(r"(?:1er janvier |01/01/|au \d+ \w+ )(20\d\d)")


def files(library: Library, surely: re.Pattern[str], perhaps: re.Pattern[str]) -> Iterator[Candidate]:
    """Files that may be compositions: surely by their name, perhaps by the header of a delimited one."""
    for document in library.of(".csv", ".xlsx", ".xls"):
        text = document.suffix == ".csv"
        sure = surely.search(document.name) is not None
        if sure or (text and perhaps.search(first_line(document))):
            yield Candidate(document, sure, delimited if text else sheets)


@dataclass(frozen=True)
class Composition:
    """A readable table of lines, and the year of its communes."""

    found: Found
    millesime: str

    @property
    def cells(self) -> pd.DataFrame:
        return self.found.grid.cells


def compositions(
    source: Source,
    candidates: Iterable[Candidate],
    declared: dict[str, Headers],
    reading: Reading,
    generation: str = "",
    undated: str = MILLESIME,
) -> Iterator[Composition]:
    """Every readable composition, notices and refusals going to the reading.

    generation: regular expression of what a name says of the zoning itself, which is not a year of communes
    ("ze2020"). undated: the year of a file that tells none.
    """
    read: dict[tuple[str, str], Found] = {}
    for found in harvest(source, candidates, declared, reading, dated_by_rows=True):
        grid = found.grid
        try:
            year = _year(grid, generation)
            if not year:
                reading.notices.append(_undated(source, grid, undated))
            one = Composition(found, year or undated)
            _refuse_older(one)
            _refuse_other(one, read.setdefault((one.millesime, grid.millesime), found), source)
        except SourceRefused as refused:
            reading.refusals.append(refused)
        else:
            yield one


def stage(one: Composition, cells: pd.DataFrame, zonings: Iterable[Zoning], source: Source, reading: Reading) -> None:
    """Add the memberships and the zones of these lines, and what they left to decide, to the reading."""
    grid, when = one.found.grid, date(int(one.millesime), 1, 1)
    said: dict[str, None] = {}
    for zoning in zonings:
        placed = place(cells, zoning, one.millesime, source.code)
        reading.staged.append(staged("appartenances", placed.memberships, one.found, when))
        reading.staged.append(staged("zones", placed.zones, one.found, when))
        said |= dict.fromkeys(placed.said)  # what is true of every level of a file is said once
    reading.notices.extend(
        Notice(source.code, one.millesime, grid.fichier, grid.feuille, "", f"Dans {grid.where}, {_lower(phrase)}")
        for phrase in said
    )


def _year(grid: Grid, generation: str) -> str:
    """The year of the communes, by what stands above the header or in it, and by the name; "" when neither tells."""
    above = " ".join(str(cell) for row in grid.sheet.head[: grid.header + 1] for cell in row)
    said, named = _SAID.findall(above), _named(grid.fichier, generation)
    if said and named and named not in said:
        raise SourceRefused(
            f"« {grid.fichier} » annonce {named}, mais {grid.where} dit être de {said[0]}. "
            "Vérifiez le fichier, puis donnez-lui le nom de son millésime.",
            grid.fichier,
            grid.feuille,
        )
    return said[0] if said else named


def _named(fichier: str, generation: str) -> str:
    bare = re.sub(generation, "", fichier, flags=re.IGNORECASE) if generation else fichier
    years = _YEAR.findall(bare) or ["20" + year for year in _SHORT.findall(bare)]
    return years[-1] if years else ""


def _undated(source: Source, grid: Grid, year: str) -> Notice:
    phrase = f"Rien ne dit de quelle année est {grid.where} : ce découpage est daté de {year}."
    return Notice(source.code, year, grid.fichier, grid.feuille, "", phrase)


def _refuse_older(one: Composition) -> None:
    """SourceRefused when a file of this year's name holds communes that are no more: it is an older one."""
    grid = one.found.grid
    if one.millesime < MILLESIME or COMMUNE not in grid.named:
        return
    written = codes(one.cells[COMMUNE], 5)
    former = written[among(written, passage()["code_ancien"])]
    if len(former):
        raise SourceRefused(
            f"« {grid.fichier} » est daté de {one.millesime}, mais {grid.where}, ligne {former.index[0]}, colonne "
            f"« {grid.named[COMMUNE]} », nomme {former.iloc[0]}, qui n’est plus une commune à cette date : c’est le "
            "fichier d’une année précédente. Donnez-lui le nom de son millésime.",
            grid.fichier,
            grid.feuille,
            grid.named[COMMUNE],
        )


def _refuse_other(one: Composition, kept: Found, source: Source) -> None:
    grid = one.found.grid
    if kept.document.sha256 != one.found.document.sha256:
        raise SourceRefused(
            f"Deux fichiers différents donnent le millésime {one.millesime} de la source « {source.titre} » : "
            f"{kept.grid.where} et {grid.where}. Gardez le bon et retirez l’autre.",
            grid.fichier,
            grid.feuille,
        )


def _lower(phrase: str) -> str:
    return phrase[0].lower() + phrase[1:]
