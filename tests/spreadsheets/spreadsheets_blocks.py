"""Blocks made by hand, as the reading of a spreadsheet would give them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from etl.spreadsheets.block import Block


def block(
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    feuille: str = "",
    fichier: str = "envoi.xlsx",
    first: int = 2,
) -> Block:
    """A block whose rows follow one another from line `first`."""
    frame = pd.DataFrame([list(row) for row in rows], columns=list(headers), dtype="object")
    letters = tuple(chr(ord("A") + number) for number in range(len(headers)))
    passed = pd.DataFrame(columns=["ligne", "nature", "texte"])
    return Block(fichier, feuille, frame, pd.Series(range(first, first + len(frame))), letters, passed)
