"""Table `prescriptions`: when people are sent, what the answer is, and when those who enter come and leave."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.answers import answers
from etl.demonstration.dates import EXTRACTION, days, uniform_days
from etl.demonstration.draws import Rng, choose, choose_by, pick_row
from etl.demonstration.frames import frame, identifiers, where
from etl.demonstration.sessions import seance_date

LEAD_SHAPE, LEAD_SCALE, LEAD_MAX = 1.2, 36.0, 150  # Weibull days before entry: 55 % of entrants within 30 days
LATE = np.array([0.84, 0.11, 0.05])  # enters at the first, second or third séance
LEAVES_EARLY = 0.08
SENDERS = {
    "conseil_departemental": 45,
    "france_travail": 30,
    "mission_locale": 4,
    "ccas": 5,
    "association": 4,
    "plie": 4,
    "cap_emploi": 3,
    "auto": 3,
    "autre": 2,
}
YOUNG_SENDERS = SENDERS | {"conseil_departemental": 35, "france_travail": 22, "mission_locale": 28}
CHANNELS = {"portail": 28, "courriel": 24, "rdvi": 18, "dora": 12, "papier": 10, "emplois": 6, "autre": 2}


def dated(rng: Rng, demands: pd.DataFrame, sessions: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Adds to each demand when it was made, when the person came and left, and how it was sent.

    first, last: ranks of the séances due. asked_on, entry, over: dates, NaT when there is none. type, sender:
    the table's type_prescription and organisme_prescripteur.
    """
    size, session = len(demands), demands["session"].to_numpy()
    enters = demands["enters"].to_numpy()
    last = demands["seances"].to_numpy() - 1
    first = pick_row(rng, np.tile(LATE, (size, 1)))
    first = np.where(seance_date(sessions, session, first) > EXTRACTION, 0, first)
    shortened = rng.random(size) < LEAVES_EARLY
    last = np.where(shortened, np.maximum(first, last - rng.integers(1, 6, size)), last)
    arrival = seance_date(sessions, session, first)
    over = seance_date(sessions, session, last)
    lead = days(np.clip(LEAD_SCALE * rng.weibull(LEAD_SHAPE, size), 1, LEAD_MAX))
    orientation = people["orientation"].to_numpy().astype("datetime64[D]")[demands["person"]]
    latest = np.minimum(arrival - lead, EXTRACTION - uniform_days(rng, size, 0, 11))
    nat = np.datetime64("NaT")
    return demands.assign(
        first=first,
        last=last,
        asked_on=_apart(demands, np.maximum(orientation, latest), np.minimum(arrival, EXTRACTION)),
        entry=np.where(enters, arrival, nat),
        over=np.where(enters & (over <= EXTRACTION), over, nat),
        type=_types(rng, demands),
        sender=_senders(rng, demands, people),
    )


def prescriptions_table(rng: Rng, demands: pd.DataFrame, people: pd.DataFrame, key: np.ndarray) -> pd.DataFrame:
    """Table `prescriptions`. people: with `home`, a commune code, None when it had to be generalised."""
    size, person = len(demands), demands["person"].to_numpy()
    answer = answers(rng, demands, people)
    back = answer["answered"] + uniform_days(rng, size, 1, 25)
    told = (rng.random(size) < 0.55) & (back <= EXTRACTION)
    channel = np.where(demands["kind"].isin(("aci", "ei", "ai", "etti")), "emplois", choose(rng, CHANNELS, size))
    return frame(
        "prescriptions",
        size,
        {
            "prescription_id": identifiers("P", size, 6),
            "personne_key": key[person],
            "action_id": [f"DEMO-A{action + 1:03d}" for action in demands["action"]],
            "session_id": [f"DEMO-SE{session + 1:05d}" for session in demands["session"]],
            "date_prescription": demands["asked_on"].to_numpy(),
            "organisme_prescripteur": demands["sender"].to_numpy(),
            "canal": where(rng.random(size) < 0.97, channel),
            "type_prescription": demands["type"].to_numpy(),
            "statut": answer["status"],
            "motif_refus": answer["motive"],
            "date_reponse": answer["answered"],
            "date_entree": demands["entry"].to_numpy(),
            "date_fin_action": demands["over"].to_numpy(),
            "date_retour_prescripteur": np.where(told, back, np.datetime64("NaT")),
            "code_insee_domicile": people["home"].to_numpy()[person],
            "type_parcours": people["path"].to_numpy()[person],
        },
    )


def _apart(demands: pd.DataFrame, asked_on: np.ndarray, limit: np.ndarray) -> np.ndarray:
    """Nobody is sent twice to one action on one day: the second time is written the next day, if there is time."""
    same = demands[["person", "action"]].assign(day=asked_on.astype("int64"))
    return np.minimum(asked_on + same.groupby(list(same)).cumcount().to_numpy().astype("timedelta64[D]"), limit)


def _types(rng: Rng, demands: pd.DataFrame) -> np.ndarray:
    """Actions whose story is absence only summon (date imposed); the others mostly let people choose a slot."""
    summons = np.where(demands["story"] == "absence", 1.0, demands["convocation"].to_numpy(float))
    applying = demands["kind"].isin(("aci", "ei", "ai", "etti", "formation")).to_numpy() & (
        rng.random(len(demands)) < 0.7
    )
    other = np.where(applying, "candidature", "invitation")
    return np.where(rng.random(len(demands)) < summons, "convocation", other)


def _senders(rng: Rng, demands: pd.DataFrame, people: pd.DataFrame) -> np.ndarray:
    young = (people["classe_age"] == "moins_25").to_numpy()[demands["person"]]
    sender = choose_by(rng, {True: YOUNG_SENDERS, False: SENDERS}, young)
    known_by_one = (demands["story"] == "prescription") & (demands["action"] % 2 == 0)
    return np.where(known_by_one, "conseil_departemental", sender)
