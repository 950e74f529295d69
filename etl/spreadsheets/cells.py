"""A cell as the text a person reads in it."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd


def empty(value: object) -> bool:
    """Whether nothing stands in that cell: blanks are nothing."""
    return value is None or value is pd.NaT or value != value or not str(value).strip()


def text(value: object) -> str:
    """Trimmed text: 49007.0 is « 49007 », a date is in ISO, True is « oui », nothing is «  »."""
    if empty(value):
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def texts(column: pd.Series) -> pd.Series:
    """A column of texts, empty cells missing."""
    if pd.api.types.infer_dtype(column, skipna=True) == "string":  # each distinct text once: tables repeat themselves
        places, distinct = pd.factorize(column, use_na_sentinel=False)
        found = pd.Series([text(value) or None for value in distinct], dtype="object")
        return found.take(places).set_axis(column.index)
    return column.map(lambda value: text(value) or None).astype("object")
