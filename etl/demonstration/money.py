"""Table `budget_actions`: what the département pays for the actions it subsidises, each year they are open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import YEARS
from etl.demonstration.draws import Rng, choose
from etl.demonstration.frames import frame, where

YEARLY = 3_840_000.0  # euros paid a year
MODES = {"subvention": 52, "marche": 18, "convention": 16, "aap": 9, "delegation": 5}


def budget_table(
    rng: Rng, actions: pd.DataFrame, table: pd.DataFrame, sessions: pd.DataFrame, scale: float
) -> pd.DataFrame:
    """Table `budget_actions`. actions: the catalogue; table: `actions`; sessions: the timetable (places a year)."""
    funded = np.flatnonzero(table["financement_cd"].to_numpy(bool))
    year, action = (part.ravel() for part in np.meshgrid(YEARS, funded, indexing="ij"))
    opened = table["date_ouverture"].dt.year.to_numpy()[action]
    closed = table["date_fermeture"].dt.year.fillna(9999).to_numpy()[action]
    active = (opened <= year) & (year <= closed)
    year, action = year[active], action[active]
    held = sessions.assign(year=sessions["start"].dt.year).groupby(["year", "action"])["places"].sum()
    places = held.reindex(pd.MultiIndex.from_arrays([year, action])).fillna(1).to_numpy(float)
    # Dearer by the place when it is longer; a lognormal of its own for each action.
    length = np.sqrt(actions["weeks"].to_numpy(float) * actions["hours"].to_numpy(float))[action]
    raw = places * length * rng.lognormal(0, 0.4, len(actions))[action]
    yearly = pd.Series(raw).groupby(year).transform("sum").to_numpy()
    paid = np.round(YEARLY * scale * raw / yearly, 2)
    mode = choose(rng, MODES, len(actions))[action]
    hours = np.round(rng.uniform(150, 2400, len(action)))
    return frame(
        "budget_actions",
        len(action),
        {
            "exercice": year,
            "action_id": table["action_id"].to_numpy()[action],
            "financeur": "cd",
            "montant_prevu": np.round(paid / rng.uniform(0.93, 1.06, len(action)), 2),
            "montant_realise": paid,
            "mode_attribution": mode,
            "heures_clause": where(mode == "marche", hours).astype(float),
        },
    )
