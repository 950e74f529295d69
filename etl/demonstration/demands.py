"""How many people are sent to each session and how many come in: the two counts everything else follows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION, SEASON, SUMMER_WORKSHOPS, month_of
from etl.demonstration.draws import Rng, beta
from etl.demonstration.matching import match
from etl.demonstration.territory import Territory

PER_PLACE = 1.22
SESSION_CORRELATION = 0.04
# Advantage at the door, on the logit scale: path, and each 10 minutes of road beyond 20.
PATH_ADVANTAGE = {"pro": 0.5, "socio_pro": 0.0, "social": -0.55}
ROAD_PENALTY = 0.26
LONGEST_SEANCE = 7.0  # hours; long actions report some of their days only


def counts(rng: Rng, sessions: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """Adds `asked` (prescriptions) and `entered` to the sessions.

    asked ~ Poisson(places × 1.22 × appeal × season); entered ~ beta-binomial(places, fill), never more than
    were asked. Nobody enters a session that was cancelled or has not begun.
    """
    action = sessions["action"].to_numpy()
    month = month_of(sessions["start"].to_numpy())
    season = SEASON[month - 1]
    workshop = (actions["kind"] == "atelier").to_numpy()[action]
    season = np.where(workshop & np.isin(month, (7, 8)), season * SUMMER_WORKSHOPS, season)
    places = sessions["places"].to_numpy()
    asked = rng.poisson(places * PER_PLACE * actions["appeal"].to_numpy()[action] * season)
    able = rng.binomial(places, beta(rng, actions["fill"].to_numpy()[action], SESSION_CORRELATION))
    begun = (sessions["start"].to_numpy() <= EXTRACTION) & ~sessions["cancelled"].to_numpy()
    asked = np.where(sessions["start"].to_numpy() > EXTRACTION, rng.binomial(asked, 0.5), asked)
    return sessions.assign(asked=asked, entered=np.where(begun, np.minimum(able, asked), 0))


def demands(
    rng: Rng, sessions: pd.DataFrame, actions: pd.DataFrame, people: pd.DataFrame, land: Territory
) -> pd.DataFrame:
    """One row per prescription: session, action, kind, story, person, minutes of road, hours of a séance, `enters`."""
    session = np.repeat(np.arange(len(sessions)), sessions["asked"])
    one = sessions.iloc[session].reset_index(drop=True)
    one = one.assign(session=session)
    for name in ("kind", "story", "convocation"):
        one[name] = actions[name].to_numpy()[one["action"]]
    whole = (actions["weeks"] * actions["hours"] / actions["seances"]).clip(upper=LONGEST_SEANCE)
    one["hours"] = np.round(whole.to_numpy(float)[one["action"]], 1)
    one["person"] = match(rng, one, people, land)
    road = land.minutes[people["commune"].to_numpy()[one["person"]], one["site"]]
    one["minutes"] = np.where(one["commune"] >= 0, road, 0.0)
    return one.assign(enters=_let_in(rng, one, people))


def _let_in(rng: Rng, one: pd.DataFrame, people: pd.DataFrame) -> np.ndarray:
    """The `entered` people of each session, drawn with chances that fall with the road and follow the path."""
    path = people["path"].map(PATH_ADVANTAGE).to_numpy()[one["person"]]
    score = path - ROAD_PENALTY * np.maximum(one["minutes"] - 20, 0) / 10 + rng.gumbel(size=len(one))
    session = one["session"].to_numpy()
    order = np.lexsort((-score, session))
    rank = np.empty(len(one), dtype=int)
    rank[order] = np.arange(len(one)) - np.searchsorted(session, session[order])
    return rank < one["entered"].to_numpy()
