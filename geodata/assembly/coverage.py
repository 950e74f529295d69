"""Contours that share their borders exactly: cleaned, simplified and rounded together, never one by one."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

# Metric projection of each part of France; a commune's code says where it is.
PROJECTIONS = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
METROPOLE = 2154
GAP = 100.0  # metres: narrower gaps between neighbours are slivers, not sea
SNAP = 1.0  # metres: nearer points are one
STEP = 2.0**-16  # degrees: coordinates lie on a grid of about 1.7 m, which compresses well


def shared_borders(contours: gpd.GeoSeries, tolerance: float) -> gpd.GeoSeries:
    """Simplified contours (EPSG:4326) without overlaps nor slivers; `tolerance` in metres.

    Raises ValueError when the result is not a valid coverage of valid, non-empty polygons.
    """
    parts = [_one_projection(part, epsg, tolerance) for epsg, part in contours.groupby(_projection(contours.index))]
    return gpd.GeoSeries(pd.concat(parts), crs=4326).loc[contours.index]


def _projection(codes: pd.Index) -> np.ndarray:
    return codes.to_series().str[:3].map(PROJECTIONS).fillna(METROPOLE).astype(int).to_numpy()


def _one_projection(contours: gpd.GeoSeries, epsg: int, tolerance: float) -> gpd.GeoSeries:
    projected = contours.to_crs(epsg)
    clean = shapely.coverage_clean(np.asarray(projected), gap_width=GAP, snapping_distance=SNAP)
    simple = gpd.GeoSeries(shapely.coverage_simplify(clean, tolerance), index=contours.index, crs=epsg).to_crs(4326)
    rounded = shapely.transform(np.asarray(simple), lambda points: np.round(points / STEP) * STEP)
    _require_coverage(rounded, contours.index)
    return gpd.GeoSeries(rounded, index=contours.index, crs=4326)


def _require_coverage(geometries: np.ndarray, codes: pd.Index) -> None:
    wrong = ~shapely.is_valid(geometries) | shapely.is_empty(geometries)
    if wrong.any():
        raise ValueError(f"invalid or empty contours: {list(codes[wrong])}")
    if not shapely.coverage_is_valid(geometries):
        edges = ~shapely.is_empty(shapely.coverage_invalid_edges(geometries))
        raise ValueError(f"borders no longer shared: {list(codes[edges])}")


def area_km2(geometry: shapely.Geometry) -> float:
    """Geodesic area of a contour in degrees, GRS 80, in km². What the contour holds counts, water included."""
    return abs(Geod(ellps="GRS80").geometry_area_perimeter(geometry)[0]) / 1e6
