"""Table `presences`: one row per séance and person who entered, from the first séance attended to the last due."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION, RAIN, month_of
from etl.demonstration.draws import Rng, beta
from etl.demonstration.frames import frame, where
from etl.demonstration.sessions import seance_date

PERSON_CORRELATION = 0.25
# Parts of the séances due, by the way people were asked to come (rdv-insertion for the unjustified ones).
UNJUSTIFIED = {"invitation": 0.112, "convocation": 0.238}
EXCUSED = 0.096
RAIN_ABSENCE, ROAD_ABSENCE, ROAD_MINUTES = 0.03, 0.04, 35
UNKNOWN, CANCELLED = 0.03, 0.01  # sheets not filled in; séances cancelled by the structure


def attendance(rng: Rng, demands: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """One row per séance due: demand (row), session, person, rank, date, mode, status, hours."""
    entries = demands[demands["enters"]]
    number = (entries["last"] - entries["first"] + 1).to_numpy()
    row = np.repeat(np.arange(len(entries)), number)
    ahead = np.arange(len(row)) - np.repeat(np.cumsum(number) - number, number)
    due = entries.iloc[row][["session", "person", "minutes", "first", "type", "hours"]]
    due = due.assign(demand=entries.index.to_numpy()[row], entry=row, rank=due["first"].to_numpy() + ahead)
    due["date"] = seance_date(sessions, due["session"].to_numpy(), due["rank"].to_numpy())
    due = due[due["date"] <= EXTRACTION].reset_index(drop=True)
    due["mode"] = np.where(due["type"] == "convocation", "convocation", "invitation")
    due["status"] = _status(rng, due, len(entries))
    return due


def presences_table(due: pd.DataFrame, key: np.ndarray) -> pd.DataFrame:
    """Table `presences`, hours only for people who came."""
    came = (due["status"] == "present").to_numpy()
    return frame(
        "presences",
        len(due),
        {
            "session_id": [f"DEMO-SE{session + 1:05d}" for session in due["session"]],
            "personne_key": key[due["person"]],
            "date_seance": due["date"].to_numpy(),
            "statut": due["status"].to_numpy(),
            "heures": np.where(came, due["hours"], np.where(due["status"] == "inconnu", np.nan, 0.0)),
            "mode_invitation": where(np.ones(len(due), bool), due["mode"]),
        },
    )


def _status(rng: Rng, due: pd.DataFrame, entries: int) -> np.ndarray:
    """The first séance is attended by definition, so the others carry all the absences."""
    later = (due["rank"] > due["first"]).to_numpy()
    unjustified = due["mode"].map(UNJUSTIFIED).to_numpy()
    absent = (unjustified + EXCUSED) * _spread_over(due["mode"].to_numpy(), later)
    absent = absent + _circumstances(due, later)
    # One disposition per entry, the same at each séance: rank of the person among all, kept whatever the mean.
    typical = pd.Series(absent).groupby(due["entry"].to_numpy()).transform("mean").to_numpy()
    first = np.flatnonzero(~later)
    person = np.full(entries, np.nan)
    person[due["entry"].to_numpy()[first]] = beta(rng, typical[first], PERSON_CORRELATION)
    chance = person[due["entry"].to_numpy()] + absent - typical
    missed = later & (rng.random(len(due)) < chance)
    kind = np.where(rng.random(len(due)) < unjustified / (unjustified + EXCUSED), "injustifie", "excuse")
    status = np.where(missed, kind, "present")
    return _blurred(rng, due, later, status)


def _spread_over(mode: np.ndarray, later: np.ndarray) -> np.ndarray:
    share = pd.Series(later).groupby(mode).transform("mean").to_numpy()
    return 1 / np.maximum(share, 0.5)


def _circumstances(due: pd.DataFrame, later: np.ndarray) -> np.ndarray:
    rain = np.isin(month_of(due["date"].to_numpy()), RAIN) * RAIN_ABSENCE
    extra = rain + (due["minutes"].to_numpy() > ROAD_MINUTES) * ROAD_ABSENCE
    mean = pd.Series(np.where(later, extra, np.nan)).groupby(due["mode"].to_numpy()).transform("mean")
    return extra - mean.fillna(0).to_numpy()


def _blurred(rng: Rng, due: pd.DataFrame, later: np.ndarray, status: np.ndarray) -> np.ndarray:
    status = np.where(later & (rng.random(len(due)) < UNKNOWN), "inconnu", status)
    seance = due["session"].to_numpy() * 100 + due["rank"].to_numpy()
    dates, place = np.unique(seance, return_inverse=True)
    off = (rng.random(len(dates)) < CANCELLED)[place]
    first = np.unique(seance[~later])
    return np.where(off & ~np.isin(seance, first), "annule_structure", status)
