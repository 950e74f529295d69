"""Prescriptions that respect every rule, drawn with a fixed seed, and the tables they lean on. Nobody is in them."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

ROWS, PEOPLE, ACTIONS, SESSIONS, COMMUNES = 1_000_000, 300_000, 200, 4_000, 50
TODAY = date(2025, 6, 15)  # of the register and of both ways that judge it
SENDERS = ("conseil_departemental", "france_travail", "mission_locale", "ccas", "plie")
LONG = "Cet atelier accueille chaque semaine des personnes qui cherchent un emploi. " * 4
SEED = 4


def write(folder: Path, rows: int = ROWS) -> None:
    """One CSV a table, as a département would export it: `;`, French dates, an empty cell where nothing is known."""
    communes = [f"49{number:03d}" for number in range(1, COMMUNES + 1)]
    tables = around(communes) | {"prescriptions": prescriptions(communes, rows)}
    for name, frame in tables.items():
        frame.to_csv(folder / f"{name}.csv", sep=";", index=False)


def prescriptions(communes: list[str], rows: int) -> pd.DataFrame:
    """One row a prescription: half enter, the others are refused with a reason or wait for less than three months."""
    rng = np.random.default_rng(SEED)
    people = np.array([sha256(f"personne inventée {number}".encode()).hexdigest() for number in range(PEOPLE)])
    session = rng.integers(0, SESSIONS, rows)
    state = rng.choice(["entree", "refusee_structure", "en_attente"], rows, p=[0.5, 0.3, 0.2])
    sent = np.datetime64("2024-07-01") + rng.integers(0, 200, rows).astype("timedelta64[D]")
    sent = np.where(
        state == "en_attente", np.datetime64(TODAY) - rng.integers(1, 80, rows).astype("timedelta64[D]"), sent
    )
    answered = np.where(state == "en_attente", np.datetime64("NaT"), sent + np.timedelta64(10, "D"))
    entered = np.where(state == "entree", sent + np.timedelta64(20, "D"), np.datetime64("NaT"))
    return pd.DataFrame(
        {
            "prescription_id": np.char.add("p", np.arange(rows).astype("U7")),
            "personne_key": people[rng.integers(0, PEOPLE, rows)],
            "action_id": np.char.add("a", (session % ACTIONS).astype("U4")),
            "session_id": np.char.add("x", session.astype("U5")),
            "date_prescription": _french(sent),
            "organisme_prescripteur": np.array(SENDERS)[rng.integers(0, len(SENDERS), rows)],
            "canal": "courriel",
            "type_prescription": "",
            "statut": state,
            "motif_refus": np.where(state == "refusee_structure", "complet", ""),
            "date_reponse": _french(answered),
            "date_entree": _french(entered),
            "date_fin_action": "",
            "date_retour_prescripteur": "",
            "code_insee_domicile": np.array(communes)[rng.integers(0, len(communes), rows)],
            "type_parcours": "pro",
        }
    )


def around(communes: list[str]) -> dict[str, pd.DataFrame]:
    """The territories, structures, actions and sessions that the prescriptions name."""
    place = pd.DataFrame({"code_insee": communes}).assign(
        cog="2025", nom_commune="Commune inventée", code_departement="49", code_tas="T1", nom_tas="Territoire inventé"
    )
    structure = pd.DataFrame({"structure_id": ["s--1"]}).assign(
        source="s", nom="Association inventée", date_maj="01/06/2025", code_insee=communes[0],
        type_structure="association", active="oui",
    )  # fmt: skip
    action = pd.DataFrame({"action_id": [f"a{number}" for number in range(ACTIONS)]}).assign(
        structure_id="s--1", nom="Atelier inventé", description=LONG, date_maj="01/06/2025", type="atelier",
        thematiques="mobilite--preparer-un-permis", entree="session", financement_cd="oui",
        date_ouverture="01/01/2024", statut="ouverte",
    )  # fmt: skip
    session = pd.DataFrame({"session_id": [f"x{number}" for number in range(SESSIONS)]}).assign(
        action_id=[f"a{number % ACTIONS}" for number in range(SESSIONS)], code_insee=communes[0], lieu_type="local",
        date_debut="01/07/2024", date_fin="30/09/2025", places_ouvertes="500", date_maj_places="10/06/2025 08:00",
        statut="ouverte",
    )  # fmt: skip
    return {"territoires": place, "structures": structure, "actions": action, "sessions": session}


def _french(days: np.ndarray) -> pd.Series:
    return pd.Series(days.astype("datetime64[s]")).dt.strftime("%d/%m/%Y").fillna("")
