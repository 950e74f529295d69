"""Where the demonstration takes place: real communes, fictitious territories, weights and service points.

Maine-et-Loire takes the weights of `territoires_49.csv` and the service points of `poles_49.csv`, placed so
that known communes are left without offer. Elsewhere weights follow the population and the points are the
largest communes, well spread.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from etl.demonstration.draws import apportion
from etl.demonstration.grouping import fictitious_territories
from geodata.communes import communes as real_communes
from geodata.distances import travel_times

HERE = Path(__file__).parent
THEMES = ("mobilite", "garde", "sante_mentale", "francais")
THEME_POINTS = dict(zip(THEMES, (9, 8, 6, 4), strict=True))
POINTS = 11
SPREAD_MINUTES = 20  # two service points are not nearer, as long as communes last
REFERENCE = 14_997
RATE = REFERENCE / 824_743  # persons per inhabitant, the order of magnitude of Maine-et-Loire
FRAGILE = {"49": ("TAS08", "TAS07")}  # more people followed socially; the first also has more lone parents


SMALLEST, LARGEST = 0.1, 3.5  # sizes of demonstration, Maine-et-Loire being 1


@dataclass(frozen=True)
class Territory:
    """The stage: who lives where, and how far from the places where actions can be held.

    communes: code, nom, population, code_epci, nom_epci, latitude, longitude, superficie_km2, code_tas, nom_tas,
    brsa (people receiving the RSA in the last month).
    minutes: communes × service points, by car. points: position of the commune, `general` and one boolean per
    theme. fragile: two territories at most, see FRAGILE.
    """

    departement: str
    communes: pd.DataFrame
    minutes: np.ndarray
    points: pd.DataFrame
    fragile: tuple[str, ...]

    @property
    def size(self) -> float:
        """How large the demonstration should be: people receiving the RSA, compared with Maine-et-Loire."""
        return float(np.clip(self.communes["brsa"].sum() / REFERENCE, SMALLEST, LARGEST))


def territory(departement: str) -> Territory:
    """The stage of a demonstration for any département of the official geographic code."""
    known = _known(departement)
    carried = HERE / f"territoires_{departement}.csv"
    communes = _carried(known, carried) if carried.exists() else _invented(known)
    points = _points(communes, departement)
    return Territory(
        departement,
        communes,
        minutes(communes, points["commune"].to_numpy()),
        points,
        FRAGILE.get(departement) or _fragile(communes),
    )


def minutes(communes: pd.DataFrame, places: np.ndarray) -> np.ndarray:
    """Minutes by car from every commune (rows) to these ones (columns), with no road table (§ M5, fallback)."""
    return travel_times(communes, communes.iloc[places]).to_numpy()


def _known(departement: str) -> pd.DataFrame:
    found = pd.DataFrame(real_communes(departement)).sort_values("code").reset_index(drop=True)
    kept = {"population_municipale": "population", "code_arrondissement": "code_arrondissement"}
    columns = ["code", "nom", "code_epci", "nom_epci", "latitude", "longitude", "superficie_km2"]
    return found[[*columns, *kept]].rename(columns=kept)


def _carried(known: pd.DataFrame, path: Path) -> pd.DataFrame:
    weights = pd.read_csv(path, dtype={"code_insee": "str"}).rename(columns={"code_insee": "code"})
    return known.merge(weights[["code", "code_tas", "nom_tas", "brsa"]], on="code", validate="one_to_one")


def _invented(known: pd.DataFrame) -> pd.DataFrame:
    population = known["population"].fillna(0).to_numpy(float)
    brsa = apportion(round(RATE * population.sum()), population)
    return known.assign(**fictitious_territories(known), brsa=brsa)


def _points(communes: pd.DataFrame, departement: str) -> pd.DataFrame:
    path = HERE / f"poles_{departement}.csv"
    if not path.exists():
        return _spread(communes)
    points = pd.read_csv(path, dtype="str")
    position = pd.Series(communes.index, communes["code"])
    flags = {name: points[name] == "oui" for name in ("general", *THEMES)}
    return pd.DataFrame({"commune": position[points["code_insee"]].to_numpy(), **flags})


def _spread(communes: pd.DataFrame) -> pd.DataFrame:
    order = np.argsort(-communes["brsa"].to_numpy(), kind="stable")
    between = minutes(communes, order[:200])
    chosen: list[int] = []
    for rank, place in enumerate(order[:200]):
        if len(chosen) < POINTS and all(between[other, rank] >= SPREAD_MINUTES for other in chosen):
            chosen.append(int(place))
    rank = np.arange(len(chosen))
    return pd.DataFrame({"commune": chosen, "general": True, **{t: rank < n for t, n in THEME_POINTS.items()}})


def _fragile(communes: pd.DataFrame) -> tuple[str, ...]:
    largest = communes.groupby("code_tas")["brsa"].sum().sort_values(ascending=False, kind="stable")
    return tuple(largest.index[1:3])
