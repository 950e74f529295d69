"""From the files that may be a source's to the tables of cells that are, one for each vintage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from etl.sources.columns import years
from etl.sources.mirror import Document
from etl.sources.protocol import Notice, Reading, Source
from etl.sources.vintage import Grid, changes, locate, refuse_disagreement, refuse_missing, undeclared
from etl.sources.workbook import Sheet
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


def harvest(
    source: Source, candidates: Iterable[Candidate], declared: dict[str, Headers], reading: Reading
) -> list[Found]:
    """One readable table per vintage, oldest first; notices and refusals are added to the reading."""
    found: dict[str, Found] = {}
    for candidate in candidates:
        try:
            for one in _readable(source, candidate, declared, reading.notices):
                kept = found.setdefault(one.grid.millesime, one)
                if kept is not one:
                    reading.notices.append(_same_twice(source, kept, one))
        except SourceRefused as refused:
            reading.refusals.append(refused)
    return [found[vintage] for vintage in sorted(found)]


def _readable(
    source: Source, candidate: Candidate, declared: dict[str, Headers], notices: list[Notice]
) -> Iterator[Found]:
    name = candidate.document.name
    grids = [
        grid
        for sheet in candidate.open(candidate.document)
        if (grid := locate(name, sheet.name, sheet.rows, declared)) is not None
    ]
    if not grids:
        notices.append(_unlike(source, candidate, declared))
    for grid in grids:
        year = undeclared(grid, declared)
        if year:
            notices.append(_undeclared(source, grid.where, grid.fichier, grid.feuille, year))
            continue
        refuse_missing(grid)
        refuse_disagreement(grid)
        notices.extend(changes(source.code, grid))
        yield Found(grid, candidate.document)


def _unlike(source: Source, candidate: Candidate, declared: dict[str, Headers]) -> Notice:
    """A file without the columns: refused when its name is surely the source's, of a vintage we can read."""
    name, told = candidate.document.name, years(candidate.document.name)
    if told and not told & set(declared):
        return _undeclared(source, f"« {name} »", name, "", ", ".join(sorted(told)))
    wanted = ", ".join(declared[max(told & set(declared) or declared)].read.values())
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


def _same_twice(source: Source, kept: Found, other: Found) -> Notice:
    one, two = kept.grid.where, other.grid.where
    if kept.document.sha256 != other.document.sha256 or kept.grid.feuille != other.grid.feuille:
        raise SourceRefused(
            f"Deux fichiers différents donnent le millésime {kept.grid.millesime} de la source "
            f"« {source.titre} » : {one} et {two}. Gardez le bon et retirez l’autre.",
            other.grid.fichier,
            other.grid.feuille,
        )
    phrase = f"{two} est la copie exacte de {one} : il n’est lu qu’une fois."
    return Notice(source.code, kept.grid.millesime, other.grid.fichier, other.grid.feuille, "", phrase)
