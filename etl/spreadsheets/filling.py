"""The values of every row that come from no column: constants, and what dates or counts decide."""

from __future__ import annotations

from datetime import date

import pandas as pd

from etl.spreadsheets.cells import text
from etl.spreadsheets.defaults import BY_COUNT, BY_DATES, DATE_OF_DATA, FIRST_OF_YEAR, YEAR_OF_DATA
from etl.spreadsheets.numbers import read as number
from etl.spreadsheets.wording import plain

SECRET = {"s", "secret", "secret statistique", "c", "ss", "***", "*"}
MISSING = {"", "nd", "nc", "n d", "n c", "-", "non disponible", "nr", "/"}
# Codes of « à venir », « en cours », « terminée », and the two dates that decide.
STATES = {
    "sessions.statut": ("planifiee", "ouverte", "terminee", "date_debut", "date_fin"),
    "actions.statut": ("projet", "ouverte", "fermee", "date_ouverture", "date_fermeture"),
}


def filled(key: str, said: str, frame: pd.DataFrame, day: date | None) -> pd.Series | None:
    """The column that constant gives, None when it cannot be known (no date of data). frame: canonical columns."""
    if said == BY_DATES:
        return None if day is None or key not in STATES else _by_dates(frame, *STATES[key], day.isoformat())
    if said == BY_COUNT:
        return frame["effectif"].map(_state) if "effectif" in frame else None
    value = _of_day(said, day) if said.startswith("@") else said
    return None if value is None else pd.Series([value] * len(frame), frame.index, dtype="object")


def without_marks(counts: pd.Series) -> pd.Series:
    """Counts where « s » and « nd » are nothing, once their status says which."""
    return counts.map(lambda value: value if _state(value) == "diffusible" else None).astype("object")


def _of_day(said: str, day: date | None) -> str | None:
    if day is None:
        return None
    known = {DATE_OF_DATA: day.isoformat(), YEAR_OF_DATA: str(day.year), FIRST_OF_YEAR: f"{day.year}-01-01"}
    return known.get(said)


def _by_dates(frame: pd.DataFrame, before: str, during: str, after: str, start: str, end: str, day: str) -> pd.Series:
    begins = frame[start] if start in frame else pd.Series(None, frame.index, dtype="object")
    ends = frame[end] if end in frame else pd.Series(None, frame.index, dtype="object")
    said = [
        after if _is(stop) and stop < day else before if _is(first) and first > day else during
        for first, stop in zip(begins.map(_day), ends.map(_day), strict=True)
    ]
    return pd.Series(said, frame.index, dtype="object")


def _is(value: object) -> bool:
    return isinstance(value, str)


def _day(value: object) -> str | None:
    return value[:10] if isinstance(value, str) else None


def _state(value: object) -> str:
    """Of a count: « diffusible », « secret », « non_disponible ». What is neither is left for the gate to judge."""
    words = plain(text(value)) if text(value) else ""
    if words in SECRET or (words.startswith("moins ") and number(value) is None):
        return "secret"
    return "non_disponible" if words in MISSING else "diffusible"
