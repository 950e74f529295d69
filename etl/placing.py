"""Where a zone stands on the map, from the communes it holds: publishers give names, not places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from etl.staging import Staged
from geodata.codes import among
from geodata.communes import communes, listed
from geodata.contours import contours
from geodata.levels import FRANCE
from geodata.zones import central_halls, latest

PLACE = ["latitude", "longitude", "superficie_km2"]
CLASSES = frozenset(("frr",))  # their zones are kinds of communes: they stand nowhere


def on_the_map(staged: list[Staged], departement: str) -> list[Staged]:
    """The same tables, every zone whose communes are known having a place: a point inside it, and its surface.

    Only the part inside the département counts. Zones that hold no known commune keep empty places.
    """
    lost = [one.table == "zones" and "latitude" not in one.frame for one in staged]
    held = pd.concat([one.frame for one in staged if one.table == "appartenances"])
    held = latest(held[among(held["code_insee"], listed()["code"])])
    levels = {
        level for one, missing in zip(staged, lost, strict=True) if missing for level in one.frame["niveau"].unique()
    }
    found = _places(levels, held, departement)
    return [
        replace(one, frame=_placed(one.frame, found)) if missing else one
        for one, missing in zip(staged, lost, strict=True)
    ]


def _places(levels: Iterable[str], memberships: pd.DataFrame, departement: str) -> pd.DataFrame:
    known = sorted((set(levels) & set(memberships["niveau"])) - CLASSES)
    found = [_level(departement, level, memberships) for level in known]
    return pd.concat(found) if found else pd.DataFrame(columns=["niveau", "code", *PLACE])


def _placed(zones: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    bare = zones.drop(columns=PLACE, errors="ignore")
    return bare.merge(places, on=["niveau", "code"], how="left").set_axis(bare.index)


def _level(departement: str, level: str, memberships: pd.DataFrame) -> pd.DataFrame:
    held = memberships[memberships["niveau"] == level].set_index("code_insee")["code_zone"]
    if departement == FRANCE:
        return central_halls(held).rename_axis("code").reset_index().assign(niveau=level)
    drawn = contours(departement, level, memberships)
    inside = drawn.geometry.representative_point()
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
