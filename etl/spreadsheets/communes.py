"""Places as a sheet names them: « 49000 Angers » is a postal code and a commune, kept for geocoding."""

from __future__ import annotations

import re

import pandas as pd

_FIRST = re.compile(r"(?P<cp>\d{2} ?\d{3})\s*[-–,:]?\s+(?P<nom>\D.*)")
_LAST = re.compile(r"(?P<nom>\D.*?)\s*[-–,(]?\s*\(?(?P<cp>\d{2} ?\d{3})\)?")
OVERSEAS = ("97", "98")


def placed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `nom_commune` freed of its postal code, put in `code_postal` where that is empty."""
    if name not in ("structures", "sessions") or "nom_commune" not in frame:
        return frame
    parts = [split(value) for value in frame["nom_commune"]]
    codes = pd.Series([code for code, _ in parts], frame.index, dtype="object")
    names = pd.Series([commune for _, commune in parts], frame.index, dtype="object")
    known = frame["code_postal"] if "code_postal" in frame else pd.Series(None, frame.index, dtype="object")
    return frame.assign(nom_commune=names, code_postal=known.where(known.notna(), codes).astype("object"))


def split(value: object) -> tuple[str | None, object]:
    """The postal code and the name; the value as it came when it is a name alone."""
    if not isinstance(value, str):
        return None, value
    found = _FIRST.fullmatch(value.strip()) or _LAST.fullmatch(value.strip())
    return (found["cp"].replace(" ", ""), found["nom"].strip()) if found else (None, value)


def departement(code_insee: str) -> str:
    """The département of a commune: « 49007 » → « 49 », « 97411 » → « 974 », « 2A004 » → « 2A »."""
    return code_insee[:3] if code_insee.startswith(OVERSEAS) else code_insee[:2]
