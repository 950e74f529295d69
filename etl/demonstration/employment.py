"""Jobs held after an exit. The survey reads them: what it asks has a true answer that nothing else knows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION, days
from etl.demonstration.draws import Rng, choose
from etl.demonstration.exits import JOBS
from etl.demonstration.frames import frame, where

MONTH = 30.4375  # days
SURVIVAL_SHAPE, SURVIVAL_SCALE = 0.8, 34.0  # Weibull months: still in the job .78 at 6, .65 at 12, .48 at 24
LATER_SCALE = 11.0  # jobs found later on are shorter contracts
# Median-like wait, in months, for a job found later on: Weibull of that scale, the chance grows with time.
WAIT_SHAPE = 1.6
WAIT_SCALE = {"positive": 18.0, "autre": 29.0, "durable": 17.0, "transition": 17.0}
# National order of programmes (Dares): temporary work and intermediary associations before EI, workshops, ACI.
PROGRAMME = {
    "iae_etti": 2.4, "iae_ai": 2.0, "iae_ei": 1.3, "afpa": 1.3, "atelier": 1.05, "autre": 1.05,
    "accompagnement_global": 1.0, "levee_frein": 0.9, "iae_aci": 0.75, "phc": 0.6,
}  # fmt: skip
FULL_TIME = {"F": 0.69, "H": 0.86}
CONTRACT = {
    "cdi": "cdi",
    "cdd_plus_6m": "cdd_plus_6m",
    "creation": "independant",
    "fonction_publique": "cdi",
    "cdd_moins_6m": "cdd_moins_6m",
    "interim": "interim",
    "contrat_aide": "autre",
    "siae_autre": "siae",
}
LATER_CONTRACT = {"cdd_moins_6m": 38, "interim": 22, "cdi": 18, "cdd_plus_6m": 14, "alternance": 4, "independant": 4}


def jobs(rng: Rng, leavers: pd.DataFrame) -> pd.DataFrame:
    """Up to two jobs per leaver: leaver (row), start, end, nature, full (full time).

    leavers: left, outcome, reason, programme, sexe, for exits that count. The first job of those who leave for
    one begins that week; later jobs come at a pace that depends on the exit and the programme.
    """
    size, reason = len(leavers), leavers["reason"].to_numpy()
    left = leavers["left"].to_numpy().astype("datetime64[D]")
    hired = leavers["outcome"].isin(JOBS).to_numpy() | (reason == "siae_autre")
    first = left + rng.integers(0, 7, size).astype("timedelta64[D]")
    first_end = first + _length(rng, size, SURVIVAL_SCALE)
    scale = leavers["outcome"].map(WAIT_SCALE).to_numpy() / leavers["programme"].map(PROGRAMME).to_numpy()
    wait = days(MONTH * scale * rng.weibull(WAIT_SHAPE, size))
    later = np.where(hired, first_end, left) + wait + 1
    full = rng.random((2, size)) < leavers["sexe"].map(FULL_TIME).to_numpy()
    nature = pd.Series(reason).map(CONTRACT).to_numpy(dtype="object")
    row = np.arange(size)
    both = pd.DataFrame(
        {
            "leaver": np.append(row[hired], row),
            "start": np.append(first[hired], later),
            "end": np.append(first_end[hired], later + _length(rng, size, LATER_SCALE)),
            "nature": np.append(nature[hired], choose(rng, LATER_CONTRACT, size)),
            "full": np.append(full[0][hired], full[1]),
        }
    )
    return both.sort_values(["leaver", "start"], kind="stable", ignore_index=True)


def held_at(jobs: pd.DataFrame, dates: np.ndarray) -> np.ndarray:
    """Row of the job each leaver holds on their date, −1 for none."""
    on = dates[jobs["leaver"]]
    held = jobs[(jobs["start"].to_numpy() <= on) & (on < jobs["end"].to_numpy())]
    found = np.full(len(dates), -1)
    found[held["leaver"]] = held.index
    return found


def episodes_table(rng: Rng, jobs: pd.DataFrame, key: np.ndarray) -> pd.DataFrame:
    """Table `episodes_emploi`: jobs begun before the extraction. key: pseudonym of each leaver."""
    begun = jobs[jobs["start"] <= EXTRACTION]
    size = len(begun)
    end = begun["end"].to_numpy().astype("datetime64[D]")
    origin = choose(rng, {"appariement": 60, "declaration": 25, "enquete": 15}, size)
    return frame(
        "episodes_emploi",
        size,
        {
            "personne_key": key[begun["leaver"]],
            "date_debut": begun["start"].to_numpy(),
            "date_fin": np.where(end <= EXTRACTION, end, np.datetime64("NaT")),
            "nature": begun["nature"].to_numpy(),
            "source": origin,
            "temps": where(rng.random(size) < 0.95, np.where(begun["full"], "complet", "partiel")),
        },
    )


def _length(rng: Rng, size: int, scale: float) -> np.ndarray:
    return days(np.maximum(MONTH * scale * rng.weibull(SURVIVAL_SHAPE, size), 3))
