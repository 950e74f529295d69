"""Where the town hall of each commune is, when a published position can be believed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import shapely

NEAR = 0.002  # degrees, about 200 m: contours are drawn that roughly


def believed(contours: pd.Series, candidates: Iterable[pd.Series], fallback: pd.Series) -> pd.DataFrame:
    """The first candidate position that falls in its commune: longitude, latitude, mairie_connue.

    contours: by commune code. candidates: series of points by commune code, best first. One position in
    twenty lies elsewhere (another commune of the same name, a wrong sign): it is not believed. When none
    is, a point inside `fallback` (the main deleguee) or inside the contour stands, and mairie_connue is False.
    """
    chosen = pd.Series(None, index=contours.index, dtype=object)
    for points in candidates:
        asked = chosen.isna() & contours.index.isin(points.index)
        points = points.reindex(contours.index[asked])
        inside = shapely.distance(contours[asked].to_numpy(), points.to_numpy()) <= NEAR
        chosen.loc[points.index[inside]] = points[inside]
    known = chosen.notna()
    inner = shapely.point_on_surface(_inner(contours, fallback).to_numpy())
    points = np.where(known, chosen, inner)
    return pd.DataFrame(
        {
            "longitude": shapely.get_x(points).round(5),
            "latitude": shapely.get_y(points).round(5),
            "mairie_connue": known,
        },
        index=contours.index,
    )


def _inner(contours: pd.Series, fallback: pd.Series) -> pd.Series:
    """The deleguee that bears the commune's own code is where its chef-lieu is: nearer than the whole."""
    better = fallback.reindex(contours.index)
    return better.where(better.notna(), contours)
