"""Structures that carry the actions, with names nobody can mistake for real ones; no SIRET, no real address."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION, days
from etl.demonstration.draws import Rng, choose
from etl.demonstration.frames import frame, identifiers, where
from etl.demonstration.territory import Territory

HERE = Path(__file__).parent
COOPERATION = {"concertation": 45, "coordination": 35, "coproduction": 20}


def first_site(actions: pd.DataFrame, land: Territory) -> np.ndarray:
    """Position of the commune where each action has its main service point."""
    points = land.points["commune"].to_numpy()
    return points[np.array([sites[0] for sites in actions["sites"]], dtype=int)]


def bearers(actions: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Structures that carry at least one action (type, name, networks), and the rank of each action's own.

    Actions are dealt in turn among the structures of the type their kind asks for.
    """
    listed = pd.read_csv(HERE / "structures.csv", keep_default_na=False)
    by_type = {name: group.index.to_numpy() for name, group in listed.groupby("type_structure")}
    turn = actions.groupby("structure").cumcount()
    pairs = zip(actions["structure"], turn, strict=True)
    holder = np.array([by_type[kind][rank % len(by_type[kind])] for kind, rank in pairs])
    used = np.unique(holder)
    return listed.loc[used].reset_index(drop=True), np.searchsorted(used, holder)


def structures(rng: Rng, listed: pd.DataFrame, actions: pd.DataFrame, land: Territory) -> pd.DataFrame:
    """Table `structures`: no SIRET, service addresses at exemple.invalid, placed at their first action."""
    size = len(listed)
    home = actions.assign(home=first_site(actions, land)).groupby("holder")["home"].first().to_numpy()
    place = land.communes.iloc[home]
    identifier = identifiers("S", size, 3)
    return frame(
        "structures",
        size,
        {
            "structure_id": "demo--" + identifier,
            "source": "demo",
            "nom": listed["nom"].to_numpy(),
            "date_maj": EXTRACTION - days(rng.gamma(2, 60, size)),
            "code_insee": place["code"].to_numpy(),
            "latitude": near(rng, place["latitude"].to_numpy()),
            "longitude": near(rng, place["longitude"].to_numpy()),
            "reseaux_porteurs": where(listed["reseaux_porteurs"] != "", listed["reseaux_porteurs"]),
            "type_structure": listed["type_structure"].to_numpy(),
            "niveau_cooperation": where(rng.random(size) < 0.85, choose(rng, COOPERATION, size)),
            "courriel_generique": [f"contact@{name.lower()}.exemple.invalid" for name in identifier],
            "active": True,
        },
    )


def near(rng: Rng, degrees: np.ndarray) -> np.ndarray:
    """A point a few hundred metres around the town hall, so that two invented places do not hide each other."""
    return np.round(degrees + rng.normal(0, 0.003, len(degrees)), 5)
