"""One row per zone and per membership, where several sources speak of the same ones."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from etl.reading.protocol import Notice
from etl.staging import Staged

MEMBERSHIP = ["code_insee", "niveau", "millesime"]


def latest_zones(staged: list[Staged]) -> list[Staged]:
    """One row per zone: when several name the same one, the latest vintage stays, then the last one read."""
    zones = [one for one in staged if one.table == "zones"]
    if not zones:
        return staged
    rows = pd.concat([one.frame.assign(place=place) for place, one in enumerate(zones)])
    kept = rows.sort_values("millesime", kind="stable").drop_duplicates(["niveau", "code"], keep="last")
    thinned = [_only(one, kept.index[kept["place"] == place]) for place, one in enumerate(zones)]
    return [one for one in staged if one.table != "zones"] + [one for one in thinned if len(one.frame)]


def told_once(staged: list[Staged]) -> tuple[list[Staged], list[Notice]]:
    """One membership per commune, level and vintage: the first source that tells it stays.

    A notice for each later one that puts communes elsewhere.
    """
    links = [one for one in staged if one.table == "appartenances"]
    if len(links) < 2:
        return staged, []
    rows = pd.concat([one.frame.assign(place=place) for place, one in enumerate(links)])
    first = rows.groupby(MEMBERSHIP)["code_zone"].transform("first")
    again = rows.duplicated(MEMBERSHIP)
    kept = rows[~again]
    thinned = [_only(one, kept.index[kept["place"] == place]) for place, one in enumerate(links)]
    other = rows[again & (rows["code_zone"] != first)]
    notices = [_elsewhere(links[place], group) for place, group in other.groupby("place")]
    return [one for one in staged if one.table != "appartenances"] + [one for one in thinned if len(one.frame)], notices


def _elsewhere(one: Staged, rows: pd.DataFrame) -> Notice:
    count, example = len(rows), rows["code_insee"].iloc[0]
    communes = "1 commune" if count == 1 else f"{count} communes"
    phrase = (
        f"« {one.fichier} » place {communes} (par exemple {example}) dans une autre zone qu’une source déjà lue de la "
        "même année : la première est gardée."
    )
    return Notice(rows["source"].iloc[0], rows["millesime"].iloc[0], one.fichier, one.feuille, "", phrase)


def _only(staged: Staged, labels: pd.Index) -> Staged:
    chosen = staged.frame.index.isin(labels)
    lines = staged.lines[chosen].reset_index(drop=True) if staged.lines is not None else None
    return replace(staged, frame=staged.frame[chosen].reset_index(drop=True), lines=lines)
