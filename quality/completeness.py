"""GEN-12: the columns that figures lean on are filled in, and those that were begun are not left half empty.

One sentence a table. A column that nobody filled is a choice: it is named once, without an alarm. A column that is
rightly empty on some rows (a date of exit, a reason of refusal) is not asked about.
"""

from __future__ import annotations

import pandas as pd

from quality.rule import FILE, WARNING, Around, Finding, Rule, as_a_whole
from quality.sentences import label
from warehouse.dictionary import table, tables

HALF = 50  # %, for the optional columns
# Columns that an indicator leans on, though the dictionary lets them be empty.
KEY = {
    "territoires": ("code_epci", "population", "superficie_km2"),
    "structures": ("code_insee",),
    "actions": ("publics", "zone_eligibilite", "type_dispositif", "places_conventionnees"),
    "prescriptions": ("type_prescription",),
    "presences": ("heures",),
    "parcours": ("type_parcours", "date_droit"),
    "referents_file_active": ("nb_sans_contact_90j",),
    "budget_actions": ("montant_prevu", "montant_realise"),
    "enquete_qualite": ("note_globale", "poids"),
}
# Rightly empty on some rows: they follow another column, or say something that only some rows have.
CONDITIONAL = {
    "brsa_effectifs": ("code_insee", "code_tas", "sexe", "classe_age", "type_parcours", "effectif"),
    "freins_agreges": ("effectif",),
    "territoires": ("qpv_presence", "frr"),
    "structures": ("reseaux_porteurs", "site_web"),
    "actions": ("codes_rome", "date_fermeture", "secteur_activite", "lien_mobilisation", "mise_en_situation"),
    "sessions": ("code_insee", "latitude", "longitude"),
    "budget_actions": ("heures_clause",),
    "prescriptions": (
        "session_id", "motif_refus", "date_reponse", "date_entree", "date_fin_action", "date_retour_prescripteur",
    ),
    "parcours": (
        "date_orientation", "organisme_referent", "type_contrat", "date_contrat", "date_premier_contact",
        "date_premiere_entree", "date_sortie", "motif_sortie", "classe_sortie", "parcours_type", "niveau_entree",
        "niveau_sortie", "code_insee_domicile",
    ),
    "episodes_emploi": ("date_fin",),
    "enquete_devenir": tuple(one.name for one in table("enquete_devenir").columns if not one.required),
    "enquete_qualite": (
        "accompagne", "connait_iae", "a_travaille_siae", "q_continuite", "q_reseau", "q_orientation", "q_ecoute",
        "q_avancer", "q_connaissance", "souhait_emploi", "eligible_iae", "criteres", "q_repetition", "theme_verbatim",
    ),
    "cibles": ("echeance",),
}  # fmt: skip


def completeness_rule(name: str) -> Rule:
    """GEN-12, for one table."""

    def check(frame: pd.DataFrame, around: Around) -> Finding:
        return _filled(name, frame, around.threshold)

    sentence = "Colonnes peu renseignées : {colonnes}. Les chiffres qui en dépendent sont marqués « incomplets »."
    return Rule(
        "GEN-12", name, WARNING, FILE, "Les colonnes utiles aux chiffres sont renseignées ({seuil} % au moins)",
        sentence, check, threshold=90, unit="% de lignes renseignées",
    )  # fmt: skip


def completeness_rules(name: str) -> list[Rule]:
    """The rule, for a table that the département keeps."""
    return [completeness_rule(name)] if tables()[name].origin == "departement" else []


def _filled(name: str, frame: pd.DataFrame, threshold: float) -> Finding:
    conditional = CONDITIONAL.get(name, ())
    asked = [one.name for one in table(name).columns if not one.required and one.name not in conditional]
    asked = [column for column in asked if column in frame and column != "synthetique"]
    filled = 100 * frame[asked].notna().mean() if len(frame) else pd.Series(dtype="float64")
    empty = [column for column in filled.index if filled[column] == 0]
    least = {column: threshold if column in KEY.get(name, ()) else HALF for column in filled.index}
    low = [column for column in filled.index if 0 < filled[column] < least[column]]
    told = [f"« {label(name, column)} » ({_percent(filled[column])} %)" for column in low]
    named = ", ".join(f"« {label(name, column)} »" for column in empty[:5])
    more = f" et {len(empty) - 5} autres" if len(empty) > 5 else ""
    fills = {"colonnes": ", ".join(told[:4]), "exemples": told[:5], "n": len(low)}
    return as_a_whole(not low, a_dire=f"Colonnes non renseignées : {named}{more}." if named else "", **fills)


def _percent(value: float) -> str:
    return f"{int(value * 10) / 10:g}".replace(".", ",")
