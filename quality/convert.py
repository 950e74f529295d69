"""From what was read to what the dictionary declares: dates, decimal commas, thin spaces, oui/non, lists.

`convert` never guesses: a value it cannot read is missing in the result and at fault in the second answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import numpy as np
import pandas as pd

SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
NUMBER = r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?"
TRUTH = {"oui": True, "vrai": True, "true": True, "o": True, "1": True, "1.0": True,
         "non": False, "faux": False, "false": False, "n": False, "0": False, "0.0": False}  # fmt: skip
ISO = r"\d{4}-\d{2}-\d{2}"
FRENCH = r"\d{2}/\d{2}/\d{4}"
HOUR = r"(?:[ T](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)"
WORDS = {
    "int": "un nombre entier",
    "float": "un nombre",
    "bool": "oui ou non",
    "date": "une date",
    "timestamp": "une date",
    "list": "une liste",
    "text": "un texte",
}

Converted = tuple[pd.Series, pd.Series]


def convert(values: pd.Series, kind: str, keep_empty: bool = False) -> Converted:
    """The values in the pandas type of `kind`, and where a value was present but could not be read.

    Types: text and list "str" (list items joined by |), int "Int64", float "float64", bool "boolean", date
    and timestamp "datetime64[us]". keep_empty: an empty text is a value, not a missing one.
    """
    if isinstance(values.dtype, pd.StringDtype):
        # Each distinct text is read once: a long table repeats itself.
        places, distinct = pd.factorize(values, use_na_sentinel=False)
        found, wrong = _read(pd.Series(distinct, dtype=values.dtype), kind, keep_empty)
        return found.take(places).set_axis(values.index), wrong.take(places).set_axis(values.index)
    return _read(values, kind, keep_empty)


def _read(values: pd.Series, kind: str, keep_empty: bool) -> Converted:
    if kind == "text":
        return text(values, keep_empty), pd.Series(False, values.index)
    return READERS[kind](values)


def text(values: pd.Series, keep_empty: bool = False) -> pd.Series:
    """Trimmed text; 49007.0 becomes "49007" because a workbook types codes as numbers; blank is missing."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        values = values.map(_plain, na_action="ignore")
    elif values.dtype == "object" and any(isinstance(value, float) for value in values.dropna().unique()):
        values = values.map(lambda value: _plain(value) if isinstance(value, float) else value, na_action="ignore")
    trimmed = values.astype("str").str.strip()
    return trimmed.fillna("") if keep_empty else trimmed.where(trimmed.str.len() > 0)


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


def _numbers(values: pd.Series) -> Converted:
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        found = values.astype("Float64").astype("float64")
        return found.where(np.isfinite(found)), found.isin([np.inf, -np.inf])
    raw = text(values)
    compact = raw.str.replace(SPACES, "", regex=True).str.replace("−", "-").str.replace(",", ".")
    readable = compact.str.fullmatch(NUMBER).fillna(False).astype("bool")
    found = pd.to_numeric(compact.where(readable), errors="coerce").astype("float64")
    return found, raw.notna() & found.isna()


def _integers(values: pd.Series) -> Converted:
    found, wrong = _numbers(values)
    whole = found.isna() | ((found % 1 == 0) & (found.abs() < 2**53))
    return found.where(whole).astype("Int64"), wrong | ~whole


def _booleans(values: pd.Series) -> Converted:
    if pd.api.types.is_bool_dtype(values):
        return values.astype("boolean"), pd.Series(False, values.index)
    raw = text(values)
    found = raw.str.lower().map(TRUTH).astype("boolean")
    return found, raw.notna() & found.isna()


def _moments(values: pd.Series, hour: str) -> Converted:
    if pd.api.types.is_datetime64_any_dtype(values):
        return _naive(values), pd.Series(False, values.index)
    raw = text(values)
    found = pd.Series(pd.NaT, values.index, dtype="datetime64[us]")
    for shape, day in ((ISO, "%Y-%m-%d"), (FRENCH, "%d/%m/%Y")):
        matched = raw.str.fullmatch(shape + hour).fillna(False).astype("bool")
        if matched.any():
            found[matched] = _parsed(raw[matched], day)
    return found, raw.notna() & found.isna()


def _parsed(raw: pd.Series, day: str) -> pd.Series:
    moments = pd.to_datetime(raw.str[:10], format=day, errors="coerce")
    clock = raw.str[11:].where(raw.str.len() > 10)
    clock = clock.where(clock.str.count(":") != 1, clock + ":00")
    return (moments + pd.to_timedelta(clock, errors="coerce").fillna(pd.Timedelta(0))).astype("datetime64[us]")


def _naive(values: pd.Series) -> pd.Series:
    if values.dt.tz is not None:
        values = values.dt.tz_convert("Europe/Paris").dt.tz_localize(None)
    return values.astype("datetime64[us]")


def _dates(values: pd.Series) -> Converted:
    found, wrong = _moments(values, rf"(?:{HOUR})?")
    return found.dt.normalize(), wrong


def _timestamps(values: pd.Series) -> Converted:
    return _moments(values, rf"(?:{HOUR})?")


def _lists(values: pd.Series) -> Converted:
    joined = values.map(_joined, na_action=None).astype("object")
    wrong = joined.map(lambda item: item is False).astype("bool")
    return text(joined.where(~wrong, None)), wrong


def _joined(value: object) -> str | bool | None:
    """Items joined by |; None when there is none; False when the text cannot be read as a list."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return False
    if isinstance(value, list | tuple | set | np.ndarray):
        items = [str(item).strip() for item in value]
    elif value is None or pd.isna(value):
        return None
    else:
        items = [item.strip() for item in str(value).split("|")]
    return "|".join(item for item in items if item) or None


READERS: dict[str, Callable[[pd.Series], Converted]] = {
    "int": _integers,
    "float": _numbers,
    "bool": _booleans,
    "date": _dates,
    "timestamp": _timestamps,
    "list": _lists,
}
