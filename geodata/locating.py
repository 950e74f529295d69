"""Which commune a point of the map lies in, for publishers who give positions and no code."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geodata.communes import communes


def commune_at(latitude: pd.Series, longitude: pd.Series) -> pd.Series:
    """Code of today's commune at each point (degrees, WGS84), same index; missing outside of them all.

    Contours are simplified: a point within some tens of metres of a border may be given to the neighbour.
    """
    known = latitude.notna() & longitude.notna()
    found = pd.Series(None, latitude.index, dtype="str")
    if known.any():
        points = gpd.points_from_xy(longitude[known], latitude[known])
        ground = communes()
        held, point = ground.sindex.query(points, predicate="within")[::-1]
        first = pd.Series(ground["code"].to_numpy()[held], known.index[known].take(point))
        first = first[~first.index.duplicated()]
        found[first.index] = first
    return found
