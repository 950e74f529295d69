"""Today's communes of France and where they are: contours of IGN Admin Express, codes of the COG 2026."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq

from geodata.levels import FRANCE

PARQUET = Path(__file__).with_name("communes.parquet")
MILLESIME = "2026"
SOURCE = "cog"


def communes(departement: str | None = None) -> gpd.GeoDataFrame:
    """One row per commune of a département ("49", "2A", "974"), or of France (None, "FR"); EPSG:4326, by code.

    code, nom (with its article), liaison (INSEE's article code), population_municipale, code_epci, nom_epci,
    code_arrondissement, nom_arrondissement, code_canton (null when the commune is split between several, or
    has none), code_departement, nom_departement, liaison_departement, code_region, nom_region,
    superficie_km2 (geodesic, before simplification, water included), latitude and longitude of the town
    hall (of a point inside the commune when mairie_connue is False), geometry. Paris, Lyon and Marseille
    are one commune each. The frame is yours to change. KeyError for a département the file ignores.
    """
    return _read(None if departement == FRANCE else departement).copy(deep=False)


@cache
def listed() -> pd.DataFrame:
    """The communes of France without their contours, which take a second to read; do not change it in place."""
    names = [name for name in pq.read_schema(PARQUET).names if name != "geometry"]
    return pd.read_parquet(PARQUET, columns=names).sort_values("code", ignore_index=True)


@cache
def departements() -> pd.DataFrame:
    """The 101 départements: code, nom, region (name), code_region, liaison, sorted by code."""
    columns = {
        "code_departement": "code",
        "nom_departement": "nom",
        "nom_region": "region",
        "code_region": "code_region",
        "liaison_departement": "liaison",
    }
    frame = listed()[list(columns)].rename(columns=columns)
    return frame.drop_duplicates("code").sort_values("code", ignore_index=True)


@cache
def _read(departement: str | None) -> gpd.GeoDataFrame:
    if departement is None:
        return gpd.read_parquet(PARQUET).sort_values("code", ignore_index=True)
    with pq.ParquetFile(PARQUET) as file:
        return gpd.GeoDataFrame.from_arrow(file.read_row_group(_row_groups(file)[departement]))


def _row_groups(file: pq.ParquetFile) -> dict[str, int]:
    """Row group of each département: the file holds one for each, and its footer says which."""
    column = file.schema_arrow.get_field_index("code_departement")
    footer = file.metadata
    return {footer.row_group(n).column(column).statistics.min: n for n in range(footer.num_row_groups)}
