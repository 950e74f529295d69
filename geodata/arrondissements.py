"""Paris, Lyon and Marseille: one commune each, cut into 45 municipal arrondissements that sources publish or not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.levels import FRANCE
from geodata.passage import departement_of

PARQUET = Path(__file__).with_name("arrondissements.parquet")


def arrondissements(departement: str | None = None) -> gpd.GeoDataFrame:
    """One row per municipal arrondissement of a département, or of France; none but in 13, 69 and 75.

    code, nom, code_commune, population_municipale, superficie_km2, geometry (EPSG:4326). The frame is yours.
    """
    frame = _all()
    if departement not in (None, FRANCE):
        frame = frame[frame["code"].map(departement_of) == departement]
    return frame.reset_index(drop=True)


def is_arrondissement_municipal(code: str) -> bool:
    """True for 75101–75120, 69381–69389 and 13201–13216."""
    return code in _commune_of()


def commune_of_arrondissement(code: str) -> str:
    """ "75112" → "75056"; any other code is its own commune."""
    return _commune_of().get(code, code)


def parts_of(commune: str) -> tuple[str, ...]:
    """The arrondissements of a commune, sorted: 20 for Paris, none for most."""
    return tuple(sorted(part for part, whole in _commune_of().items() if whole == commune))


@cache
def _commune_of() -> dict[str, str]:
    frame = pd.read_parquet(PARQUET, columns=["code", "code_commune"])
    return dict(zip(frame["code"], frame["code_commune"], strict=True))


@cache
def _all() -> gpd.GeoDataFrame:
    return gpd.read_parquet(PARQUET)
