"""From the files that may be a source's to the tables of cells that are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from etl.reading.columns import called, years
from etl.reading.grid import Grid, changes, locate, refuse_disagreement, refuse_missing, undeclared
from etl.reading.library import Document
from etl.reading.protocol import Notice, Reading, Source
from etl.reading.sheets import Sheet
from etl.staging import SourceRefused
from etl.vintages import Headers


@dataclass(frozen=True)
class Candidate:
    """A file that may be the source's. sure: its name leaves no doubt, so it must be readable."""

    document: Document
    sure: bool
    open: Callable[[Document], Iterable[Sheet]]


@dataclass(frozen=True)
class Found:
    """A readable table of cells and the file that holds it."""

    grid: Grid
    document: Document


@dataclass(frozen=True)
class _Seen:
    """What is remembered of a table already given: its cells are not, they are heavy."""

    where: str
    sha256: str
    feuille: str


def harvest(
    source: Source,
    candidates: Iterable[Candidate],
    declared: dict[str, Headers],
    reading: Reading,
    dated_by_rows: bool = False,
) -> Iterator[Found]:
    """Every readable table, one at a time, in the order of the files; notices and refusals go to the reading.

    A vintage comes from one file only, unless rows carry their own dates (dated_by_rows): a copy is left
    aside, two different files of one vintage are refused.
    """
    seen: dict[str, _Seen] = {}
    for candidate in candidates:
        try:
            for one in _readable(source, candidate, declared, reading.notices):
                mine = _Seen(one.grid.where, one.document.sha256, one.grid.feuille)
                kept = seen.setdefault(f"{mine.sha256}/{mine.feuille}" if dated_by_rows else one.grid.millesime, mine)
                if kept is mine:
                    yield one
                else:
                    reading.notices.append(_same_twice(source, kept, one, mine))
        except SourceRefused as refused:
            reading.refusals.append(refused)


def _readable(
    source: Source, candidate: Candidate, declared: dict[str, Headers], notices: list[Notice]
) -> Iterator[Found]:
    name = candidate.document.name
    grids = [grid for sheet in candidate.open(candidate.document) if (grid := locate(name, sheet, declared))]
    if not grids:
        notices.append(_unlike(source, candidate, declared))
    for grid in grids:
        year = undeclared(grid, declared)
        if year:
            notices.append(_undeclared(source, grid.where, grid.fichier, grid.feuille, year))
            continue
        refuse_missing(grid)
        refuse_disagreement(grid)
        _ = grid.cells  # a file that is cut is refused here, while its refusal is awaited
        notices.extend(changes(source.code, grid))
        yield Found(grid, candidate.document)


def _unlike(source: Source, candidate: Candidate, declared: dict[str, Headers]) -> Notice:
    """A file without the columns: refused when its name is surely the source's, of a vintage we can read."""
    name, told = candidate.document.name, years(candidate.document.name)
    dated = any(vintage.isdigit() for vintage in declared)
    if dated and told and not told & set(declared):
        return _undeclared(source, f"« {name} »", name, "", ", ".join(sorted(told)))
    latest = declared[max(told & set(declared) or declared)]
    wanted = ", ".join(map(called, latest.read.values()))
    phrase = f"Rien dans « {name} » n’a les colonnes attendues de la source « {source.titre} » ({wanted})"
    if candidate.sure:
        raise SourceRefused(
            f"{phrase}. Remettez le fichier tel que l’éditeur l’a publié, ou retirez-le du dossier.", name
        )
    return Notice(source.code, "", name, "", "", f"{phrase} : le fichier est laissé de côté.")


def _undeclared(source: Source, where: str, fichier: str, feuille: str, year: str) -> Notice:
    phrase = (
        f"{where} porte le millésime {year}, qui n’est pas décrit dans la table des en-têtes de la source "
        f"« {source.titre} » : il n’est pas lu."
    )
    return Notice(source.code, year, fichier, feuille, "", phrase)


def _same_twice(source: Source, kept: _Seen, other: Found, mine: _Seen) -> Notice:
    grid = other.grid
    if (kept.sha256, kept.feuille) != (mine.sha256, mine.feuille):
        raise SourceRefused(
            f"Deux fichiers différents donnent le millésime {grid.millesime} de la source "
            f"« {source.titre} » : {kept.where} et {mine.where}. Gardez le bon et retirez l’autre.",
            grid.fichier,
            grid.feuille,
        )
    phrase = f"{mine.where} est la copie exacte de {kept.where} : il n’est lu qu’une fois."
    return Notice(source.code, grid.millesime, grid.fichier, grid.feuille, "", phrase)
