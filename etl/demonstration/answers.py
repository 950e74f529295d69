"""What becomes of each prescription: status, reason of a refusal, day of the answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION, days
from etl.demonstration.draws import Rng, choose_by

# Of the people sent who do not enter. Actions with a story lose them in a way of their own.
FATES = {
    "": {"refusee_structure": 34, "refusee_personne": 33, "expiree": 24, "annulee": 5, "acceptee": 4},
    "absence": {"refusee_structure": 9, "refusee_personne": 10, "expiree": 72, "annulee": 5, "acceptee": 4},
    "distance": {"refusee_structure": 10, "refusee_personne": 72, "expiree": 10, "annulee": 5, "acceptee": 3},
}
FATES["prescription"] = FATES[""]
REFUSED = {"hors_cible": 38, "action_inadaptee": 32, "complet": 22, "autre": 8}
FULL = {"hors_cible": 16, "action_inadaptee": 12, "complet": 68, "autre": 4}
DECLINED = {"mobilite": 24, "garde": 9, "sante": 16, "autre_solution": 34, "autre": 17}
MOTIVES = {
    "refusee_structure": REFUSED,
    "refusee_structure full": FULL,
    "refusee_personne": DECLINED,
    "refusee_personne lone": DECLINED | {"garde": 38},  # childcare, 3.2 times as often for lone parents
    "refusee_personne far": DECLINED | {"mobilite": 200},
    "expiree": {"sans_reponse": 1},
}
UNSAID = 0.07  # refusals without a reason
FRESH_DAYS = 14  # sessions just begun: some answers are still awaited


def answers(rng: Rng, demands: pd.DataFrame, people: pd.DataFrame) -> dict[str, np.ndarray]:
    """status, motive (None when there is none) and answered (date, NaT while waiting) of each demand."""
    size = len(demands)
    start = demands["start"].to_numpy().astype("datetime64[D]")
    asked = demands["asked_on"].to_numpy().astype("datetime64[D]")
    fate = choose_by(rng, FATES, demands["story"].to_numpy())
    fate = np.where(demands["cancelled"], "annulee", fate)
    ahead = start > EXTRACTION
    fate = np.where(ahead, np.where(rng.random(size) < 0.45, "acceptee", "en_attente"), fate)
    late = (start > EXTRACTION - FRESH_DAYS) & ~ahead & (rng.random(size) < 0.4)
    status = np.where(demands["enters"], "entree", np.where(late, "en_attente", fate))
    delay = days(np.clip(rng.lognormal(np.log(8), 0.8, size), 1, 45))
    limit = np.where(demands["enters"], demands["entry"].to_numpy(), EXTRACTION).astype("datetime64[D]")
    answered = np.minimum(asked + np.where(status == "expiree", delay + np.timedelta64(21, "D"), delay), limit)
    answered[status == "en_attente"] = np.datetime64("NaT")
    return {"status": status, "motive": _motive(rng, demands, people, status), "answered": answered}


def _motive(rng: Rng, demands: pd.DataFrame, people: pd.DataFrame, status: np.ndarray) -> np.ndarray:
    lone = (people["situation"] == "parent_isole").to_numpy()[demands["person"]]
    full = (demands["entered"] >= demands["places"]).to_numpy()
    far = ((demands["story"] == "distance") | (demands["minutes"] > 35)).to_numpy()
    context = np.where(status == "refusee_structure", np.where(full, " full", ""), "")
    declined = status == "refusee_personne"
    context = np.where(declined & lone, " lone", context)
    context = np.where(declined & far & ~lone, " far", context)
    reason = status.astype("object") + context
    known = np.isin(reason, list(MOTIVES)) & (rng.random(len(demands)) >= UNSAID)
    motive = np.full(len(demands), None, dtype="object")
    motive[known] = choose_by(rng, MOTIVES, reason[known])
    return motive
