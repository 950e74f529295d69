"""What the demonstration hides: the stories planted, so that a test can ask whether the screens find them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION
from etl.demonstration.employment import held_at
from etl.demonstration.survey import WAVES, due_date
from etl.demonstration.territory import THEMES, Territory

BLANK_MINUTES = 30
THEMATIQUES = {
    "mobilite": "mobilite",
    "garde": "famille--garde-denfants",
    "sante_mentale": "sante--sante-mentale",
    "francais": "lecture-ecriture-calcul--maitriser-le-francais",
}
BUS_STOPS = 4


@dataclass(frozen=True)
class Hidden:
    """What the truth is told from: the stage, the catalogue of actions, the counted exits and their jobs."""

    departement: str
    seed: int
    land: Territory
    actions: pd.DataFrame
    leavers: pd.DataFrame
    jobs: pd.DataFrame
    blank: dict[str, dict]


def hidden_truth(hidden: Hidden) -> dict:
    """What tests may compare the screens with.

    actions_sous_frequentees: {action_id: story}. zones_blanches: by theme, see `blank_zones`. taux_emploi: by
    wave, true part of the counted exits due by the extraction. temps_complet: by sex, over all jobs.
    bus_itinerant: stops of a scenario, nothing in the tables.
    """
    planted = hidden.actions.loc[hidden.actions["story"] != "", "story"]
    mobility = hidden.blank["mobilite"]
    return {
        "departement": hidden.departement,
        "seed": hidden.seed,
        "date_extraction": EXTRACTION.item(),
        "brsa": int(hidden.land.communes["brsa"].sum()),
        "actions_sous_frequentees": {f"DEMO-A{rank + 1:03d}": story for rank, story in planted.items()},
        "zones_blanches": hidden.blank,
        "taux_emploi": {wave: employed(hidden.leavers, hidden.jobs, wave) for wave in WAVES},
        "temps_complet": _full_time(hidden),
        "bus_itinerant": {"jours_par_mois": 2, "communes": mobility["communes"][:BUS_STOPS], "theme": "mobilite"},
    }


def employed(leavers: pd.DataFrame, jobs: pd.DataFrame, wave: int) -> float:
    """True part of the counted exits holding a job `wave` months later, among those due by the extraction."""
    date = due_date(leavers["left"].to_numpy().astype("datetime64[D]"), np.full(len(leavers), wave))
    return float((held_at(jobs, date) >= 0)[date <= EXTRACTION].mean())


def blank_zones(land: Territory) -> dict[str, dict]:
    """By theme: thematique, communes over 30 minutes from all its service points, brsa, territoires wholly blank.

    Communes with the most people come first. No minimum of people here: this is the map of times alone.
    """
    zones = {}
    for theme in THEMES:
        blank = land.minutes[:, land.points[theme].to_numpy(bool)].min(axis=1) > BLANK_MINUTES
        communes = land.communes[blank].sort_values("brsa", ascending=False, kind="stable")
        whole = pd.Series(blank).groupby(land.communes["code_tas"].to_numpy()).all()
        zones[theme] = {
            "thematique": THEMATIQUES[theme],
            "communes": list(communes["code"]),
            "brsa": int(communes["brsa"].sum()),
            "territoires": set(whole.index[whole]),
        }
    return zones


def _full_time(hidden: Hidden) -> dict[str, float]:
    worker = hidden.leavers["sexe"].to_numpy()[hidden.jobs["leaver"]]
    return {sex: float(hidden.jobs["full"][worker == sex].mean()) for sex in ("F", "H")}
