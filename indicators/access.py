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
    when there is none anywhere. A theme that an action of the edition serves has rows for every year.
    """
    times, met = minutes(edition), stops(edition)
    periodes, served = sorted(met["periode"].unique()), sorted(met["theme"].unique())
    by_key = dict(list(met.groupby(["periode", "theme"])))
    parts = [
        _nearest(times, by_key.get((p, t), met.iloc[:0])).assign(periode=p, theme=t) for p in periodes for t in served
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


COLUMNS = ["periode", "theme", "code_insee", "minutes", "a_distance"]


def _nearest(times: pd.DataFrame, met: pd.DataFrame) -> pd.DataFrame:
    places = times.columns.intersection(met.loc[met["mode"] == FIXED, "code_insee"])
    nearest = times[places].min(axis=1) if len(places) else pd.Series(np.nan, index=times.index)
    visited = times.index.intersection(met.loc[met["mode"] == ITINERANT, "code_insee"])
    own = pd.Series({code: times.at[code, code] for code in visited}, dtype="float64").reindex(times.index)
    nearest = np.fmin(nearest.to_numpy("float64"), own.to_numpy())
    remote = bool((met["mode"] == REMOTE).any())
    return pd.DataFrame({"code_insee": times.index, "minutes": nearest, "a_distance": remote})


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
