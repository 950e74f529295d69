"""How far and how long between communes, when no road table is at hand (reference, method M5)."""

from __future__ import annotations

import numpy as np
import pandas as pd

EARTH_KM = 6371.0  # mean radius
DOOR_MIN = 5.0  # minutes lost at both ends of a journey
MIN_PER_KM = 1.0  # 60 km/h as the crow flies
MIN_PER_KM_INSIDE = 0.67  # for a journey inside one commune, along the radius of a disc of its area


def haversine_km(from_points: np.ndarray, to_points: np.ndarray) -> np.ndarray:
    """Great-circle distances in km, shape (n, m), of points given as (n, 2) and (m, 2) latitude, longitude."""
    start = np.radians(np.asarray(from_points, dtype=float))[:, None, :]
    end = np.radians(np.asarray(to_points, dtype=float))[None, :, :]
    half = np.sin((end - start) / 2) ** 2
    chord = half[..., 0] + np.cos(start[..., 0]) * np.cos(end[..., 0]) * half[..., 1]
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))


def travel_times(origins: pd.DataFrame, destinations: pd.DataFrame | None = None) -> pd.DataFrame:
    """Minutes by car from each commune (rows, by code) to each other (columns, by code).

    Both frames: code, latitude, longitude, superficie_km2 (as `communes()` gives them); without
    destinations, the origins themselves. t = 5 + 1.0·d, chef-lieu to chef-lieu; within one commune
    t = 5 + 0.67·√(superficie/π). Source: reference M5, fallback (3). NaN where a position is missing.
    """
    ends = origins if destinations is None else destinations
    km = haversine_km(origins[["latitude", "longitude"]].to_numpy(), ends[["latitude", "longitude"]].to_numpy())
    minutes = DOOR_MIN + MIN_PER_KM * km
    inside = DOOR_MIN + MIN_PER_KM_INSIDE * np.sqrt(origins["superficie_km2"].to_numpy(dtype=float) / np.pi)
    same = origins["code"].to_numpy()[:, None] == ends["code"].to_numpy()[None, :]
    times = np.where(same, inside[:, None], minutes)
    return pd.DataFrame(times, index=pd.Index(origins["code"], name="code"), columns=list(ends["code"]))
