"""A table of cells found in a file, and what makes it readable or refused."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from etl.reading.cells import texts
from etl.reading.columns import Match, best, years
from etl.reading.protocol import Notice
from etl.reading.sheets import Sheet
from etl.staging import SourceRefused
from etl.vintages import Headers

YEAR = "annee"
EMPTY = frozenset(("", None))


@dataclass(frozen=True)
class Grid:
    """A sheet whose header row is known. header: its place, 0 being line 1."""

    fichier: str
    sheet: Sheet
    header: int
    match: Match

    @property
    def feuille(self) -> str:
        return self.sheet.name

    @property
    def millesime(self) -> str:
        return self.match.headers.millesime

    @property
    def where(self) -> str:
        return f"« {self.fichier} »" + (f", feuille « {self.feuille} »" if self.feuille else "")

    @property
    def named(self) -> dict[str, str]:
        """The publisher's header of each of our columns."""
        return self.match.titles

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Every row under the header that is not empty: our columns, cells as text; index: line in the file.

        A column that this vintage or this file does not have stands empty, so that a reader need not ask.
        """
        places = self.match.places
        read = self.sheet.below(self.header, list(dict.fromkeys(places.values())))
        frame = pd.DataFrame({name: texts(read[place]) for name, place in places.items()}, index=read.index)
        for name in (*self.match.headers.absent, *(self.match.headers.optional - set(places))):
            frame[name] = pd.Series("", read.index, dtype="str")
        filled = pd.concat([frame[name] != "" for name in places], axis=1).any(axis=1)
        return frame if filled.all() else frame[filled]

    def years(self) -> dict[str, int]:
        """Each year written in the cells, and the first line where it stands."""
        if YEAR not in self.match.places:
            return {}
        told = self.cells[YEAR].drop_duplicates()
        return {year: int(line) for line, year in told.items()}


def locate(fichier: str, sheet: Sheet, declared: dict[str, Headers]) -> Grid | None:
    """The likeliest header row among the first ones; None when none holds half of the columns to read.

    Of two rows as likely (labels, then codes), the last one: it stands next to the figures.
    """
    grids = [
        Grid(fichier, sheet, place, best(row, declared))
        for place, row in enumerate(sheet.head)
        if any(cell not in EMPTY for cell in row)
    ]
    likeliest = min(reversed(grids), key=lambda grid: len(grid.match.missing), default=None)
    if likeliest is None or 2 * len(likeliest.match.missing) > len(likeliest.match.headers.read):
        return None
    return likeliest


def undeclared(grid: Grid, declared: dict[str, Headers]) -> str:
    """The year an incomplete grid tells of, when no declared vintage is meant; "" otherwise.

    A model of file serves any year: what is incomplete there is not another vintage.
    """
    if grid.match.complete or not grid.millesime.isdigit():
        return ""
    told = set(grid.years()) or years(grid.feuille) or years(grid.fichier)
    return "" if told & set(declared) else ", ".join(sorted(told))


def refuse_missing(grid: Grid) -> None:
    """SourceRefused naming file, sheet and column when a column to read is absent or stands twice."""
    if grid.match.complete:
        return
    column = (grid.match.missing or grid.match.doubled)[0]
    if grid.match.missing:
        plural = len(grid.match.missing) > 1
        names = ", ".join(f"« {name} »" for name in grid.match.missing)
        wrong = f"{'les colonnes' if plural else 'la colonne'} {names} manque{'nt' if plural else ''}"
    else:
        wrong = f"la colonne « {column} » figure deux fois"
    raise SourceRefused(
        f"Dans {grid.where}, {wrong} (millésime {grid.millesime}). Remettez le fichier tel que l’éditeur l’a "
        "publié ; si l’éditeur a changé de modèle, décrivez ce millésime dans la table des en-têtes.",
        grid.fichier,
        grid.feuille,
        column,
    )


def refuse_disagreement(grid: Grid) -> None:
    """SourceRefused when the file, the sheet or the cells tell another year than the headers do.

    A model of file that serves several years says nothing of them in its name: there is nothing to compare.
    """
    if not grid.millesime.isdigit():
        return
    for named in (grid.fichier, grid.feuille):
        told = years(named)
        if told and grid.millesime not in told:
            raise SourceRefused(
                f"« {named} » annonce {', '.join(sorted(told))}, mais les colonnes de {grid.where} sont celles "
                f"de {grid.millesime}. Vérifiez le fichier, puis donnez-lui le nom de son millésime.",
                grid.fichier,
                grid.feuille,
            )
    for year, line in grid.years().items():
        if year != grid.millesime:
            header = grid.named[YEAR]
            raise SourceRefused(
                f"Dans {grid.where}, ligne {line}, colonne « {header} », on lit « {year} » alors que le fichier "
                f"est celui de {grid.millesime}. Remettez le fichier tel que l’éditeur l’a publié.",
                grid.fichier,
                grid.feuille,
                header,
            )


def changes(source: str, grid: Grid) -> list[Notice]:
    """Columns the publisher added, and known ones it took away, one notice each."""
    added = (
        (name, f"Dans {grid.where}, la colonne « {name} » est nouvelle : elle n’est pas lue.")
        for name in grid.match.unknown
    )
    gone = (
        (name, f"Dans {grid.where}, la colonne « {name} », qui n’était pas lue, a disparu.") for name in grid.match.gone
    )
    return [
        Notice(source, grid.millesime, grid.fichier, grid.feuille, name, phrase) for name, phrase in (*added, *gone)
    ]
