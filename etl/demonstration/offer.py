"""Table `actions`: complete cards, written so that nobody can take them for real ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.bearers import first_site
from etl.demonstration.dates import EXTRACTION, days
from etl.demonstration.draws import Rng
from etl.demonstration.frames import frame, identifiers, where
from etl.demonstration.territory import Territory
from warehouse.dictionary import vocabulary

SUBSIDISED = 72 / 105
REMOTE = ("atelier", "projet", "numerique", "creation")
AXES = {
    "remobilisation": "Axe 1 · Reprendre pied",
    "levee_frein": "Axe 2 · Lever les freins",
    "projet": "Axe 3 · Construire son projet",
    "qualification": "Axe 4 · Se qualifier",
}
SECTORS = {
    "A": "Agriculture et espaces verts",
    "F": "Construction",
    "G": "Hôtellerie et restauration",
    "H": "Industrie",
    "J": "Santé",
    "K": "Services à la personne",
    "N": "Transport et logistique",
}
LAST_AXIS = "Axe 5 · Accéder à l’emploi et s’y maintenir"
DESCRIPTION = (
    "{nom} est une action de démonstration, entièrement fictive : elle n’existe pas et personne n’y est inscrit. "
    "Elle montre à quoi ressemble une fiche complète : ce que l’on y fait, pour qui, pendant combien de temps et "
    "à quel rythme. Durée prévue : {weeks} semaines, à raison de {hours} heures par semaine, en groupe ou en "
    "rendez-vous. Thème principal : {theme}."
)


def actions_table(rng: Rng, actions: pd.DataFrame, sessions: pd.DataFrame, land: Territory) -> pd.DataFrame:
    """Table `actions`, from the catalogue and the sessions that were held (they say the agreed places)."""
    size = len(actions)
    nom, theme = _names(actions, land)
    agreed = sessions.groupby("action")["places"].agg(["sum", "max"]).reindex(range(size))
    yearly = np.ceil(np.maximum(agreed["sum"] / _years(actions), agreed["max"]))
    funded = np.sort(rng.permutation(size)[: round(SUBSIDISED * size)])
    cd = np.isin(np.arange(size), funded)
    remote = actions["kind"].isin(REMOTE).to_numpy() & (actions["number"] % 4 == 1).to_numpy()
    late = actions["closed"].notna().to_numpy()
    return frame(
        "actions",
        size,
        {
            "action_id": identifiers("A", size, 3),
            "structure_id": [f"demo--DEMO-S{holder + 1:03d}" for holder in actions["holder"]],
            "nom": nom,
            "description": [
                DESCRIPTION.format(nom=n, weeks=w, hours=h, theme=t)
                for n, w, h, t in zip(nom, actions["weeks"], actions["hours"], theme, strict=True)
            ],
            "date_maj": EXTRACTION - days(rng.gamma(1.6, 65, size)),
            "frais": where(rng.random(size) < 0.95, "gratuit"),
            "modes_accueil": np.where(remote, "a-distance|en-presentiel", "en-presentiel"),
            "zone_eligibilite": land.departement,
            "modes_mobilisation": np.where(rng.random(size) < 0.6, "envoyer-un-courriel|telephoner", "telephoner"),
            "mobilisable_par": np.where(rng.random(size) < 0.4, "professionnels|usagers", "professionnels"),
            "codes_rome": where(actions["rome"] != "", _turn(actions, "rome")),
            "thematiques": _turn(actions, "thematiques"),
            "places_conventionnees": yearly.to_numpy(),
            "duree_semaines": actions["weeks"].to_numpy(float),
            "volume_horaire_hebdomadaire": actions["hours"].to_numpy(float),
            "financeurs": np.where(cd, "Département", "Autres financeurs publics"),
            "financement_cd": cd,
            "axe_pdi": actions["etape"].map(AXES).fillna(LAST_AXIS).to_numpy(),
            "date_ouverture": actions["opened"].to_numpy(),
            "date_fermeture": actions["closed"].to_numpy(),
            "cible_remplissage": 0.8,
            "accessible_sans_voiture": (rng.random(size) < 0.6) & (actions["story"] != "distance").to_numpy(),
            "secteur_activite": _turn(actions, "rome").str[0].map(SECTORS).to_numpy(),
            "horaires_etendus": (rng.random(size) < 0.12) & (actions["story"] == "").to_numpy(),
            "solution_garde": (actions["kind"] == "garde").to_numpy() | (rng.random(size) < 0.07),
            "statut": np.where(late, "fermee", "ouverte"),
            **{
                name: actions[name].to_numpy()
                for name in ("type", "type_dispositif", "etape", "mise_en_situation", "entree", "publics")
            },
        },
    )


def _turn(actions: pd.DataFrame, column: str) -> pd.Series:
    """The alternatives of a kind, dealt in turn to its actions."""
    choices = actions[column].str.split(";")
    pairs = zip(choices, actions["number"], strict=True)
    return pd.Series([options[number % len(options)] for options, number in pairs], actions.index)


def _names(actions: pd.DataFrame, land: Territory) -> tuple[pd.Series, pd.Series]:
    labels = vocabulary("thematiques")
    theme = _turn(actions, "thematiques").map(labels)
    town = land.communes["nom"].to_numpy()[first_site(actions, land)]
    nom = actions["nom"] + " – " + theme + " (" + town + ")"
    again = nom.groupby(nom).cumcount() + 1
    return nom.where(again == 1, nom + " " + again.astype("str")), theme


def _years(actions: pd.DataFrame) -> np.ndarray:
    start = np.maximum(actions["opened"].to_numpy(), np.datetime64("2023-01-01"))
    end = actions["closed"].fillna(pd.Timestamp(EXTRACTION)).to_numpy()
    return np.maximum((end - start) / np.timedelta64(1, "D") / 365.25, 0.25)
