"""A workbook read back by another library than the one that wrote it, and tables made by hand."""

from __future__ import annotations

import io

import pandas as pd
from python_calamine import CalamineWorkbook

from etl.spreadsheets.block import Block, Grid
from etl.spreadsheets.correcting import tables


def grids(content: bytes, fichier: str = "corrections.xlsx") -> list[Grid]:
    """Every sheet, hidden ones included; empty cells are None."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    plain = {
        name: [[None if cell == "" else cell for cell in line] for line in lines] for name, lines in sheets.items()
    }
    return [Grid(fichier, name, lines) for name, lines in plain.items()]


def blocks(content: bytes, fichier: str = "corrections.xlsx") -> list[Block]:
    """The tables of a correction workbook."""
    return tables(grids(content, fichier))


def block(headers: list[str], rows: list[list[object]], fichier: str, feuille: str, first: int = 2) -> Block:
    """A table made by hand; its first row stands on line `first`."""
    cells = {name: pd.Series([row[place] for row in rows], dtype="object") for place, name in enumerate(headers)}
    frame = pd.DataFrame(cells, columns=headers, dtype="object")
    lines = pd.Series(range(first, first + len(rows)), dtype="int64")
    letters = tuple(chr(ord("A") + place) for place in range(len(headers)))
    passed = pd.DataFrame({"ligne": [], "nature": [], "texte": []})
    return Block(fichier, feuille, frame, lines, letters, passed)
