"""Where the offer takes place: communes and points found from the addresses of a deposit, when they are sure."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from etl.staging import Staged
from geodata.geocoding import located
from geodata.geocoding.matching import SURE
from warehouse.dictionary import table

PLACED = ("structures", "sessions")
TOLD = ("adresse", "code_postal", "nom_commune")  # what geocoding reads and the dictionary may not keep


def placed(staged: Staged, departement: str) -> Staged:
    """The table with its missing communes and points filled where the address is sure; what is received is kept.

    What is doubtful stays empty, for a person to say. Columns that only geocoding reads are taken out.
    """
    if staged.table not in PLACED:
        return staged
    frame = staged.frame.copy()
    if any(name in frame for name in (*TOLD, "code_insee")):
        found = located(frame, departement)
        sure = found["score"].ge(SURE)
        point = found["latitude"].notna() & found["longitude"].notna() & sure & _empty(frame, "latitude")
        frame["code_insee"] = _filled(frame, "code_insee", found["code_insee"], sure & _empty(frame, "code_insee"))
        for name in ("latitude", "longitude"):
            frame[name] = _filled(frame, name, found[name], point)
    known = table(staged.table).names
    return replace(staged, frame=frame.drop(columns=[name for name in TOLD if name in frame and name not in known]))


def _empty(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame:
        return pd.Series(True, frame.index)
    return frame[name].isna() | frame[name].astype("str").str.strip().eq("")


def _filled(frame: pd.DataFrame, name: str, values: pd.Series, where: pd.Series) -> pd.Series:
    given = frame[name] if name in frame else pd.Series(None, frame.index, dtype="object")
    return given.astype("object").where(~where, values.astype("object"))
