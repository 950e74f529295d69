"""When and where each action is held: one row per session, one per month and place for permanent entry."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION, YEARS, days, month_end
from etl.demonstration.draws import Rng
from etl.demonstration.territory import Territory

PLANNED_UNTIL = np.datetime64("2026-02-28")  # sessions already announced on the day of extraction
SMALL_PACE = 2.5  # a small département keeps one action of each kind at least, and holds it less often
DISPERSION = 15.0  # of the places beyond two: variance = mean + mean² / dispersion


def timetable(rng: Rng, actions: pd.DataFrame, scale: float) -> pd.DataFrame:
    """Sessions in order of action and date: action, site (service point), start, end, places, seances."""
    parts = [
        _monthly(rng, action) if action.entree == "permanente" else _dated(rng, action, scale)
        for action in actions.itertuples()
    ]
    sessions = pd.concat(parts, ignore_index=True)
    sessions = sessions[_in_period(sessions, actions)].reset_index(drop=True)
    mean = actions["mean_places"].to_numpy()[sessions["action"]]
    drawn = 2 + rng.negative_binomial(DISPERSION, DISPERSION / (DISPERSION + mean - 2))
    return sessions.assign(places=np.minimum(drawn, 25))


def _monthly(rng: Rng, action) -> pd.DataFrame:
    months = np.arange("2023-01", "2026-03", dtype="datetime64[M]")
    month, site = (part.ravel() for part in np.meshgrid(months, action.sites, indexing="ij"))
    return _rows(action, site, month.astype("datetime64[D]"), month_end(month))


def _dated(rng: Rng, action, scale: float) -> pd.DataFrame:
    rate = action.per_year * np.clip(SMALL_PACE * scale, 0.5, 1)
    starts = []
    for year in (*YEARS, YEARS[-1] + 1):
        number = max(1, rng.poisson(rate)) if action.story == "" else round(rate)
        spread = np.sort((np.arange(number) + rng.random(number)) / number)
        starts.append(np.datetime64(f"{year}-01-03") + days(spread * 355))
    start = np.busday_offset(np.concatenate(starts), 0, roll="forward", weekmask="Mon")
    end = np.busday_offset(start, int(5 * action.weeks) - 1, roll="forward")
    site = np.resize(np.array(action.sites), len(start))
    return _rows(action, site, start, end)


def _rows(action, site: np.ndarray, start: np.ndarray, end: np.ndarray) -> pd.DataFrame:
    columns = {"action": action.Index, "site": site, "start": start, "end": end, "seances": int(action.seances)}
    return pd.DataFrame(columns)


def _in_period(sessions: pd.DataFrame, actions: pd.DataFrame) -> np.ndarray:
    opened = actions["opened"].to_numpy()[sessions["action"]]
    closed = actions["closed"].to_numpy()[sessions["action"]]
    start, end = sessions["start"].to_numpy(), sessions["end"].to_numpy()
    return (start >= opened) & (np.isnat(closed) | (end <= closed)) & (start <= PLANNED_UNTIL)


def places_and_points(rng: Rng, sessions: pd.DataFrame, actions: pd.DataFrame, land: Territory) -> pd.DataFrame:
    """Adds `commune` (position, −1 at a distance), `lieu` and `cancelled` to the sessions."""
    kind = actions["kind"].to_numpy()[sessions["action"]]
    number = actions["number"].to_numpy()[sessions["action"]]
    size = len(sessions)
    lieu = np.full(size, "local", dtype="object")
    permanent = actions["entree"].to_numpy()[sessions["action"]] == "permanente"
    main = np.array([sites[0] for sites in actions["sites"]])[sessions["action"]]
    lieu[permanent & (sessions["site"].to_numpy() != main)] = "permanence"
    remote = np.isin(kind, ("atelier", "projet", "numerique", "creation")) & (number % 4 == 1)
    lieu[remote & (rng.random(size) < 0.3)] = "distance"
    touring = (kind == "remobilisation") & (number == 1)
    lieu[touring] = "itinerant"
    commune = land.points["commune"].to_numpy()[sessions["site"].to_numpy()]
    commune[touring] = _tour(rng, land, sessions["site"].to_numpy()[touring])
    commune = np.where(lieu == "distance", -1, commune)
    cancelled = (rng.random(size) < 0.008) & (sessions["start"].to_numpy() <= EXTRACTION)
    return sessions.assign(commune=commune, lieu=lieu, cancelled=cancelled)


def _tour(rng: Rng, land: Territory, sites: np.ndarray) -> np.ndarray:
    """A commune around its service point for each stop of a touring action."""
    around = [np.flatnonzero(land.minutes[:, site] <= 30) for site in sites]
    return np.array([rng.choice(near) for near in around], dtype=int)
