"""The lines that head the columns of a sheet, wherever they stand, on one level or several."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from openpyxl.utils.cell import get_column_letter

from etl.spreadsheets.levels import level_names, stacked
from etl.spreadsheets.spelling import is_label, is_period, missing, plain, shown
from warehouse.dictionary import tables

LOOKED = 40  # non-empty lines among which the header is looked for
BODY = 100  # lines under it that tell what a row is
COVERED = 0.5  # of the cells of a usual row have a label above
ENOUGH = 0.75  # more than that is no better: a header may be missing
LABELS = 0.8  # of the cells of a header are labels
SEVERAL = 0.3  # of the rows of a table of two columns or more fill two of them
ALONE = 60  # letters of the only header of a list, at most


@dataclass(frozen=True)
class Header:
    """Lines (places, from 0) and the name over each column that has one."""

    lines: tuple[int, ...]
    names: dict[int, str]

    def distinct(self, columns: list[int]) -> list[str]:
        """The name of each of these columns, none twice."""
        taken: set[str] = set()
        for column in columns:
            name = base = self.names.get(column) or f"Colonne {get_column_letter(column + 1)}"
            number = 2
            while name in taken or (number > 2 and name in self.names.values()):
                name, number = f"{base} ({number})", number + 1
            taken.add(name)
            yield name


def header_of(frame: pd.DataFrame, full: np.ndarray, merged: tuple[tuple[int, int, int, int], ...]) -> Header | None:
    """The header of a sheet, None when it holds no table. full: where a cell holds something."""
    filled = np.flatnonzero(full.any(axis=1))
    if not filled.size:
        return None
    if full.any(axis=0).sum() == 1:
        return _of_list(frame, filled, int(full.any(axis=0).argmax()))
    top = frame.iloc[: filled[min(LOOKED + BODY, filled.size - 1)] + 1].to_numpy(dtype="object")
    ranked = [(_score(top, full, filled, order), -order) for order in range(min(LOOKED, filled.size))]
    score, order = max(ranked)
    if score <= 0:
        return None
    order = _above([-place for told, place in ranked if told > 0], full, filled, -order)
    lines = stacked(frame, full, merged, int(filled[order]))
    return Header(lines, level_names(frame, full, merged, lines))


def _above(heads: list[int], full: np.ndarray, filled: np.ndarray, best: int) -> int:
    """The header of a table at least twice as wide that ends, after rows of its own, with an empty line above that one:
    the narrower is the header of a summary."""
    width = full[filled[best]].sum()
    for head in heads:
        rows, lines = best - head, filled[best] - filled[head]
        if rows >= 2 and lines > rows and full[filled[head]].sum() >= 2 * width:
            return head
    return best


@cache
def known() -> frozenset[str]:
    """Names and labels of the dictionary's columns, as they are compared."""
    return frozenset(plain(word) for table in tables().values() for c in table.columns for word in (c.name, c.label))


def _score(top: np.ndarray, full: np.ndarray, filled: np.ndarray, order: int) -> float:
    """How much that line looks like a header, 0 when it cannot be one."""
    line, body = filled[order], filled[order + 1 : order + 1 + BODY]
    columns = np.flatnonzero(full[line])
    cells = [top[line, column] for column in columns]
    labels = sum(map(is_label, cells))
    heads = labels + (sum(map(is_period, cells)) if labels else 0)
    if labels < 1 or heads < 2 or heads < LABELS * len(cells):
        return 0.0
    familiar = sum(plain(cell) in known() for cell in cells) / len(cells)
    if not body.size:
        return 1.0 + familiar if heads >= 3 or familiar >= COVERED else 0.0
    widths = full[body].sum(axis=1)
    covered = heads / np.median(widths)
    thin = (widths > 1).mean() < SEVERAL and familiar < COVERED
    beyond = full[body].any(axis=0).sum() > (full[body].any(axis=0) & full[line]).sum()
    if covered < COVERED or (thin and (heads < 3 or beyond)):
        return 0.0
    contrast, again = _against(top, body, columns, cells)
    same = 1 - len(set(map(plain, cells))) / len(cells)
    return 2 * min(covered / ENOUGH, 1) + contrast + 1.5 * familiar - again - same - 0.1 * min(order, 3) + 1


def _against(top: np.ndarray, body: np.ndarray, columns: np.ndarray, cells: list[object]) -> tuple[float, float]:
    """Share of its columns with other things than labels below, share of its cells that come again below."""
    contrast = again = 0
    for column, cell in zip(columns, cells, strict=True):
        under = [value for value in top[body, column] if not missing(value)]
        contrast += bool(under) and sum(map(is_label, under)) < 0.4 * len(under)
        again += any(value == cell for value in under)
    lines = [list(top[line, columns]) for line in body]
    if cells in lines:  # the header itself, repeated
        again = 0
    return contrast / len(cells), again / len(cells)


def _of_list(frame: pd.DataFrame, filled: np.ndarray, column: int) -> Header | None:
    """A list of one column: a short header over values that are no sentences; prose is none."""
    cells = [frame.iat[line, column] for line in filled[: BODY + 1]]
    head, values = cells[0], cells[1:]
    if not values or not is_label(head) or len(head.strip()) > ALONE or head.strip().endswith((".", ":", "!", "?")):
        return None
    long = sum(isinstance(value, str) and (len(value) > ALONE or value.strip().endswith(".")) for value in values)
    if 3 * long > len(values) or (len(values) < 3 and plain(head) not in known()):
        return None
    return Header((int(filled[0]),), {column: shown(head)})
