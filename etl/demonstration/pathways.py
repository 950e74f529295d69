"""Table `parcours`: what each person's file says, once their entries in actions are known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION, uniform_days
from etl.demonstration.draws import Rng, choose, choose_by
from etl.demonstration.frames import frame, identifiers, where
from etl.demonstration.steps import steps
from etl.demonstration.territory import Territory

REFERENTS = {
    "pro": {"france_travail": 75, "mission_locale": 10, "cap_emploi": 5, "delegataire": 5, "autre": 5},
    "socio_pro": {
        "conseil_departemental": 40,
        "delegataire": 25,
        "france_travail": 25,
        "mission_locale": 5,
        "autre": 5,
    },
    "social": {"conseil_departemental": 80, "delegataire": 20},
}
OLD_CONTRACTS = {
    "france_travail": {"ppae": 95, "aucun": 5},
    "mission_locale": {"pacea": 60, "cej": 35, "aucun": 5},
    "conseil_departemental": {"cer": 82, "aucun": 18},
    "delegataire": {"cer": 82, "aucun": 18},
    "cap_emploi": {"ppae": 90, "aucun": 10},
    "autre": {"cer": 85, "aucun": 15},
}
CONTRACT_REFORM = np.datetime64("2025-01-01")
CHANNELS = {"guichet": 62, "partenaire": 15, "auto": 10, "aller_vers": 8, "autre": 5}
MODELS = {"PT1-EMPLOI-DIRECT": 40, "PT2-LEVER-LES-FREINS": 35, "PT3-REPRENDRE-PIED": 25}


def homes(people: pd.DataFrame, land: Territory) -> np.ndarray:
    """Commune code of each person, None where the territory alone may be kept.

    That is where fewer than 11 people receive the RSA, or where fewer than 5 share commune, sex, age and type of
    path (rule PAR-08).
    """
    oriented = people["orientation"].notna()
    shape = people.assign(type=people["path"].where(oriented, "en_attente"))
    alike = shape.groupby(["commune", "sexe", "classe_age", "type"])["path"].transform("size")
    enough = land.communes["brsa"].to_numpy()[people["commune"]] >= 11
    code = land.communes["code"].to_numpy(dtype="object")[people["commune"]]
    return where((alike >= 5).to_numpy() & enough, code)


def referents(rng: Rng, people: pd.DataFrame) -> np.ndarray:
    """Organisation that follows each person, None before the orientation."""
    chosen = choose_by(rng, REFERENTS, people["path"].to_numpy())
    young = (people["classe_age"] == "moins_25").to_numpy()
    chosen = np.where((chosen == "mission_locale") & ~young, "france_travail", chosen)
    return where(people["orientation"].notna().to_numpy(), chosen)


def pathways_table(
    rng: Rng, people: pd.DataFrame, demands: pd.DataFrame, due: pd.DataFrame, key: np.ndarray
) -> pd.DataFrame:
    """Table `parcours`. people: with `home` and `referent`. due: the séances, for the hours done."""
    size = len(people)
    oriented = people["orientation"].notna().to_numpy()
    gone = people["left"].notna().to_numpy()
    orientation = people["orientation"].to_numpy().astype("datetime64[D]")
    step = steps(people, demands)
    start_level = np.clip(rng.normal(22, 8, size), 0, 50).round()
    gain = rng.normal(np.where(step["first"].notna(), 5, 2), 5)
    return frame(
        "parcours",
        size,
        {
            "parcours_id": identifiers("PA", size, 5),
            "personne_key": key,
            "sexe": people["sexe"].to_numpy(),
            "classe_age": people["classe_age"].to_numpy(),
            "code_tas": people["tas"].to_numpy(),
            "code_insee_domicile": people["home"].to_numpy(),
            "situation_familiale": people["situation"].to_numpy(),
            "niveau_formation": people["schooling"].to_numpy(),
            "boeth": people["boeth"].to_numpy(),
            "date_droit": people["right"].to_numpy(),
            "date_orientation": orientation,
            "type_parcours": np.where(oriented, people["path"], "en_attente"),
            "organisme_referent": people["referent"].to_numpy(),
            **_contract(rng, people, orientation),
            "date_premier_contact": _known(orientation + uniform_days(rng, size, 0, 35), people),
            "date_premiere_entree": step["first"].to_numpy(),
            "date_sortie": people["left"].to_numpy(),
            "motif_sortie": people["reason"].to_numpy(),
            "classe_sortie": people["outcome"].to_numpy(),
            "canal_entree": choose(rng, CHANNELS, size),
            "parcours_type": where(oriented & (rng.random(size) < 0.3), choose(rng, MODELS, size)),
            "jours_sans_etape_max": np.where(oriented, step["longest_gap"], np.nan),
            "nb_trous_60j": np.where(oriented, step["gaps"], np.nan),
            "nb_referents_12m": np.where(oriented, 1 + np.minimum(rng.poisson(0.95, size), 6), np.nan),
            "double_accompagnement": where(oriented, (rng.random(size) < 0.18)),
            "nb_pmsmp": rng.poisson(np.where(step["first"].notna(), 0.22, 0.03)),
            "heures_realisees": _hours(due, size),
            "niveau_entree": np.where(oriented, start_level, np.nan),
            "niveau_sortie": np.where(
                gone & oriented & (rng.random(size) < 0.7), np.clip(start_level + gain, 0, 50).round(), np.nan
            ),
        },
    )


def _contract(rng: Rng, people: pd.DataFrame, orientation: np.ndarray) -> dict[str, np.ndarray]:
    oriented = people["orientation"].notna().to_numpy()
    kind = np.full(len(people), None, dtype="object")
    kind[oriented] = choose_by(rng, OLD_CONTRACTS, people["referent"].to_numpy()[oriented])
    signed = orientation + uniform_days(rng, len(people), 5, 60)
    reformed = oriented & (signed >= CONTRACT_REFORM) & (kind != "aucun")
    kind = np.where(reformed, "contrat_engagement", kind)
    done = oriented & (kind != "aucun") & ~np.isnat(_known(signed, people))
    kind = np.where(oriented & ~done, "aucun", kind)
    return {"type_contrat": kind, "date_contrat": np.where(done, signed, np.datetime64("NaT"))}


def _known(date: np.ndarray, people: pd.DataFrame) -> np.ndarray:
    """The date, unless the person had left or the extraction came before."""
    left = people["left"].to_numpy().astype("datetime64[D]")
    happened = (date <= EXTRACTION) & (np.isnat(left) | (date <= left))
    return np.where(happened, date, np.datetime64("NaT"))


def _hours(due: pd.DataFrame, size: int) -> np.ndarray:
    came = (due["status"] == "present").to_numpy()
    done = np.bincount(due["person"].to_numpy()[came], due["hours"].to_numpy(float)[came], minlength=size)
    return np.minimum(done, 2500.0)
