"""From the communes of an older COG to today's: the table of mergers, and contours that follow it."""

from __future__ import annotations

import logging

import pandas as pd
import shapely

log = logging.getLogger(__name__)


def passage_table(listed: list[dict]) -> pd.DataFrame:
    """Old code → current code for every merger the COG tells: columns code_ancien, code_courant.

    `listed`: the COG's communes of every type. Two of its fields speak: `anciensCodes` of a current
    commune, `chefLieu` of a deleguee or associee one. A code that is current again, or that the two
    fields (or two communes) send to different places, has no single heir: it is left out and logged.
    """
    heirs = _heirs(listed)
    for old, new in heirs.items():
        if len(new) > 1:
            log.warning("passage: %s has several heirs %s, left out", old, new)
    pairs = [(old, *new) for old, new in heirs.items() if len(new) == 1]
    return pd.DataFrame(pairs, columns=["code_ancien", "code_courant"])


def split_table(listed: list[dict]) -> pd.DataFrame:
    """The old codes that `passage_table` leaves out, one row per heir: columns code_ancien, code_courant."""
    pairs = [(old, one) for old, new in _heirs(listed).items() if len(new) > 1 for one in new]
    return pd.DataFrame(pairs, columns=["code_ancien", "code_courant"])


def _heirs(listed: list[dict]) -> dict[str, list[str]]:
    """Every heir the COG names for each code that is no longer in use, all sorted."""
    current = {row["code"] for row in listed if row["type"] == "commune-actuelle"}
    heirs: dict[str, set[str]] = {}
    for row in listed:
        for old, new in _links(row):
            heirs.setdefault(old, set()).add(new)
    return {old: sorted(new) for old, new in sorted(heirs.items()) if old not in current}


def _links(row: dict) -> list[tuple[str, str]]:
    if row["type"] == "commune-actuelle":
        return [(old, row["code"]) for old in row.get("anciensCodes", ())]
    return [(row["code"], row["chefLieu"])] if "chefLieu" in row else []


def follow_mergers(communes: pd.Series, parts: pd.Series, passage: dict[str, str], current: set[str]) -> dict:
    """Contours of today's communes from those of an older COG, all in one coordinate system.

    communes: contour of each commune of the older COG, by code. parts: contour of each of its deleguees
    and associees. A merged commune is the union of its old ones; a re-established one takes back its
    contour of deleguee, which is cut out of the commune that held it. Returns {code: geometry}.
    """
    heir = communes.index.to_series().map(lambda code: code if code in current else passage.get(code))
    for code in heir[heir.isna()].index:
        log.warning("contours: %s has no current heir, its contour is dropped", code)
    merged = {code: shapely.union_all(group.tolist()) for code, group in communes.groupby(heir)}
    reborn = {code: parts[code] for code in sorted(current - merged.keys()) if code in parts.index}
    if reborn:
        log.info("contours: re-established from their contour of deleguee: %s", ", ".join(reborn))
        freed = shapely.union_all(list(reborn.values()))
        merged = {code: _without(geometry, freed) for code, geometry in merged.items()}
    return merged | reborn


def _without(geometry: shapely.Geometry, freed: shapely.Geometry) -> shapely.Geometry:
    if not geometry.intersects(freed) or geometry.intersection(freed).area < 0.01 * geometry.area:
        return geometry  # a neighbour that only touches: the coverage is cleaned afterwards
    return geometry.difference(freed)
