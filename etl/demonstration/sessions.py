"""Table `sessions`, and the dates of the séances of each session."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION, uniform_days
from etl.demonstration.draws import Rng
from etl.demonstration.frames import frame, identifiers
from etl.demonstration.territory import Territory


def seance_date(sessions: pd.DataFrame, session: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Date of the séance of that rank (0 is the first day of the session, the last one its end)."""
    start = sessions["start"].to_numpy().astype("datetime64[D]")[session]
    end = sessions["end"].to_numpy().astype("datetime64[D]")[session]
    last = sessions["seances"].to_numpy()[session] - 1
    span = np.busday_count(start, end + 1) - 1
    return np.busday_offset(start, (rank * span) // last, roll="forward")


def sessions_table(rng: Rng, sessions: pd.DataFrame, land: Territory) -> pd.DataFrame:
    """Table `sessions`. sessions: the timetable with `entered`, the number of people who came in."""
    size = len(sessions)
    commune = sessions["commune"].to_numpy()
    held = commune >= 0
    place = land.communes.iloc[np.where(held, commune, 0)]
    shift = _shift(rng, sessions)
    code = place["code"].to_numpy(dtype="object")
    return frame(
        "sessions",
        size,
        {
            "session_id": identifiers("SE", size, 5),
            "action_id": [f"DEMO-A{action + 1:03d}" for action in sessions["action"]],
            "code_insee": np.where(held, code, None),
            "lieu_type": sessions["lieu"].to_numpy(),
            "latitude": np.where(held, np.round(place["latitude"].to_numpy() + shift[0], 5), np.nan),
            "longitude": np.where(held, np.round(place["longitude"].to_numpy() + shift[1], 5), np.nan),
            "date_debut": sessions["start"].to_numpy(),
            "date_fin": sessions["end"].to_numpy(),
            "places_ouvertes": sessions["places"].to_numpy(),
            "jours_ouverture_semaine": np.where(sessions["lieu"] == "permanence", 2.0, 5.0),
            "date_maj_places": _updated(rng, sessions),
            "statut": _status(sessions),
        },
    )


def _shift(rng: Rng, sessions: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The same few hundred metres for all the sessions that an action holds in one place."""
    room = sessions["action"].to_numpy() * 100 + sessions["site"].to_numpy()
    _, room = np.unique(room, return_inverse=True)
    return rng.normal(0, 0.003, room.max() + 1)[room], rng.normal(0, 0.003, room.max() + 1)[room]


def _updated(rng: Rng, sessions: pd.DataFrame) -> np.ndarray:
    """Places are last confirmed when the session begins; while it goes on, again and again."""
    start, end = (sessions[name].to_numpy().astype("datetime64[D]") for name in ("start", "end"))
    last = np.where(end < EXTRACTION, start, EXTRACTION) - uniform_days(rng, len(sessions), 0, 12)
    return last.astype("datetime64[m]") + rng.integers(8 * 60, 18 * 60, len(sessions)).astype("timedelta64[m]")


def _status(sessions: pd.DataFrame) -> np.ndarray:
    start, end = (sessions[name].to_numpy().astype("datetime64[D]") for name in ("start", "end"))
    full = sessions["entered"].to_numpy() >= sessions["places"].to_numpy()
    going_on = np.where(full, "complete", "ouverte")
    status = np.select([start > EXTRACTION, end < EXTRACTION], ["planifiee", "terminee"], going_on)
    return np.where(sessions["cancelled"], "annulee", status)
