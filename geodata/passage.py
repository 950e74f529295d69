"""From a commune's code of any year to today's: mergers are followed, never a split."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from geodata.codes import among
from geodata.levels import FRANCE

CSV = Path(__file__).with_name("passage.csv")
SPLITS = Path(__file__).with_name("scissions.csv")
COMMUNE = re.compile(r"(?:\d{2}|2[AB])\d{3}")


def is_commune_code(text: str) -> bool:
    """True for the shape of an INSEE commune code ("01001", "2A004", "97411"); says nothing of its existence."""
    return COMMUNE.fullmatch(text) is not None


def departement_of(code: str) -> str:
    """Département of a commune code: "49007" → "49", "2A004" → "2A", "97411" → "974".

    ValueError when the text has not the shape of a commune code.
    """
    if not is_commune_code(code):
        raise ValueError(f"not a commune code: {code!r}")
    return code[:3] if code[:2] in ("97", "98") else code[:2]


def passage(departement: str | None = None) -> pd.DataFrame:
    """Rows of table `passage_communes`: code_ancien, code_courant, source, synthetique.

    With a département: the codes that lie in it or lead to it. Two old codes that the COG sends to two
    communes (55273, 60455) are left out, as is every code that is a commune again: data older than the
    re-establishment keep that code, and speak of a wider commune.
    """
    table = _table().assign(source="cog", synthetique=False)
    if departement in (None, FRANCE):
        return table
    touched = [
        departement in (departement_of(old), departement_of(new))
        for old, new in zip(table["code_ancien"], table["code_courant"], strict=True)
    ]
    return table[touched].reset_index(drop=True)


def changed_departement(departement: str | None = None) -> pd.DataFrame:
    """Communes that merged across a border of départements, all of them or those that left or reached this one.

    code_ancien, departement_ancien, code_courant, departement_courant. A figure that a national file gives for
    code_ancien counts today in departement_courant: Freigné, 49144, is in Loire-Atlantique since 2018.
    """
    table = _table()
    pairs = table.assign(
        departement_ancien=table["code_ancien"].map(departement_of),
        departement_courant=table["code_courant"].map(departement_of),
    )
    pairs = pairs[pairs["departement_ancien"] != pairs["departement_courant"]]
    if departement not in (None, FRANCE):
        pairs = pairs[pairs[["departement_ancien", "departement_courant"]].eq(departement).any(axis=1)]
    names = ["code_ancien", "departement_ancien", "code_courant", "departement_courant"]
    return pairs[names].reset_index(drop=True)


@cache
def split_codes() -> dict[str, tuple[str, ...]]:
    """Old codes shared out between several communes, with these: they are never converted, only flagged."""
    table = pd.read_csv(SPLITS, dtype=str)
    return {old: tuple(rows) for old, rows in table.groupby("code_ancien")["code_courant"]}


def to_current(codes: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Codes of today, same index; unknown codes and missing values are left as they are.

    table: columns code_ancien, code_courant, from `passage()` or from elsewhere; a merger may lead to a
    code that merged in its turn. ValueError when a code has two heirs or when mergers turn in a circle.
    """
    return followed(codes, heirs(table))


def heirs(table: pd.DataFrame) -> dict[str, str]:
    """Each old code of such a table, and the last code it came to. ValueError as for `to_current`."""
    pairs = table[["code_ancien", "code_courant"]].drop_duplicates()
    pairs = pairs[pairs["code_ancien"] != pairs["code_courant"]]
    if pairs["code_ancien"].duplicated().any():
        twice = pairs.loc[pairs["code_ancien"].duplicated(), "code_ancien"].tolist()
        raise ValueError(f"old codes with several heirs: {twice}")
    return _last_heirs(dict(zip(pairs["code_ancien"], pairs["code_courant"], strict=True)))


def followed(codes: pd.Series, last: Mapping[str, str]) -> pd.Series:
    """Each code, or the one that `last` gives for it; same index."""
    if not last:
        return codes.copy()
    if codes.dtype != "str":
        return codes.map(last).where(codes.isin(last), codes)
    former, current = among(codes, last), codes.copy()
    current[former] = codes[former].map(last)
    return current


@cache
def _table() -> pd.DataFrame:
    return pd.read_csv(CSV, dtype=str)


def _last_heirs(heirs: dict[str, str]) -> dict[str, str]:
    """Each old code to the end of its chain; ValueError on a circle."""
    last: dict[str, str] = {}
    for code in heirs:
        seen = {code}
        end = heirs[code]
        while end in heirs:
            if end in seen:
                raise ValueError(f"mergers turn in a circle: {sorted(seen)}")
            seen.add(end)
            end = heirs[end]
        last[code] = end
    return last
