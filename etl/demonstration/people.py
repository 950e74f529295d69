"""The people followed: who they are, where they live, when they are oriented, when and why they leave.

Nobody here exists. A person is a rank; the key is a seeded HMAC of it, the form a département would send.
"""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION, MONTHS, START, days, uniform_days
from etl.demonstration.draws import Rng, choose, choose_by
from etl.demonstration.exits import reasons
from etl.demonstration.territory import Territory

STOCK, ENTRIES, EXITS = 13_600, 0.26, 0.25  # people on the first day; yearly entries and exits, per person
AUTOMATIC = 400  # people registered at once in January 2025, when registration became automatic
DELAY_MEDIAN, DELAY_SPREAD = 45.5, 0.636  # days from the right to the orientation: lognormal, 45 % within 42 days
NEVER_ORIENTED = 0.03
AGES = {"moins_25": 22, "25_34": 26, "35_44": 24, "45_54": 18, "55_plus": 10}
PATHS = {"pro": 45, "socio_pro": 30, "social": 25}
FRAGILE_PATHS = {"pro": 41, "socio_pro": 26, "social": 33}
FAMILIES = {
    "F": {"seul": 36, "parent_isole": 40, "couple_enfants": 14, "couple": 7, "inconnu": 3},
    "H": {"seul": 66, "parent_isole": 6, "couple_enfants": 16, "couple": 9, "inconnu": 3},
    "F+": {"seul": 33, "parent_isole": 46, "couple_enfants": 12, "couple": 6, "inconnu": 3},
    "H+": {"seul": 63, "parent_isole": 9, "couple_enfants": 16, "couple": 9, "inconnu": 3},
}
SCHOOLING = {"sans_diplome": 33, "infra_bac": 34, "bac": 17, "bac2_plus": 12, "inconnu": 4}


def people(rng: Rng, land: Territory, scale: float) -> pd.DataFrame:
    """One row per person.

    commune (position), tas, sexe, classe_age, situation, schooling, boeth, path (type_parcours); right,
    orientation, left (dates, NaT when it did not happen before the extraction); reason and outcome of the exit.
    """
    right = _rights(rng, scale)
    size = len(right)
    brsa = land.communes["brsa"].to_numpy(float)
    commune = rng.choice(len(brsa), size, p=brsa / brsa.sum())
    tas = land.communes["code_tas"].to_numpy()[commune]
    large = np.isin(commune, np.argsort(-brsa)[:4])
    sexe = np.where(rng.random(size) < np.where(large, 0.545, 0.515), "F", "H")
    one = pd.DataFrame({"commune": commune, "tas": tas, "sexe": sexe, "right": right})
    one["classe_age"] = choose(rng, AGES, size)
    one["situation"] = choose_by(rng, FAMILIES, sexe + np.where(np.isin(tas, land.fragile[:1]), "+", ""))
    one["schooling"] = choose(rng, SCHOOLING, size)
    one["boeth"] = rng.random(size) < 0.11
    fragile = np.isin(tas, land.fragile)
    one["path"] = choose_by(rng, {True: FRAGILE_PATHS, False: PATHS}, fragile)
    return reasons(rng, one.assign(**_dates(rng, right)))


def keys(departement: str, seed: int, size: int) -> np.ndarray:
    """Pseudonyms: 64 hexadecimal characters, HMAC-SHA256 of an invented identifier under a seeded key."""
    secret = f"demonstration {seed}".encode()
    return np.array(
        [hmac.new(secret, f"DEMO-{departement}-{rank}".encode(), hashlib.sha256).hexdigest() for rank in range(size)],
        dtype="object",
    )


def _rights(rng: Rng, scale: float) -> np.ndarray:
    stock = START - 1 - days(720 * (1 - np.sqrt(rng.random(round(STOCK * scale)))))
    monthly = round(STOCK * scale * ENTRIES / 12)
    month = np.repeat(MONTHS, monthly).astype("datetime64[D]")
    automatic = np.full(round(AUTOMATIC * scale), np.datetime64("2025-01-01"))
    newcomers = np.append(month, automatic)
    newcomers = newcomers + uniform_days(rng, len(newcomers), 0, 27)
    return np.append(stock, newcomers)


def _dates(rng: Rng, right: np.ndarray) -> dict[str, np.ndarray]:
    size = len(right)
    orientation = right + days(np.maximum(rng.lognormal(np.log(DELAY_MEDIAN), DELAY_SPREAD, size), 1))
    followed = np.maximum(right + np.timedelta64(40, "D"), START)
    left = followed + days(rng.exponential(365.25 / EXITS, size))
    left[left > EXTRACTION] = np.datetime64("NaT")
    lost = (rng.random(size) < NEVER_ORIENTED) | (orientation > EXTRACTION) | (orientation >= left)
    orientation[lost] = np.datetime64("NaT")
    return {"orientation": orientation, "left": left}
