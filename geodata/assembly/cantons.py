"""The canton of each commune, read from contours; a commune split between cantons has none."""

from __future__ import annotations

import pandas as pd
import shapely

WHOLE = 0.98  # share of its area in one canton from which a commune is said to lie in it


def cantons_of(contours: pd.Series, cantons: pd.Series) -> pd.Series:
    """Canton code by commune code, None when no canton holds at least 98 % of the commune's area.

    contours, cantons: geometries by code, in degrees. A commune only lies in cantons of its département
    (their code begins with it). Paris, the Métropole de Lyon, Martinique and Guyane have no canton.
    """
    tree = shapely.STRtree(cantons.to_numpy())
    commune, canton = tree.query(contours.to_numpy(), predicate="intersects")
    pairs = pd.DataFrame({"commune": contours.index[commune], "canton": cantons.index[canton]})
    home = [a[: len(b) - 2] == b[:-2] for a, b in zip(pairs["commune"], pairs["canton"], strict=True)]
    pairs = pairs[home]
    shared = shapely.area(
        shapely.intersection(contours[pairs["commune"]].to_numpy(), cantons[pairs["canton"]].to_numpy())
    )
    pairs = pairs.assign(share=shared / shapely.area(contours[pairs["commune"]].to_numpy()))
    best = pairs.sort_values("share").groupby("commune").tail(1).set_index("commune")
    return best["canton"].where(best["share"] >= WHOLE, None).reindex(contours.index)
