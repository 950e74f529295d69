"""One cell at a time: codes stay text, and a figure is a value, a secret, a gap or a text to be judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from etl.sources.protocol import Source

DISPONIBLE, SECRET, NON_DISPONIBLE = "disponible", "secret", "non_disponible"
MISSING = float("nan")

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DEPARTEMENT = re.compile(r"(\d{2}|2[AB]|9[78]\d)")
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


def text(cell: object) -> str:
    """The cell as text, trimmed; 5218.0 is « 5218 », as workbooks store many codes as numbers."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


@lru_cache(maxsize=4096, typed=True)
def code(cell: object, width: int) -> str:
    """A code as text, its leading zeros given back when a workbook lost them ("101", 4 → "0101")."""
    written = text(cell)
    return written.zfill(width) if written.isdigit() else written


@lru_cache(maxsize=4096, typed=True)
def is_departement(written: str) -> bool:
    return _DEPARTEMENT.fullmatch(written) is not None
