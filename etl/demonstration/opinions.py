"""Table `enquete_qualite`: how people followed and professionals judge the support, on the five pillars."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import uniform_days
from etl.demonstration.draws import Rng, choose
from etl.demonstration.frames import frame, identifiers, where
from etl.demonstration.territory import Territory

CANDIDATES, PROFESSIONALS = 420, 160
CAMPAIGN, OPENED = "2025-S2", np.datetime64("2025-09-15")
PILLARS = {"q_continuite": 62, "q_information": 55, "q_reseau": 60, "q_orientation": 64, "q_ecoute": 74}
GOOD_MARKS = 0.52  # marks of 8 or more
CITED = {"communication": 0.74, "acces_informations": 0.62, "reseau": 0.54, "connaissance_dispositifs": 0.53}
THEMES = {"ecoute": 28, "delais": 24, "interlocuteurs": 20, "mobilite": 14, "information": 14}
REPEATS = {"jamais": 18, "parfois": 35, "souvent": 32, "toujours": 15}
MODES = {"web": 52, "telephone": 24, "entretien": 14, "papier": 10}


def opinions_table(rng: Rng, land: Territory, scale: float) -> pd.DataFrame:
    """Table `enquete_qualite`, one campaign: 420 people followed and 160 professionals."""
    candidates, professionals = round(CANDIDATES * scale), round(PROFESSIONALS * scale)
    size = candidates + professionals
    candidate = np.arange(size) < candidates
    by_tas = land.communes.groupby("code_tas")["brsa"].sum()
    mood = rng.normal(0, 1, size)
    item = {name: _marks(rng, mood, mean / 10) for name, mean in PILLARS.items()}
    # What each public is asked: professionals say nothing of their own listening, people nothing of the network.
    asked = dict.fromkeys(PILLARS, candidate) | {"q_information": np.ones(size, bool), "q_reseau": ~candidate}
    return frame(
        "enquete_qualite",
        size,
        {
            "reponse_id": rng.permutation(identifiers("Q", size, 4)),
            "campagne": CAMPAIGN,
            "public": np.where(candidate, "candidat", "professionnel"),
            "code_tas": choose(rng, {code: float(count) ** 0.7 for code, count in by_tas.items()}, size),
            "date_reponse": OPENED + uniform_days(rng, size, 0, 60),
            "accompagne": where(candidate, rng.random(size) < 0.77),
            "connait_iae": where(candidate, rng.random(size) < 0.63),
            "a_travaille_siae": where(candidate, rng.random(size) < 0.30),
            "note_globale": _global_mark(rng, mood),
            **{name: np.where(asked[name], marks, np.nan) for name, marks in item.items()},
            "q_avancer": np.where(candidate, _marks(rng, mood, 6.3), np.nan),
            "q_connaissance": np.where(candidate, np.nan, _marks(rng, mood, 6.0)),
            "souhait_emploi": where(candidate, rng.random(size) < 0.82),
            "eligible_iae": where(candidate, rng.random(size) < 0.58),
            "criteres": where(~candidate, _cited(rng, size)),
            "mode": choose(rng, MODES, size),
            "q_repetition": where(candidate, choose(rng, REPEATS, size)),
            "theme_verbatim": where(rng.random(size) < 0.35, choose(rng, THEMES, size)),
            "poids": np.round(rng.uniform(0.8, 1.25, size), 3),
        },
    )


def _marks(rng: Rng, mood: np.ndarray, mean: float) -> np.ndarray:
    """Marks from 0 to 10 with that mean; two thirds of their variation is the person's own mood."""
    raw = 1.9 * mood + 1.2 * rng.normal(0, 1, len(mood))
    marks = np.clip(np.rint(mean + raw), 0, 10)
    return np.clip(np.rint(mean + raw + (mean - marks.mean())), 0, 10)


def _global_mark(rng: Rng, mood: np.ndarray) -> np.ndarray:
    raw = mood + 0.7 * rng.normal(0, 1, len(mood))
    return np.clip(np.rint(7.5 + 1.7 * (raw - np.quantile(raw, 1 - GOOD_MARKS))), 0, 10)


def _cited(rng: Rng, size: int) -> np.ndarray:
    drawn = rng.random((size, len(CITED))) < np.array(list(CITED.values()))
    names = np.array(list(CITED))
    return np.array(["|".join(names[row]) if row.any() else "autre" for row in drawn], dtype="object")
