"""Who is sent to which session: people followed at that date, oriented lately rather than long ago, and near."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION, month_end
from etl.demonstration.draws import Rng
from etl.demonstration.territory import Territory

REACH = 8.0  # minutes: people are e times fewer to be sent every 8 minutes further
FAR_REACH = 18.0  # for the actions whose story is distance
RECENT_DAYS, RECENT_WEIGHT = 90, 9.0
# Women are 9 points less often in an entreprise d'insertion, 6 points more in an association intermédiaire.
WOMEN = {"ei": 0.62, "ai": 1.28}


def match(rng: Rng, demands: pd.DataFrame, people: pd.DataFrame, land: Territory) -> np.ndarray:
    """Rank of a person for each demand. demands: start (of the session), site, commune, kind, story.

    People are drawn without replacement within a month, a service point and a kind that matters to the draw.
    """
    time = np.column_stack([land.minutes, np.full(len(land.communes), 25.0)])[people["commune"].to_numpy()]
    month = demands["start"].to_numpy().astype("datetime64[M]")
    site = np.where(demands["commune"] >= 0, demands["site"], land.minutes.shape[1])
    trait = np.where(demands["kind"].isin(list(WOMEN)), demands["kind"], "")
    trait = np.where(demands["story"] == "distance", "distance", trait)
    groups = pd.DataFrame({"month": month.astype("int64"), "site": site, "trait": trait})
    chosen = np.empty(len(demands), dtype=int)
    for _, one in groups.groupby("month"):
        first = one["month"].iloc[0].astype("datetime64[M]")
        at_hand, weight = _at_hand(people, first)
        for (place, kind), rows in one.groupby(["site", "trait"]).indices.items():
            score = weight - time[at_hand, place] / (FAR_REACH if kind == "distance" else REACH)
            score = score + np.log(WOMEN.get(kind, 1.0)) * (people["sexe"].to_numpy()[at_hand] == "F")
            chosen[one.index[rows]] = at_hand[_draw(rng, score, len(rows))]
    return chosen


def _at_hand(people: pd.DataFrame, month: np.datetime64) -> tuple[np.ndarray, np.ndarray]:
    """Ranks of the people who can be sent to a session of that month, and the logarithm of their chances."""
    first = np.minimum(month.astype("datetime64[D]"), EXTRACTION - 12)
    orientation, left = (people[name].to_numpy().astype("datetime64[D]") for name in ("orientation", "left"))
    stays = np.isnat(left) | (left > month_end(month) + 20)
    at_hand = np.flatnonzero((orientation < first) & stays)
    recent = (first - orientation[at_hand]).astype(int) <= RECENT_DAYS
    return at_hand, np.log(np.where(recent, RECENT_WEIGHT, 1.0))


def _draw(rng: Rng, score: np.ndarray, number: int) -> np.ndarray:
    """`number` positions drawn without replacement, chances in exp(score); again from the start when too many."""
    noisy = score + rng.gumbel(size=len(score))
    if number < len(score):
        return np.argpartition(-noisy, number)[:number]
    return np.resize(np.argsort(-noisy), number)
