"""The images people take away: a map or a chart of an exhibit, as SVG or PNG bytes.

Same exhibit, same bytes. One image is drawn at a time, because the drawing library keeps caches of its own.
"""

from __future__ import annotations

from threading import Lock

import geopandas as gpd

from disclosure.exhibit import Exhibit
from exports import charts, maps

_DRAWING = Lock()


def map_svg(exhibit: Exhibit, contours: gpd.GeoDataFrame, target: float | None = None) -> bytes:
    """Map of an exhibit of territories. contours: columns code and geometry. target: middle of a diverging scale."""
    with _DRAWING:
        return maps.draw(exhibit, contours, target).save("svg")


def map_png(exhibit: Exhibit, contours: gpd.GeoDataFrame, target: float | None = None) -> bytes:
    """The same map, for a slide."""
    with _DRAWING:
        return maps.draw(exhibit, contours, target).save("png")


def chart_svg(exhibit: Exhibit, kind: str = "") -> bytes:
    """Chart of an exhibit: "barres", "ligne" or "cascade"; "" lets the rows decide. KeyError for another word."""
    with _DRAWING:
        return charts.draw(exhibit, kind).save("svg")


def chart_png(exhibit: Exhibit, kind: str = "") -> bytes:
    """The same chart, for a slide."""
    with _DRAWING:
        return charts.draw(exhibit, kind).save("png")
