"""Cells: codes stay text, and a figure is a value, a secret, a gap or a text to be judged.

A column of texts is read at once where its cells are plain, which nearly all are; what is left is read value by
value, each distinct one once: columns of open data repeat themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.reading.protocol import Source
from geodata.codes import read, written

DISPONIBLE, SECRET, NON_DISPONIBLE = "disponible", "secret", "non_disponible"
STATES = pd.CategoricalDtype([DISPONIBLE, SECRET, NON_DISPONIBLE])
MISSING = float("nan")

_NUMBER = re.compile(r"-?\d+(\.\d+(E-?\d+)?)?")  # INSEE writes millions as 3.179081730481E7
_DEPARTEMENT = re.compile(r"(\d{2}|2[AB]|9[78]\d)")
_PROTECTED = re.compile(r'="(.*)"')
_SPACES = str.maketrans("", "", " \u00a0\u202f")
# The same in the words of RE2. A cell that `text` may change has a blank at an end (what Python calls one), or a « = ».
_PLAIN_NUMBER = r"^-?[0-9]+(\.[0-9]+(E-?[0-9]+)?)?$"
_BLANK = r"[\s\x{0b}\x{1c}-\x{1f}\x{85}\p{Z}]"
_ODD = rf"^(?:{_BLANK}|=)|{_BLANK}$"


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
    told = written(texts(cells))
    secret, absent = _is(told, source.marques_secret), _is(told, {"", *source.marques_absence} - source.marques_secret)
    plain = pc.replace_substring(told, ",", ".")
    number = pc.match_substring_regex(plain, _PLAIN_NUMBER).to_numpy(zero_copy_only=False) & ~secret & ~absent
    values = pc.if_else(pa.array(number), plain, None).cast(pa.float64()).to_numpy(zero_copy_only=False)
    places = np.select([secret, absent], [1, 2], 0)
    rest = np.flatnonzero(~(number | secret | absent))
    if len(rest):
        found = _each(told.take(pa.array(rest)), lambda cell: figure(cell, source).valeur)
        values = values.astype("object") if any(isinstance(value, str) for value in found) else values.copy()
        values[rest] = found
    states = pd.Categorical.from_codes(places, dtype=STATES)
    return pd.DataFrame({"valeur": values, "statut": states}, index=cells.index)


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
    if cells.dtype != "str":
        found, places = _distinct(cells, text)
        return pd.Series(pd.array(found, dtype="str").take(places), index=cells.index)
    told = written(cells).fill_null("")
    distinct = told.dictionary_encode()
    odd = pc.match_substring_regex(distinct.dictionary, _ODD)
    return read(_mended(told, odd.take(distinct.indices), text) if pc.any(odd).as_py() else told, cells.index)


def code(cell: object, width: int) -> str:
    """A code as text, its leading zeros given back when a workbook lost them ("101", 4 → "0101")."""
    written = text(cell)
    return written.zfill(width) if written.isdigit() else written


def codes(cells: pd.Series, width: int) -> pd.Series:
    """A column of codes, each as `code` gives it."""
    told = written(texts(cells))
    short = pc.less(pc.utf8_length(told), width)
    return read(_mended(told, short, lambda cell: code(cell, width)), cells.index)


def is_departement(written: str) -> bool:
    return _DEPARTEMENT.fullmatch(written) is not None


def _is(told: pa.Array, marks: Collection[str]) -> np.ndarray:
    return pc.is_in(told, value_set=pa.array(sorted(marks), told.type)).to_numpy(zero_copy_only=False)


def _mended(told: pa.Array, odd: pa.BooleanArray, read_one: Callable[[str], str]) -> pa.Array:
    """The same texts, the odd ones each as `read_one` gives it."""
    if not pc.any(odd).as_py():
        return told
    return pc.replace_with_mask(told, odd, pa.array(_each(told.filter(odd), read_one), told.type))


def _each(told: pa.Array, read_one: Callable) -> list:
    """What `read_one` says of each text, asked once for each distinct one."""
    found, places = _distinct(pd.Series(told.to_pandas(), dtype="object"), read_one)
    return [found[place] for place in places]


def _distinct(cells: pd.Series, read: Callable) -> tuple[list, np.ndarray]:
    """What `read` says of each distinct cell, and for each cell its place in that list."""
    places, distinct = pd.factorize(cells, use_na_sentinel=False)
    return [read(None if cell is pd.NA else cell) for cell in distinct], places
