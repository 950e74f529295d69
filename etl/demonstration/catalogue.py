"""The hundred and five actions before they are written down: kind, service points, story, period, mean size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from etl.demonstration.draws import Rng
from etl.demonstration.territory import THEMES, Territory

HERE = Path(__file__).parent
# Planted stories of under-attendance: how many actions of each (§ F.3, 5).
STORIES = {"prescription": 5, "absence": 4, "distance": 3}
PLANTABLE = ("atelier", "accompagnement", "projet", "numerique", "remobilisation")
CLOSED, NEW = 5, 4  # ordinary actions that stop, or start, within the three years
MEAN_PLACES = 7.0
LARGEST_ROUND = 9  # service points that one action may hold, in proportion to the size of the département


def kinds() -> pd.DataFrame:
    """The kinds of action of `kinds.csv`, one row each; lists still joined by « ; » or « | »."""
    return pd.read_csv(HERE / "kinds.csv", keep_default_na=False)


def catalogue(rng: Rng, land: Territory, scale: float) -> pd.DataFrame:
    """One row per action: the columns of its kind, then what is drawn for it.

    number: rank within the kind. sites: service points, as a tuple. story: "" when ordinary. opened, closed:
    dates. mean_places: of a session. appeal: multiplies prescriptions. fill: part of the places that its
    prescriptions can occupy at best.
    """
    table = kinds()
    counts = np.maximum(1, np.rint(table["count"] * scale)).astype(int)
    actions = table.loc[table.index.repeat(counts)].reset_index(drop=True)
    actions["number"] = actions.groupby("kind").cumcount()
    actions["story"] = _stories(rng, actions, scale)
    actions["sites"] = _sites(rng, actions, land, scale)
    size = len(actions)
    actions["mean_places"] = np.clip(MEAN_PLACES * rng.lognormal(0, 0.15, size), 5.5, 10)
    planted = actions["story"] != ""
    actions.loc[planted, "mean_places"] = np.maximum(actions.loc[planted, "mean_places"], MEAN_PLACES)
    appeal = np.exp(rng.normal(0, 0.18, size))
    actions["appeal"] = appeal / appeal.mean() * np.where(actions["story"] == "prescription", 0.52, 1)
    ordinary = np.clip(rng.normal(0.838, 0.04, size), 0.72, 0.95)
    actions["fill"] = np.where(planted, np.where(actions["story"] == "prescription", 0.50, 0.455), ordinary)
    return actions.assign(**_period(rng, actions))


def _stories(rng: Rng, actions: pd.DataFrame, scale: float) -> np.ndarray:
    story = np.full(len(actions), "", dtype="object")
    possible = rng.permutation(np.flatnonzero(actions["kind"].isin(PLANTABLE)))
    start = 0
    for name, number in STORIES.items():
        number = max(1, round(number * scale))
        story[possible[start : start + number]] = name
        start += number
    return story


def _sites(rng: Rng, actions: pd.DataFrame, land: Territory, scale: float) -> list[tuple[int, ...]]:
    sites: list[tuple[int, ...]] = [()] * len(actions)
    most = max(1, int(LARGEST_ROUND * scale))
    for zone, group in actions.groupby("zone"):
        points = np.flatnonzero(land.points[zone])
        spread = _round_robin(points, len(group)) if zone in THEMES else None
        for rank, (place, action) in enumerate(group.iterrows()):
            drawn = spread[rank] if spread else _drawn(rng, land, points, action)
            sites[place] = drawn[:most]
    return sites


def _round_robin(points: np.ndarray, actions: int) -> list[tuple[int, ...]]:
    """Every service point of a theme is held by one of its actions: this is what leaves the others without."""
    return [tuple(points[rank::actions]) or (points[rank % len(points)],) for rank in range(actions)]


def _drawn(rng: Rng, land: Territory, points: np.ndarray, action: pd.Series) -> tuple[int, ...]:
    near = np.exp(-land.minutes[:, points] / 12)
    catchment = (land.communes["brsa"].to_numpy()[:, None] * near).sum(axis=0) + 1e-9
    weights = catchment**-0.5 if action["story"] == "distance" else catchment**0.8
    if action["story"] == "distance":
        weights[np.argsort(-catchment)[: len(points) // 3]] = 0 if len(points) > 2 else weights.min()
    number = min(1 if action["story"] else action["sites"], int((weights > 0).sum()))
    return tuple(rng.choice(points, number, replace=False, p=weights / weights.sum()))


def _period(rng: Rng, actions: pd.DataFrame) -> dict[str, np.ndarray]:
    size = len(actions)
    opened = np.datetime64("2018-01-01") + rng.integers(0, 1700, size).astype("timedelta64[D]")
    closed = np.full(size, np.datetime64("NaT"), dtype="datetime64[D]")
    free = (actions["zone"] == "general") & (actions["story"] == "") & (actions["count"] >= 5)
    chosen = rng.permutation(np.flatnonzero(free))[: CLOSED + NEW]
    ended, started = chosen[:CLOSED], np.append(chosen[CLOSED:], _newest(actions))
    closed[ended] = np.datetime64("2024-06-30") + 30 * rng.integers(0, 13, len(ended)).astype("timedelta64[D]")
    opened[started] = np.datetime64("2024-01-02") + 30 * rng.integers(0, 9, len(started)).astype("timedelta64[D]")
    return {"opened": opened, "closed": closed}


def _newest(actions: pd.DataFrame) -> np.ndarray:
    """Two of the actions short of prescriptions are simply new, and not known yet."""
    return np.flatnonzero(actions["story"] == "prescription")[:2]
