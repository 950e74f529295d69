"""How far the offer of each theme is from people, and which communes are left without it (M6)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geodata.distances import travel_times
from indicators import brsa
from indicators.aggregation import communes, zone_of
from indicators.offer import FIXED, ITINERANT, REMOTE, stops
from indicators.remember import per_edition
from warehouse.edition import Edition

REACH = 30.0  # minutes by car beyond which an action is out of reach
ENOUGH = 11.0  # persons under which a commune takes the class of its territory


@per_edition
def minutes(edition: Edition) -> pd.DataFrame:
    """Minutes by car from each commune of the département (rows) to each commune where sessions are held (columns)."""
    zones = edition.table("zones")
    places = zones[zones["niveau"] == "commune"].drop_duplicates("code")
    own, met = communes(edition), stops(edition)["code_insee"]
    times = travel_times(places[places["code"].isin(own)], places[places["code"].isin(met)])
    return times.reindex(index=own)


@per_edition
def access(edition: Edition) -> pd.DataFrame:
    """One row per year, theme ("" for any) and commune: periode, theme, code_insee, minutes, a_distance.

    minutes: to the nearest fixed place open in the year, or to the itinerant stop of the commune itself; NaN
    when there is none anywhere. A theme met in any year has rows for every year.
    """
    times, met = minutes(edition), stops(edition)
    keys = pd.MultiIndex.from_product([np.unique(met[name].astype("str")) for name in ("periode", "theme")])
    place = keys.get_indexer(pd.MultiIndex.from_frame(met[["periode", "theme"]]))
    remote = np.zeros(len(keys), dtype=bool)
    remote[place[met["mode"] == REMOTE]] = True
    nearest = _nearest(times, met, place, len(keys))
    return pd.DataFrame(
        {
            "periode": keys.get_level_values(0).repeat(len(times)),
            "theme": keys.get_level_values(1).repeat(len(times)),
            "code_insee": np.tile(times.index, len(keys)),
            "minutes": nearest.ravel(),
            "a_distance": remote.repeat(len(times)),
        }
    )


def _nearest(times: pd.DataFrame, met: pd.DataFrame, place: np.ndarray, size: int) -> np.ndarray:
    """Shortest time of each of `size` groups (rows) to each commune; place: group of each row of `met`."""
    values, held = times.to_numpy(), times.columns.get_indexer(met["code_insee"])
    home = times.index.get_indexer(met["code_insee"])
    fixed = ((met["mode"] == FIXED) & (held >= 0)).to_numpy()
    visit = ((met["mode"] == ITINERANT) & (held >= 0) & (home >= 0)).to_numpy()
    nearest = np.full((size, len(times)), np.nan)
    np.fmin.at(nearest, place[fixed], values[:, held[fixed]].T)
    np.fmin.at(nearest, (place[visit], home[visit]), values[home[visit], held[visit]])
    return nearest


@per_edition
def zones_blanches(edition: Edition) -> pd.DataFrame:
    """Rows of `access` for the years whose recipients are known, with `brsa` and `blanche` (True or False).

    A commune of ENOUGH recipients or more is blanche when no place is within REACH minutes and nothing is
    offered at a distance. A smaller one takes the class of its territory of social action: that in which most
    recipients of its larger communes live; its own when the territory has none.
    """
    counted = brsa.at_level(edition, "commune").rename(columns={"territoire": "code_insee"})
    table = access(edition).merge(counted[["code_insee", "periode", "brsa"]], on=["code_insee", "periode"], how="left")
    table = table[table["periode"].isin(counted["periode"].unique())]
    own = ~table["a_distance"].astype("bool") & ~(table["minutes"] <= REACH)
    large = table["brsa"] >= ENOUGH
    table = table.assign(tas=table["code_insee"].map(zone_of(edition, "territoire_action_sociale")))
    weights = table["brsa"].where(large, 0.0)
    keys = [table["periode"], table["theme"], table["tas"]]
    everyone = weights.groupby(keys).transform("sum")
    without = (weights * own).groupby(keys).transform("sum")
    inherited = (without > everyone / 2).where(everyone > 0, own)
    return table.assign(blanche=own.where(large, inherited).astype("bool")).drop(columns="tas").reset_index(drop=True)
