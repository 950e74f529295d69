"""France on one map: the overseas départements brought near the Hexagone, each in a box of its own.

The arrangement of atlases and of the Insee's maps: a column in the Atlantic, each département enlarged or
reduced to its box. Positions are false by construction: these contours are for drawing, never for measuring.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geodata.passage import departement_of

# Centre of each box, in degrees west of Brittany and Gascony; from north to south as atlases print them.
BOXES = {
    "971": (-8.0, 49.6),
    "972": (-8.0, 48.0),
    "973": (-8.0, 46.3),
    "974": (-8.0, 44.5),
    "976": (-8.0, 42.6),
}
SIDE = 1.9  # degrees of longitude


def brought_near(frame: gpd.GeoSeries) -> gpd.GeoSeries:
    """Contours of communes (by INSEE code, EPSG:4326) with those overseas moved into their boxes.

    Shapes keep their proportions on a Web-Mercator map. Borders stay shared: one transformation a département.
    """
    moved = frame.copy()
    where = frame.index.to_series().map(departement_of)
    for code, centre in BOXES.items():
        mine = (where == code).to_numpy()
        if mine.any():
            moved[mine] = _boxed(frame[mine].to_numpy(), centre)
    return moved


def _boxed(geometries: np.ndarray, centre: tuple[float, float]) -> np.ndarray:
    projected = shapely.transform(geometries, _flat)
    west, south, east, north = shapely.total_bounds(projected)
    factor = SIDE / max(east - west, north - south)
    middle, target = np.array([(west + east) / 2, (south + north) / 2]), _flat(np.array([centre]))
    return shapely.transform(projected, lambda points: _round((points - middle) * factor + target))


def _flat(points: np.ndarray) -> np.ndarray:
    """Web Mercator, in degrees on both axes."""
    latitude = np.degrees(np.arcsinh(np.tan(np.radians(points[:, 1]))))
    return np.column_stack([points[:, 0], latitude])


def _round(points: np.ndarray) -> np.ndarray:
    return np.column_stack([points[:, 0], np.degrees(np.arctan(np.sinh(np.radians(points[:, 1]))))])
