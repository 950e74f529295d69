"""Every name and postal code of the communes of France, today's and those of before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from geodata.arrondissements import arrondissements, commune_of_arrondissement
from geodata.communes import listed
from geodata.distances import haversine_km
from geodata.geocoding.spelling import key, words

POSTAL_CODES = Path(__file__).parents[1] / "codes_postaux.parquet"
FORMER = Path(__file__).parents[1] / "anciens_noms.csv"
NEAR_KM = 12.0  # two départements are neighbours when two of their town halls are this near


@dataclass(frozen=True)
class Name:
    """A name that leads to a commune of today; former: it bears it no more, or only a part of it does."""

    commune: str
    departement: str
    nom: str
    words: str
    key: str
    former: bool


@dataclass(frozen=True)
class Gazetteer:
    """by_key: names of each key; by_departement, by_commune: names there; postal: communes of each postal code."""

    by_key: dict[str, list[Name]]
    by_departement: dict[str, list[Name]]
    by_commune: dict[str, list[Name]]
    postal: dict[str, frozenset[str]]
    part_of_postal: dict[str, str]
    communes: pd.DataFrame

    def nom(self, commune: str) -> str:
        """Name of a commune of today."""
        return self.communes.at[commune, "nom"]

    def population(self, commune: str) -> int:
        """Its municipal population."""
        return int(self.communes.at[commune, "population_municipale"])


@cache
def gazetteer() -> Gazetteer:
    """Read once, some 39,000 names."""
    towns = listed().set_index("code")
    where = towns["code_departement"].to_dict()
    former = pd.read_csv(FORMER, dtype=str)
    names = [_name(code, where, nom, False) for code, nom in towns["nom"].items()]
    names += [_name(code, where, nom, True) for code, nom in zip(former["code_commune"], former["nom"], strict=True)]
    tables: tuple[dict, dict, dict] = defaultdict(list), defaultdict(list), defaultdict(list)
    by_key, by_departement, by_commune = tables
    for name in names:
        if any(one.commune == name.commune for one in by_key[name.key]):
            continue  # a former name written as today's
        by_key[name.key].append(name)
        by_departement[name.departement].append(name)
        by_commune[name.commune].append(name)
    postal, parts = _postal()
    return Gazetteer(dict(by_key), dict(by_departement), dict(by_commune), postal, parts, towns)


def _name(commune: str, where: dict[str, str], nom: str, former: bool) -> Name:
    spelled = words(nom)
    return Name(commune, where[commune], nom, spelled, key(spelled), former)


def _postal() -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Communes of each postal code, and the one arrondissement of each code of Paris, Lyon and Marseille."""
    held: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, str] = {}
    pairs = pd.read_parquet(POSTAL_CODES)
    for code, postal in zip(pairs["code_commune"], pairs["code_postal"], strict=True):
        commune = commune_of_arrondissement(code)
        held[postal].add(commune)
        if commune != code:
            parts[postal] = code
    return {postal: frozenset(codes) for postal, codes in held.items()}, parts


@cache
def neighbours(departement: str) -> frozenset[str]:
    """Départements with a town hall within 12 km of one of this département's."""
    towns = listed()
    ours = towns["code_departement"] == departement
    here, others = towns.loc[ours, ["latitude", "longitude"]], towns[~ours]
    if here.empty:
        return frozenset()
    margin = 0.3  # degrees: more than 12 km in France
    box = (here.min() - margin, here.max() + margin)
    near = others[["latitude", "longitude"]].ge(box[0]).all(axis=1) & others[["latitude", "longitude"]].le(box[1]).all(
        axis=1
    )
    others = others[near]
    if others.empty:
        return frozenset()
    km = haversine_km(here.to_numpy(), others[["latitude", "longitude"]].to_numpy()).min(axis=0)
    return frozenset(others.loc[np.asarray(km <= NEAR_KM), "code_departement"])


@cache
def part_points() -> dict[str, tuple[float, float]]:
    """(latitude, longitude) inside each municipal arrondissement."""
    frame = arrondissements()
    inside = frame.geometry.representative_point()
    return {code: (round(y, 5), round(x, 5)) for code, y, x in zip(frame["code"], inside.y, inside.x, strict=True)}
