"""Another table under the first, as when a sheet ends with a summary: known by a header of its own, and narrower.

When in doubt a line stays a row: what is wrongly kept is seen at the gate.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.spreadsheets.block import EMPTY, HEADER, Grid
from etl.spreadsheets.spelling import is_label, is_period, missing

TITLES = 2  # lines that may stand between the empty line and the header
NARROWER = 0.5  # of the columns of the first table


def beneath(frame: pd.DataFrame, full: np.ndarray, natures: np.ndarray, width: int) -> list[int]:
    """Places of the lines of the first such table, titles above it and lines of its width under it included.

    full: where a cell holds something. natures: why each line is no row, "" when it may be one. width: number of
    columns of the first table.
    """
    rows = np.flatnonzero(natures == "")
    for start in rows[1:][natures[rows[1:] - 1] == EMPTY]:
        for head in range(start, min(start + TITLES + 1, len(full))):
            if _heads(frame, full, natures, head, width):
                outside = np.delete(full[head:], np.flatnonzero(full[head]), axis=1).any(axis=1)
                stop = np.flatnonzero(outside | (natures[head:] == HEADER))
                end = head + int(stop[0]) if stop.size else len(full)
                return [line for line in range(int(start), end) if natures[line] != EMPTY]
            if full[head].sum() != 1:
                break
    return []


def told(grid: Grid, lines: np.ndarray) -> list[str]:
    """The sentence that says so; a person must know that they are not read. lines: places of those of the table."""
    if not len(lines):
        return []
    where = f"de la feuille « {grid.feuille} »" if grid.feuille else f"de « {grid.fichier} »"
    return [
        f"Les lignes {lines[0] + 1} à {lines[-1] + 1} {where} forment un autre tableau : il n’est pas lu. Si ce sont "
        "des données, placez-les dans une feuille à part."
    ]


def _heads(frame: pd.DataFrame, full: np.ndarray, natures: np.ndarray, head: int, width: int) -> bool:
    """Labels, all different, over fewer columns than the first table has; figures below, and nothing outside them."""
    columns = np.flatnonzero(full[head])
    labels = [frame.iat[head, column] for column in columns]
    if not 2 <= len(columns) <= NARROWER * width or not all(map(is_label, labels)) or len(set(labels)) < len(labels):
        return False
    below = _below(natures, head)
    if not below or full[below].sum(axis=1).max() > len(columns) or np.delete(full[below], columns, axis=1).any():
        return False
    cells = [frame.iat[line, column] for line in below for column in columns]
    return any(not missing(cell) and (not is_label(cell) or is_period(cell)) for cell in cells)


def _below(natures: np.ndarray, head: int) -> list[int]:
    """The lines under that one, up to the next empty line or header."""
    stop = np.flatnonzero(np.isin(natures[head + 1 :], (EMPTY, HEADER)))
    return list(range(head + 1, head + 1 + (int(stop[0]) if stop.size else len(natures) - head - 1)))
