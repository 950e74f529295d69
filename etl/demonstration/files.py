"""Table `referents_file_active`: by month, organisation and territory, people followed and posts; never an agent."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import MONTHS, month_end
from etl.demonstration.draws import Rng
from etl.demonstration.frames import frame

# People per full-time post; « autre » is the FSE+ team of the département.
PER_POST = {
    "france_travail": 90,
    "conseil_departemental": 48,
    "delegataire": 35,
    "mission_locale": 40,
    "cap_emploi": 45,
    "autre": 24,
}
POSTS_PER_AGENT = 0.88
LEAST = 5  # people: below, no file is held in that territory


def files_table(rng: Rng, people: pd.DataFrame) -> pd.DataFrame:
    """Table `referents_file_active`. people: tas, referent, orientation, left."""
    held = _held(people)
    size, persons = len(held), held["persons"].to_numpy()
    ratio = held["referent"].map(PER_POST).to_numpy() * _lasting(rng, held)
    posts = np.maximum(np.round(persons / ratio, 2), 0.1)
    agents = np.maximum(np.ceil(posts / POSTS_PER_AGENT), 1)
    seen = rng.binomial(persons, 0.78)
    return frame(
        "referents_file_active",
        size,
        {
            "mois": held["month"].to_numpy(),
            "organisme_referent": held["referent"].to_numpy(),
            "code_tas": held["tas"].to_numpy(),
            "nb_referents": agents,
            "etp": posts,
            "personnes_affectees": persons,
            "personnes_recues_6m": seen,
            "nb_contacts_mois": rng.poisson(persons * 16 / ratio),
            "nb_sans_contact_90j": rng.binomial(persons - seen, 0.75),
            "definition_file": "portefeuille",
            "ecart_type": np.round(0.2 * ratio, 1),
        },
    )


def _held(people: pd.DataFrame) -> pd.DataFrame:
    """People followed at the end of each month, by organisation and territory."""
    oriented, left = (people[name].to_numpy().astype("datetime64[D]") for name in ("orientation", "left"))
    parts = []
    for month in MONTHS:
        end = month_end(month)
        open_file = (oriented <= end) & (np.isnat(left) | (left > end))
        count = people[open_file].groupby(["tas", "referent"]).size().rename("persons").reset_index()
        parts.append(count.assign(month=month.astype("datetime64[D]")))
    held = pd.concat(parts, ignore_index=True)
    return held[held["persons"] >= LEAST].reset_index(drop=True)


def _lasting(rng: Rng, held: pd.DataFrame) -> np.ndarray:
    """Some teams are busier than others, and stay so."""
    team = (held["tas"].astype("str") + held["referent"].astype("str")).to_numpy()
    names, place = np.unique(team, return_inverse=True)
    return rng.lognormal(0, 0.10, len(names))[place]
