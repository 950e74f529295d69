"""How a correction workbook is laid out: what its writer and its reader must name alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd
from openpyxl.utils.cell import get_column_letter

from etl.spreadsheets.block import HEADER, Block, Grid
from etl.spreadsheets.ours import DEPOSIT, LONGEST, READING, holds_no_table
from etl.spreadsheets.sameness import empty

ORIGIN, ADVICE = "Ligne d’origine", "À corriger"  # our two columns, before theirs
NUMBER = "Numéro du dépôt"  # stands left of the identifier, on the reading page and on the hidden sheet
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,80}")
UNWANTED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def recognised(grids: Iterable[Grid]) -> str | None:
    """The deposit that these sheets correct, None when they are not of a correction workbook."""
    for grid in grids:
        if grid.feuille.strip() in (READING, DEPOSIT):
            for line in grid.cells:
                found = [str(cell).strip() for cell in line if not empty(cell)]
                if len(found) > 1 and found[0] == NUMBER and IDENTIFIER.fullmatch(found[1]):
                    return found[1]
    return None


def sheet_names(blocks: Sequence[Block]) -> dict[tuple[str, str], str]:
    """(fichier, feuille) → its sheet in the correction workbook; the same blocks always give the same names."""
    taken = {READING.lower(), DEPOSIT.lower(), "history"}  # « History » is reserved by Excel
    names: dict[tuple[str, str], str] = {}
    for block in blocks:
        plain = UNWANTED.sub(" ", block.feuille or block.fichier.rpartition(".")[0]).strip(" '") or "Feuille"
        name, turn = plain[:LONGEST].strip(" '"), 2
        while name.lower() in taken:
            end = f" ({turn})"
            name, turn = plain[: LONGEST - len(end)].strip(" '") + end, turn + 1
        taken.add(name.lower())
        names[block.fichier, block.feuille] = name
    return names


def header_names(headers: Sequence[str]) -> dict[str, str]:
    """Their header → as the correction workbook writes it: a header that is one of ours takes a number."""
    taken = {ORIGIN, ADVICE, *headers}
    names = {}
    for header in headers:
        turn, name = 2, header
        while header in (ORIGIN, ADVICE) and name in taken:
            name, turn = f"{header} ({turn})", turn + 1
        taken.add(name)
        names[header] = name
    return names


def tables(grids: Iterable[Grid]) -> list[Block]:
    """The sheets of a correction workbook as tables, without guessing: our header line is known, every line is a row.

    A sheet that is not ours is read from its first line that holds something, so that it can be told of.
    """
    found = (_table(grid) for grid in grids if not holds_no_table(grid.feuille))
    return [block for block in found if block is not None]


def _table(grid: Grid) -> Block | None:
    full = [place for place, line in enumerate(grid.cells) if not all(map(empty, line))]
    if not full:
        return None
    head = next((place for place in full if ORIGIN in _texts(grid.cells[place])), full[0])
    rows = [place for place in full if place > head]
    titles, kept = _titled(_texts(grid.cells[head]), [grid.cells[place] for place in rows])
    cells = {title: [grid.cells[place][column] for place in rows] for title, column in zip(titles, kept, strict=True)}
    frame = pd.DataFrame(cells, columns=titles, dtype="object")
    passed = pd.DataFrame({"ligne": [head + 1], "nature": [HEADER], "texte": [" | ".join(titles)]})
    lines = pd.Series([place + 1 for place in rows], dtype="int64")
    letters = tuple(get_column_letter(column + 1) for column in kept)
    return Block(grid.fichier, grid.feuille, frame, lines, letters, passed, grid.remarks)


def _texts(line: Sequence[object]) -> list[str]:
    return ["" if empty(cell) else " ".join(str(cell).split()) for cell in line]


def _titled(texts: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[list[str], list[int]]:
    """Distinct headers, and their columns: one that says nothing is kept when something stands under it."""
    titles: list[str] = []
    kept: list[int] = []
    for column, text in enumerate(texts):
        if text or any(not empty(row[column]) for row in rows):
            name = plain = text or f"Colonne {get_column_letter(column + 1)}"
            turn = 2
            while name in titles:
                name, turn = f"{plain} ({turn})", turn + 1
            titles.append(name)
            kept.append(column)
    return titles, kept
