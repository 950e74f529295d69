"""Headers on several lines: a group over its columns, « Dates » over « Début » and « Fin »."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.spreadsheets.spelling import is_label, is_period, plain, shown

Areas = tuple[tuple[int, int, int, int], ...]
DEEPEST = 3  # lines of header
PART = 0.6  # a lone merged cell over more of the columns than this is a title


def stacked(frame: pd.DataFrame, full: np.ndarray, merged: Areas, line: int) -> tuple[int, ...]:
    """The lines of the header of which `line` is the fullest, from top to bottom."""
    lines = [line]
    while len(lines) < DEEPEST and lines[-1] + 1 < len(full) and _over(frame, full, merged, lines[-1], lines[-1] + 1):
        lines.append(lines[-1] + 1)
    while len(lines) < DEEPEST and lines[0] > 0 and _over(frame, full, merged, lines[0] - 1, lines[0]):
        lines.insert(0, lines[0] - 1)
    return tuple(lines)


def level_names(frame: pd.DataFrame, full: np.ndarray, merged: Areas, lines: tuple[int, ...]) -> dict[int, str]:
    """The name of each column: its titles from top to bottom, none twice."""
    parts: dict[int, list[str]] = {}
    for depth, line in enumerate(lines):
        spans = _spans(full, merged, line)
        for start, columns in spans.items():
            text = shown(frame.iat[line, start])
            # Only a group that has titles of its own below reaches the columns beside it.
            reached = [c for c in columns if c == start or (depth + 1 < len(lines) and full[lines[depth + 1], c])]
            for column in reached:
                above = parts.setdefault(column, [])
                if plain(text) not in map(plain, above):
                    above.append(text)
    return {column: " – ".join(titles) for column, titles in parts.items()}


def _spans(full: np.ndarray, merged: Areas, line: int) -> dict[int, range]:
    """The columns each cell of the line reaches: its merged area, else the empty cells on its right."""
    places = np.flatnonzero(full[line])
    ends = {area[1]: area[3] + 1 for area in merged if area[0] <= line <= area[2]}
    following = [*places[1:], full.shape[1]]
    # When some cells of the line are merged, the others reach nobody.
    apart = any(area[0] <= line <= area[2] and area[3] > area[1] for area in merged)
    return {
        int(place): range(int(place), ends.get(int(place), int(place) + 1 if apart else int(after)))
        for place, after in zip(places, following, strict=True)
    }


def _over(frame: pd.DataFrame, full: np.ndarray, merged: Areas, upper: int, lower: int) -> bool:
    """Whether the cells of `upper` group those of `lower`, both being lines of one header."""
    below = np.flatnonzero(full[lower])
    cells = [frame.iat[lower, column] for column in below]
    heads = [frame.iat[upper, column] for column in np.flatnonzero(full[upper])]
    if len(below) < 2 or not all(is_label(c) or is_period(c) for c in cells) or not any(map(is_label, heads)):
        return False
    spans = _spans(full, merged, upper)
    apart = any(area[0] <= upper <= area[2] and area[3] > area[1] for area in merged)
    groups = {start: [c for c in columns if full[lower, c]] for start, columns in spans.items()}
    real = {start: columns for start, columns in groups.items() if len(columns) > 1}
    alone = [start for start, columns in groups.items() if columns and start not in real]
    if not real or any(full[lower, start] and not _same(frame, upper, lower, start) for start in alone):
        return False
    reached = {column for columns in spans.values() for column in columns}
    if not apart and any(column > min(spans) and column not in reached for column in below):
        return False
    ungrouped = [start for start in spans if not full[lower, start]]
    if ungrouped:
        return True
    if not apart:  # two cells over a table may be its title and its date: groups begin after what is not grouped
        return len(real) > 1 and min(spans) > below[0]
    lone = next(iter(real.values()))
    return len(real) > 1 or (len(lone) < PART * len(below) and lone[0] != below[0])


def _same(frame: pd.DataFrame, upper: int, lower: int, column: int) -> bool:
    return plain(frame.iat[upper, column]) == plain(frame.iat[lower, column])
