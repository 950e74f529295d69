"""The zones a commune belongs to by law, as rows of tables `zones` and `appartenances`."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geodata.communes import MILLESIME, SOURCE, communes
from geodata.contours import dissolve

# Level → columns of the communes' frame that hold its code and its name.
KNOWN = {
    "commune": ("code", "nom"),
    "epci": ("code_epci", "nom_epci"),
    "arrondissement": ("code_arrondissement", "nom_arrondissement"),
    "departement": ("code_departement", "nom_departement"),
}
MEMBERSHIP_COLUMNS = ("code_insee", "niveau", "code_zone", "millesime", "source", "synthetique")
ZONE_COLUMNS = (
    "niveau", "code", "libelle", "code_departement", "latitude", "longitude", "superficie_km2",
    "millesime", "source", "synthetique",
)  # fmt: skip


def memberships(departement: str) -> pd.DataFrame:
    """Rows of `appartenances` for the levels of KNOWN; a commune without EPCI has no row at that level."""
    frame = communes(departement)
    levels = [
        pd.DataFrame({"code_insee": frame["code"], "niveau": level, "code_zone": frame[code]})
        for level, (code, _) in KNOWN.items()
    ]
    rows = pd.concat(levels, ignore_index=True).dropna(subset=["code_zone"])
    return _marked(rows, MEMBERSHIP_COLUMNS)


def zones(departement: str) -> pd.DataFrame:
    """Rows of `zones` for the levels of KNOWN. Only the part of a zone inside the département counts.

    latitude, longitude: the town hall for a commune; for a wider zone a point inside it where a label or a
    circle can stand. superficie_km2: sum of the communes'.
    """
    frame = communes(departement)
    rows = pd.concat([_level(frame, level) for level in KNOWN], ignore_index=True)
    return _marked(rows.assign(code_departement=departement), ZONE_COLUMNS)


def _level(frame: gpd.GeoDataFrame, level: str) -> pd.DataFrame:
    code, name = KNOWN[level]
    groups = frame.dropna(subset=[code]).groupby(code)
    rows = groups.agg(libelle=(name, "first"), superficie_km2=("superficie_km2", "sum"))
    if level == "commune":
        rows = rows.join(frame.set_index("code")[["latitude", "longitude"]])
    else:
        rows = rows.join(_inner_points(dissolve(frame, frame[code])))
    return rows.rename_axis("code").reset_index().assign(niveau=level)


def _inner_points(contours: gpd.GeoSeries) -> pd.DataFrame:
    """The centroid where it falls inside, else the centre of the widest circle the zone holds."""
    centres = contours.apply(_inner_point)
    return pd.DataFrame(
        {"latitude": centres.map(shapely.get_y).round(5), "longitude": centres.map(shapely.get_x).round(5)},
        index=contours.index,
    )


def _inner_point(contour: shapely.Geometry) -> shapely.Point:
    if contour.contains(contour.centroid):
        return contour.centroid
    return shapely.get_point(shapely.maximum_inscribed_circle(contour, tolerance=0.001), 0)


def _marked(rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    marked = rows.assign(millesime=MILLESIME, source=SOURCE, synthetique=False)
    return marked[list(columns)].reset_index(drop=True)
