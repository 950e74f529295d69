"""A table of cells found in a file, and what makes it readable or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.sources.cells import text
from etl.sources.columns import Match, best, years
from etl.sources.protocol import Notice
from etl.staging import SourceRefused
from etl.vintages import Headers

HEADER_ROWS = 15
YEAR = "annee"
EMPTY = frozenset(("", None))


@dataclass(frozen=True)
class Grid:
    """rows[0] is line 1 of the sheet. header: place of the header row among them."""

    fichier: str
    feuille: str
    rows: Sequence[Sequence[object]]
    header: int
    match: Match

    @property
    def millesime(self) -> str:
        return self.match.headers.millesime

    @property
    def where(self) -> str:
        return f"« {self.fichier} »" + (f", feuille « {self.feuille} »" if self.feuille else "")

    def column(self, name: str) -> str:
        """The publisher's header of one of our columns."""
        return self.match.headers.read[name]

    def lines(self) -> Iterator[tuple[int, Sequence[object]]]:
        """Line number and cells of every row under the header that is not empty."""
        for number, row in enumerate(self.rows[self.header + 1 :], self.header + 2):
            if any(row) or any(cell not in EMPTY for cell in row):
                yield number, row

    def cells(self, row: Sequence[object]) -> dict[str, object]:
        """The cells of one row by our names; readers give rows that are as wide as the header."""
        return {name: row[place] for name, place in self.match.places.items()}

    def years(self) -> dict[str, int]:
        """Each year written in the cells, and the first line where it stands."""
        found: dict[object, int] = {}
        place = self.match.places.get(YEAR)
        if place is not None:
            for number, row in self.lines():
                found.setdefault(row[place], number)
        return {text(year): number for year, number in reversed(found.items())}


def locate(fichier: str, feuille: str, rows: Sequence[Sequence[object]], declared: dict[str, Headers]) -> Grid | None:
    """The likeliest header row among the first ones; None when none holds half of the columns to read."""
    grids = [
        Grid(fichier, feuille, rows, place, best(row, declared))
        for place, row in enumerate(rows[:HEADER_ROWS])
        if any(cell not in EMPTY for cell in row)
    ]
    likeliest = min(grids, key=lambda grid: len(grid.match.missing), default=None)
    if likeliest is None or 2 * len(likeliest.match.missing) > len(likeliest.match.headers.read):
        return None
    return likeliest


def undeclared(grid: Grid, declared: dict[str, Headers]) -> str:
    """The year an incomplete grid tells of, when no declared vintage is meant; "" otherwise."""
    if grid.match.complete:
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
    """SourceRefused when the file, the sheet or the cells tell another year than the headers do."""
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
            header = grid.column(YEAR)
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


def nothing(source: str, grid: Grid, departement: str) -> Notice:
    """A readable file that holds no line of the département."""
    phrase = f"{grid.where} ne contient aucune ligne pour le département {departement}."
    return Notice(source, grid.millesime, grid.fichier, grid.feuille, "", phrase)
