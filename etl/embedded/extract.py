"""Reading the figures that travel with the project. They are known for Maine-et-Loire (49).

For the other départements of its region only the département's own unemployment rate is known, with
its neighbours'; for any other there is nothing here, and what comes from `geodata` or a mirror stands alone.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from etl.staging import Staged

HERE = Path(__file__).parent
COMPLETE = "49"
TABLES = ("faits", "zones", "appartenances", "lieux", "nomenclatures")


def staged(departement: str) -> list[Staged]:
    """One entry per table, ready for the gate, dated by its latest vintage; empty where nothing is known."""
    known = {table: _known(table, departement) for table in TABLES}
    return [
        Staged(table, frame, f"{table}.parquet", date_donnees=_latest(frame))
        for table, frame in known.items()
        if not frame.empty
    ]


def sources() -> pd.DataFrame:
    """What the extract holds: source, titre, editeur, licence, url, millesime, date_donnees; one row per vintage."""
    return _table("sources").copy()


def _known(table: str, departement: str) -> pd.DataFrame:
    frame = _table(table)
    if departement == COMPLETE:
        return frame.copy()
    regional = frame[frame["niveau"] == "departement"] if "niveau" in frame else frame.iloc[:0]
    if "nature" in regional:
        regional = regional[regional["nature"] == "publie"]
    codes = regional["code_territoire" if table == "faits" else "code"] if len(regional) else ()
    return regional.reset_index(drop=True) if departement in set(codes) else frame.iloc[:0]


def _latest(frame: pd.DataFrame) -> date | None:
    dates = frame[["source", "millesime"]].drop_duplicates().merge(sources())["date_donnees"].dropna()
    return dates.max() if len(dates) else None


@cache
def _table(name: str) -> pd.DataFrame:
    return pd.read_parquet(HERE / f"{name}.parquet")
