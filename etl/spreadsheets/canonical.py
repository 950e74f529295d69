"""One cell in the spelling the gate reads. What cannot be read is left as it came: the gate says where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from etl.spreadsheets import dates, numbers
from etl.spreadsheets.cells import empty, text
from etl.spreadsheets.labels import labelled, read
from etl.spreadsheets.targets import target
from warehouse.dictionary import Column

# Codes a workbook typed as numbers lost their first zeros.
WIDTHS = {"code_insee": 5, "code_insee_domicile": 5, "code_postal": 5, "siret": 14, "code_departement": 2,
          "code_ze2020": 4, "code_bv2022": 5, "telephone": 10, "code_epci": 9}  # fmt: skip
COMPACT = {*WIDTHS, "code_clpe", "code_bassin_bmo"} - {"telephone"}
LOST = 1  # zeros at most
# The day « mars 2025 » stands for, where a month says enough.
MONTHS = {"date_debut": dates.FIRST, "date_ouverture": dates.FIRST, "mois": dates.FIRST, "date_maj": dates.FIRST,
          "date_fin": dates.LAST, "date_fermeture": dates.LAST, "date_observation": dates.LAST,
          "echeance": dates.LAST}  # fmt: skip
ALONE = ("string", "empty", "floating", "integer", "datetime", "datetime64", "date")  # no True beside a 1
PERSONS = ("episodes_emploi",)  # a month is not enough for an employment spell
ITEMS = re.compile(r"[|;\n\r,]+|\s/\s|\s\+\s")
_WHOLE = re.compile(r"\d+\.0")


def canonical(key: str, column: pd.Series, told: Mapping[str, tuple[str, ...]]) -> pd.Series:
    """The cells of one of their columns as values of ours, each distinct one read once. told: labels → codes."""
    kind = pd.api.types.infer_dtype(column, skipna=True)
    if kind in ("string", "empty") and _untouched(key):
        trimmed = column.astype("str").str.strip()
        return trimmed.where(trimmed.str.len() > 0)
    plain = column if kind in ALONE else column.map(_hashable)
    places, distinct = pd.factorize(plain, use_na_sentinel=False)
    found = pd.Series([cell(key, value, told) for value in distinct], dtype="object")
    if pd.api.types.infer_dtype(found, skipna=True) in ("string", "empty"):
        found = found.astype("str")
    return found.take(places).set_axis(column.index)


def month_alone(key: str, column: pd.Series) -> pd.Series:
    """Rows where a date says its month and not its day, and a day was chosen: see `MONTHS`."""
    declared = target(key)
    month = _month(declared) if declared.type in ("date", "timestamp") else ""
    if not month:
        return pd.Series(False, column.index)
    said = [one for one in column.dropna().unique() if isinstance(one, str)]
    alone = [one for one in said if dates.read(one) is None and dates.read(one, month) is not None]
    return column.isin(alone)


def cell(key: str, value: object, told: Mapping[str, tuple[str, ...]]) -> object:
    """One cell: None when empty, the canonical text when it can be read, else the cell as it came."""
    if empty(value):
        return None
    column = target(key)
    if labelled(key):
        return _codes(key, value, told)
    if column.type in ("date", "timestamp"):
        return _date(column, value)
    if column.type in ("int", "float"):
        found = numbers.read(value, column.unit or column.label.casefold(), whole=column.type == "int")
        return value if found is None else numbers.written(found)
    if column.type == "list":
        return "|".join(filter(None, (item.strip() for item in ITEMS.split(text(value))))) or None
    return _text(column, text(value))


def _untouched(key: str) -> bool:
    """Whether a text of that column is only trimmed: keys and names, a million of them at times."""
    column = target(key)
    coded = labelled(key) or column.name in COMPACT or column.name in WIDTHS or "http" in column.pattern
    return column.type == "text" and not coded


def _hashable(value: object) -> object:
    """Workbooks give True and 1, which Python takes for the same: « oui » must not become 1."""
    return ("oui" if value else "non") if isinstance(value, bool) else value


def _codes(key: str, value: object, told: Mapping[str, tuple[str, ...]]) -> object:
    codes = read(key, text(value), told)
    if codes is None:
        return value
    if not codes:
        return None
    return "|".join(codes) if target(key).type == "list" or len(codes) == 1 else value


def _date(column: Column, value: object) -> object:
    found = dates.read(value, _month(column))
    if found is None:
        return value
    return found.isoformat(sep=" ", timespec="seconds") if column.type == "timestamp" else found.date().isoformat()


def _month(column: Column) -> str:
    return "" if column.table in PERSONS else MONTHS.get(column.name, "")


def _text(column: Column, said: str) -> str:
    if column.name in COMPACT:
        said = re.sub(r"[\s\u00a0\u202f]+", "", said).upper()
    if _WHOLE.fullmatch(said) and column.name in WIDTHS:
        said = said[:-2]
    width = WIDTHS.get(column.name, 0)
    if said.isdigit() and width - LOST <= len(said) < width:
        return said.zfill(width)
    return f"https://{said}" if said.lower().startswith("www.") and "http" in column.pattern else said
