"""Where a zone stands on the map, from the communes it holds: publishers give names, not places."""

from __future__ import annotations

import pandas as pd

from geodata.communes import communes
from geodata.contours import contours

PLACE = ["latitude", "longitude", "superficie_km2"]


def placed(zones: pd.DataFrame, memberships: pd.DataFrame, departement: str) -> pd.DataFrame:
    """The zones with latitude and longitude of a point inside them and their surface, where communes are known.

    memberships: rows of `appartenances`, one vintage per level. Only the part inside the département counts.
    Zones that hold no known commune keep empty places.
    """
    bare = zones.drop(columns=PLACE, errors="ignore")
    found = [
        _level(departement, level, memberships) for level in sorted(set(bare["niveau"]) & set(memberships["niveau"]))
    ]
    columns = ["niveau", "code", *PLACE]
    known = pd.concat(found) if found else pd.DataFrame(columns=columns)
    return bare.merge(known[columns], on=["niveau", "code"], how="left").set_axis(bare.index)


def _level(departement: str, level: str, memberships: pd.DataFrame) -> pd.DataFrame:
    drawn = contours(departement, level, memberships)
    inside = drawn.geometry.representative_point()
    held = memberships[memberships["niveau"] == level].set_index("code_insee")["code_zone"]
    surface = communes(departement).set_index("code")["superficie_km2"].groupby(held).sum()
    return pd.DataFrame(
        {
            "niveau": level,
            "code": drawn["code"],
            "latitude": inside.y.round(5),
            "longitude": inside.x.round(5),
            "superficie_km2": drawn["code"].map(surface),
        }
    )
