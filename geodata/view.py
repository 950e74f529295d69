"""Where a Web-Mercator map must look to show a territory whole."""

from __future__ import annotations

import math

import geopandas as gpd

TILE = 512  # pixels: the world is one tile wide at zoom 0 in maplibre
MARGIN = 0.04  # share of the width and of the height left empty on each side
MAX_ZOOM = 14.0  # a single point must not fall through the ground


def view(frame: gpd.GeoDataFrame | gpd.GeoSeries, width_px: float, height_px: float) -> tuple[float, float, float]:
    """(latitude, longitude, zoom) of the tightest map of that size that holds the frame with a margin.

    frame: degrees (EPSG:4326), on one side of the 180th meridian. ValueError when it holds no geometry.
    """
    west, south, east, north = frame.total_bounds
    if math.isnan(west):
        raise ValueError("nothing to look at: the frame holds no geometry")
    left, right = _x(west), _x(east)
    bottom, top = _y(south), _y(north)
    usable = 1 - 2 * MARGIN
    zoom = min(_zoom(right - left, width_px * usable), _zoom(top - bottom, height_px * usable), MAX_ZOOM)
    return _latitude((bottom + top) / 2), float(west + east) / 2, zoom


def _x(longitude: float) -> float:
    """Share of the world's width, from the 180th meridian."""
    return longitude / 360 + 0.5


def _y(latitude: float) -> float:
    """Web-Mercator ordinate, in the same unit, growing northwards."""
    return math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(2 * math.pi * y)))


def _zoom(extent: float, pixels: float) -> float:
    return math.log2(pixels / (TILE * extent)) if extent > 0 else MAX_ZOOM
