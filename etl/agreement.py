"""One row per zone, per membership and per former commune, where several sources speak of the same ones."""

from __future__ import annotations

import pandas as pd

from etl.reading.protocol import Notice
from etl.staging import Staged

# Table → what a row speaks of, what it says of it, and how a person calls that.
TOLD = {
    "appartenances": (["code_insee", "niveau", "millesime"], "code_zone", "dans une autre zone"),
    "passage_communes": (["code_ancien"], "code_courant", "dans une autre commune d’aujourd’hui"),
}


def latest_zones(staged: list[Staged]) -> list[Staged]:
    """One row per zone: when several name the same one, the latest vintage stays, then the last one read."""
    zones = [one for one in staged if one.table == "zones"]
    if not zones:
        return staged
    rows = pd.concat([one.frame.assign(place=place) for place, one in enumerate(zones)])
    kept = rows.sort_values("millesime", kind="stable").drop_duplicates(["niveau", "code"], keep="last")
    thinned = [one.only(one.frame.index.isin(kept.index[kept["place"] == place])) for place, one in enumerate(zones)]
    return [one for one in staged if one.table != "zones"] + [one for one in thinned if len(one.frame)]


def told_once(staged: list[Staged]) -> tuple[list[Staged], list[Notice]]:
    """One membership per commune, level and vintage, one heir per former commune: the first that is told stays.

    A notice for each later file that puts communes elsewhere.
    """
    notices: list[Notice] = []
    for table, (key, value, elsewhere) in TOLD.items():
        mine = [one for one in staged if one.table == table]
        if len(mine) < 2:
            continue
        rows = pd.concat([one.frame.assign(place=place) for place, one in enumerate(mine)])
        first, again = rows.groupby(key)[value].transform("first"), rows.duplicated(key)
        kept, other = rows[~again], rows[again & (rows[value] != first)]
        thinned = [one.only(one.frame.index.isin(kept.index[kept["place"] == place])) for place, one in enumerate(mine)]
        staged = [one for one in staged if one.table != table] + [one for one in thinned if len(one.frame)]
        notices += [_contradiction(mine[place], group, key[0], elsewhere) for place, group in other.groupby("place")]
    return staged, notices


def _contradiction(one: Staged, rows: pd.DataFrame, commune: str, elsewhere: str) -> Notice:
    communes = "1 commune" if len(rows) == 1 else f"{len(rows)} communes"
    phrase = (
        f"« {one.fichier} » place {communes} (par exemple {rows[commune].iloc[0]}) {elsewhere} qu’une source déjà "
        "lue : la première est gardée."
    )
    dated = str(rows["millesime"].iloc[0]) if "millesime" in rows else ""
    return Notice(rows["source"].iloc[0], dated, one.fichier, one.feuille, "", phrase)
