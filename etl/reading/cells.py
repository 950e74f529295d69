"""Cells: codes stay text, and a figure is a value, a secret, a gap or a text to be judged.

A column is read value by value, each distinct one once: columns of open data repeat themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.reading.protocol import Source

DISPONIBLE, SECRET, NON_DISPONIBLE = "disponible", "secret", "non_disponible"
MISSING = float("nan")

_NUMBER = re.compile(r"-?\d+(\.\d+(E-?\d+)?)?")  # INSEE writes millions as 3.179081730481E7
_DEPARTEMENT = re.compile(r"(\d{2}|2[AB]|9[78]\d)")
_PROTECTED = re.compile(r'="(.*)"')
_SPACES = str.maketrans("", "", " \u00a0\u202f")


@dataclass(frozen=True)
class Figure:
    """valeur: float, NaN when secret or missing, or the text as it stands when it is not a number."""

    valeur: float | str
    statut: str


def figure(cell: object, source: Source) -> Figure:
    """What a cell says. A mark is never a zero; a text that is no number is kept for the gate to judge."""
    written = text(cell)
    if written in source.marques_secret:
        return Figure(MISSING, SECRET)
    if written == "" or written in source.marques_absence:
        return Figure(MISSING, NON_DISPONIBLE)
    plain = written.translate(_SPACES).replace(",", ".")
    return Figure(float(plain) if _NUMBER.fullmatch(plain) else written, DISPONIBLE)


def figures(cells: pd.Series, source: Source) -> pd.DataFrame:
    """A column of cells as `valeur` (float64 when every cell is a figure, else object) and `statut`."""
    found, places = _distinct(cells, lambda cell: figure(cell, source))
    values = np.array([one.valeur for one in found], dtype="object")
    if not any(isinstance(value, str) for value in values):
        values = values.astype("float64")
    states = pd.Categorical([one.statut for one in found], [DISPONIBLE, SECRET, NON_DISPONIBLE])
    return pd.DataFrame({"valeur": values[places], "statut": states.take(places)}, index=cells.index)


def text(cell: object) -> str:
    """The cell as text, trimmed; 5218.0 is « 5218 », as workbooks type codes as numbers, and ="60057" is « 60057 »."""
    if isinstance(cell, float):
        if cell.is_integer():
            return str(int(cell))
        if cell != cell:
            return ""
    written = "" if cell is None else str(cell).strip()
    protected = _PROTECTED.fullmatch(written)
    return protected[1].strip() if protected else written


def texts(cells: pd.Series) -> pd.Series:
    """A column of cells, each as `text` gives it."""
    found, places = _distinct(cells, text)
    return pd.Series(pd.array(found, dtype="str").take(places), index=cells.index)


def code(cell: object, width: int) -> str:
    """A code as text, its leading zeros given back when a workbook lost them ("101", 4 → "0101")."""
    written = text(cell)
    return written.zfill(width) if written.isdigit() else written


def codes(cells: pd.Series, width: int) -> pd.Series:
    """A column of codes, each as `code` gives it."""
    found, places = _distinct(cells, lambda cell: code(cell, width))
    return pd.Series(pd.array(found, dtype="str").take(places), index=cells.index)


def is_departement(written: str) -> bool:
    return _DEPARTEMENT.fullmatch(written) is not None


def _distinct(cells: pd.Series, read: Callable) -> tuple[list, np.ndarray]:
    """What `read` says of each distinct cell, and for each cell its place in that list."""
    places, distinct = pd.factorize(cells, use_na_sentinel=False)
    return [read(None if cell is pd.NA else cell) for cell in distinct], places
