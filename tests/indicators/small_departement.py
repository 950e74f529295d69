"""A département of three communes, small enough for every figure to be worked out by hand.

Angle (49001) and Bourg (49002, 11.1 km north) form T1 and E1; Combe (49003, 55.6 km north) forms T2 and E2.
Limite (44001) belongs to the next département.
"""

from __future__ import annotations

import pandas as pd

from warehouse.dictionary import table as declared
from warehouse.edition import Edition, in_memory
from warehouse.schema import typed

PLACES = {
    "49001": ("Angle", "49", "T1", "E1", 47.0),
    "49002": ("Bourg", "49", "T1", "E1", 47.1),
    "49003": ("Combe", "49", "T2", "E2", 47.5),
    "44001": ("Limite", "44", None, None, 47.6),
}


def rows(columns: str, *values: tuple) -> pd.DataFrame:
    """A frame from a line of column names and rows of values, marked as not synthetic."""
    frame = pd.DataFrame(list(values), columns=columns.split())
    for name in frame.columns[frame.columns.str.startswith("date")]:
        frame[name] = pd.to_datetime(frame[name])
    return frame.assign(synthetique=False)


def geography() -> dict[str, pd.DataFrame]:
    """Tables of places: `zones`, `territoires`, `appartenances`."""
    communes = [("commune", code, p[0], p[1], p[4], -0.5, 28.27) for code, p in PLACES.items()]
    own = [(code, 2025, p[0], p[1], p[2], p[2], p[4], -0.5, 28.27) for code, p in PLACES.items() if p[2]]
    epci = [(code, "epci", p[3], "2025") for code, p in PLACES.items() if p[3]]
    return {
        "zones": rows("niveau code libelle code_departement latitude longitude superficie_km2", *communes),
        "territoires": rows(
            "code_insee cog nom_commune code_departement code_tas nom_tas latitude longitude superficie_km2",
            *own,
        ),
        "appartenances": rows("code_insee niveau code_zone millesime", *epci),
    }


def loaded(table: str, date: str) -> pd.DataFrame:
    """Journal of one load: which table, and the date its data speak of."""
    return rows("table date_donnees verdict", (table, date, "accepte"))


def build(**tables: pd.DataFrame) -> Edition:
    """An edition of the small département with these tables beside its geography, typed as the warehouse reads them."""
    frames = {**geography(), **tables}
    return in_memory({name: typed(frame.reset_index(drop=True), declared(name)) for name, frame in frames.items()})


def cell(frame: pd.DataFrame, territoire: str, periode: str, modalite: str = "") -> pd.Series:
    """The one row of a measure; fails when there is none or more than one."""
    chosen = frame[
        (frame["territoire"] == territoire) & (frame["periode"] == periode) & (frame["modalite"] == modalite)
    ]
    assert len(chosen) == 1, (territoire, periode, modalite, len(chosen))
    return chosen.iloc[0]
