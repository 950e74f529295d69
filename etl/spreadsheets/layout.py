"""The table of a sheet: its header wherever it stands, its rows, and every other line with the reason it is no row."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
from openpyxl.utils.cell import get_column_letter

from etl.spreadsheets.beneath import beneath, told
from etl.spreadsheets.block import EMPTY, HEADER, NOTE, OTHER, TITLE, TOTAL, Block, Grid
from etl.spreadsheets.header import Header, header_of
from etl.spreadsheets.levels import Areas
from etl.spreadsheets.spelling import shown
from etl.spreadsheets.totals import Totals

SHOWN = 200  # characters of a line that is no row
LONG = 60  # a lone text longer than this, after the table, is a note
REPEATED = 0.8  # of the header's cells
_NOTE = re.compile(
    r"\s*(?:\*|\(\d\)|[¹²³†]|(?:sources?|notes?|n\.?\s?b\.?|p\.?s\.?|champ|lecture|l[ée]gende|d[ée]finitions?|attention|"
    r"mise à jour|m[àa]j|[ée]dit[ée]|extrait|extraction|export|imprim[ée]|date d|contact|remarques?|observations?|"
    r"commentaires?|donn[ée]es au|situation au|fichier|document)\b)",
    re.IGNORECASE,
)


def block(grid: Grid) -> Block | None:
    """The table of the sheet, None when it holds none (empty, or prose)."""
    frame = grid.frame
    if not frame.size:
        return None
    full = _full(frame)
    merged = _within(grid.merged, frame.shape)
    header = header_of(frame, full, merged)
    if header is None:
        return None
    natures = _natures(grid.frame, full, merged, header)
    under = _under(grid, np.flatnonzero(natures == OTHER))
    if under is None:
        natures[natures == OTHER] = ""
    rows = np.flatnonzero(natures == "")
    columns = [c for c in range(frame.shape[1]) if c in header.names or full[rows, c].any()]
    return Block(
        grid.fichier,
        grid.feuille,
        _table(frame, merged, rows, columns).set_axis(list(header.distinct(columns)), axis=1),
        pd.Series(rows + 1, dtype="int64"),
        tuple(get_column_letter(column + 1) for column in columns),
        _passed(frame, full, natures),
        (*grid.remarks, *told(grid, np.flatnonzero(natures == OTHER))),
        grid.depuis_1904,
        under,
    )


def _full(frame: pd.DataFrame) -> np.ndarray:
    """Where a cell holds something else than blanks, line by column."""
    full = np.empty(frame.shape, dtype="bool")
    for place, column in enumerate(frame.columns):
        cells = frame[column]
        # A text file's blanks are missing already.
        full[:, place] = cells.notna().to_numpy()
        if cells.dtype == object:
            full[[line for line, cell in enumerate(cells) if isinstance(cell, str) and not cell.strip()], place] = False
    return full


def _natures(frame: pd.DataFrame, full: np.ndarray, merged: Areas, header: Header) -> np.ndarray:
    """Why each line is no row, "" when it is one."""
    natures = np.full(len(full), "", dtype=object)
    some = full.any(axis=1)
    natures[: header.lines[0]] = TITLE
    natures[list(header.lines)] = HEADER
    natures[~some] = EMPTY
    under = np.arange(len(full)) > header.lines[-1]
    columns = np.flatnonzero(full[np.flatnonzero(some & under)].any(axis=0)).tolist()
    natures[_repeated(frame, full, header)] = HEADER
    natures[_sections(full, merged, header, natures)] = TITLE
    natures[beneath(frame, full, natures, len(header.names))] = OTHER
    rows = np.flatnonzero(natures == "")
    if rows.size:
        natures[Totals(frame, full, rows, columns).lines()] = TOTAL
        natures[_notes(frame, full, header, natures)] = NOTE
    return natures


def _repeated(frame: pd.DataFrame, full: np.ndarray, header: Header) -> list[int]:
    """Lines where the header comes again, as when exports are pasted one under another."""
    found: list[int] = []
    for head in header.lines:
        columns = np.flatnonzero(full[head])
        if len(columns) < 2:
            continue
        first = [line for c in columns[:2] for line in _where(frame[c], frame.iat[head, c]) if line > header.lines[-1]]
        for line in sorted(set(first)):
            equal = sum(frame.iat[line, c] == frame.iat[head, c] for c in columns if full[line, c])
            if equal >= REPEATED * len(columns):
                found.append(line)
    return found


def _where(cells: pd.Series, value: object) -> list[int]:
    """Places of the cells equal to that one."""
    return np.flatnonzero((cells == value).fillna(False).to_numpy(dtype="bool")).tolist()


def _sections(full: np.ndarray, merged: Areas, header: Header, natures: np.ndarray) -> list[int]:
    """Lone cells merged over half of the table: titles of the part that follows."""
    half = max(3, len(header.names) / 2)
    return [
        top
        for top, left, bottom, right in merged
        if top == bottom and top < len(full) and natures[top] == "" and right - left + 1 >= half
        if full[top].sum() == 1 and top > header.lines[-1]
    ]


def _notes(frame: pd.DataFrame, full: np.ndarray, header: Header, natures: np.ndarray) -> list[int]:
    """Lone texts at the end of the sheet: notes, when they say so, are long, or stand apart from the table."""
    rows = np.flatnonzero(natures == "")
    tail: list[int] = []
    for line in rows[::-1]:
        text = _lone(frame, full, int(line))
        if text is None or (_NOTE.match(text) is None and len(header.names) < 3):
            break
        tail.insert(0, int(line))
    if len(tail) == len(rows):  # a table has rows
        tail = [line for line in tail if _NOTE.match(_lone(frame, full, line))]
    for place, line in enumerate(tail):
        text = _lone(frame, full, line)
        if _NOTE.match(text) or len(text) > LONG or (natures[line - 1] == EMPTY and place == 0):
            return tail[place:]
    return []


def _lone(frame: pd.DataFrame, full: np.ndarray, line: int) -> str | None:
    """The text of a line that holds nothing else."""
    columns = np.flatnonzero(full[line])
    cell = frame.iat[line, columns[0]] if len(columns) == 1 else None
    return cell if isinstance(cell, str) else None


def _table(frame: pd.DataFrame, merged: Areas, rows: np.ndarray, columns: list[int]) -> pd.DataFrame:
    """The rows, a cell merged over several of them given to each."""
    if not rows.size:
        return frame[columns].iloc[:0]
    together = rows[-1] - rows[0] + 1 == len(rows)
    chosen = slice(int(rows[0]), int(rows[-1]) + 1) if together else rows  # a slice copies nothing
    table = frame[columns].iloc[chosen].reset_index(drop=True)
    for top, left, bottom, _ in merged:
        if bottom > top >= rows[0] and left in columns:
            first, after = np.searchsorted(rows, (top, bottom + 1))
            table.iloc[first:after, columns.index(left)] = frame.iat[top, left]
    return table


def _within(merged: Areas, shape: tuple[int, int]) -> Areas:
    """Merged areas without what lies beyond the last filled cells."""
    height, width = shape
    return tuple(
        (top, left, min(bottom, height - 1), min(right, width - 1))
        for top, left, bottom, right in merged
        if 0 <= top < height and 0 <= left < width
    )


def _under(grid: Grid, lines: np.ndarray) -> Block | None:
    """The table of these lines, read as any other."""
    if not lines.size:
        return None
    first = int(lines[0])
    found = block(Grid(grid.fichier, grid.feuille, [grid.cells[line] for line in range(first, int(lines[-1]) + 1)]))
    return found and replace(
        found, lines=found.lines + first, passed=found.passed.assign(ligne=found.passed["ligne"] + first)
    )


def _passed(frame: pd.DataFrame, full: np.ndarray, natures: np.ndarray) -> pd.DataFrame:
    lines = np.flatnonzero(natures != "")
    texts = [_text(frame, full, int(line)) if natures[line] != EMPTY else "" for line in lines]
    return pd.DataFrame({"ligne": lines + 1, "nature": natures[lines], "texte": texts})


def _text(frame: pd.DataFrame, full: np.ndarray, line: int) -> str:
    return " | ".join(shown(frame.iat[line, column]) for column in np.flatnonzero(full[line]))[:SHOWN]
