"""A clean load: eight tables of Maine-et-Loire, invented and coherent, on which nothing is to be said."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from geodata.communes import listed
from warehouse.dictionary import table

TODAY = date(2026, 6, 15)
MONTH = date(2026, 5, 31)
TAS = [f"T{number}" for number in range(1, 9)]
SAID = "Cette action accueille chaque semaine des personnes qui cherchent un emploi et avance avec elles. " * 3
NAMES = (
    "Tremplin", "Horizon", "Passerelle", "Boussole", "Escale", "Atout", "Envol", "Relais", "Sillage", "Racines",
    "Cordée", "Lanterne", "Amarrage", "Déclic", "Kaléidoscope", "Jonction", "Ouvrage", "Vivier", "Zénith", "Quai",
    "Belvédère", "Gabare", "Moulin", "Verger",
)  # fmt: skip
ACTIVITIES = ("Permis solidaire", "Chantier vert", "Atelier numérique", "Garde relais", "Français du métier")
THEMES = (
    "mobilite--preparer-un-permis", "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi",
    "numerique--maitriser-les-fondamentaux-du-numerique", "famille--garde-denfants",
    "apprendre-francais--suivre-formation-francais",
)  # fmt: skip

Rows = list[dict[str, object]]


@cache
def communes() -> list[str]:
    """The codes of the communes of the département, in order."""
    known = listed()
    return sorted(known.loc[known["code_departement"] == "49", "code"])


def siret(number: int) -> str:
    """A made-up number that keeps Luhn's key."""
    base = f"9{number:08d}0001"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(base[::-1])]
    total = sum(digit - 9 if digit > 9 else digit for digit in doubled)
    return f"{base}{-total % 10}"


def clean() -> dict[str, Rows]:
    """Table → rows, by column of the dictionary; real numbers, dates and booleans."""
    return {
        "territoires": _territoires(),
        "structures": _structures(),
        "actions": _actions(),
        "sessions": _sessions(),
        "brsa_effectifs": _effectifs(),
        "prescriptions": _prescriptions(),
        "referents_file_active": _files_actives(),
        "budget_actions": _budget(),
    }


def header(name: str, column: str) -> str:
    """The header of that column in a clean file: its label in the dictionary, as in the templates."""
    return table(name).column(column).label


def _territoires() -> Rows:
    names = dict(zip(listed()["code"], listed()["nom"], strict=True))
    return [
        {"code_insee": code, "cog": 2026, "nom_commune": names[code], "code_departement": "49",
         "code_tas": TAS[place % 8], "nom_tas": f"Territoire {place % 8 + 1}"}
        for place, code in enumerate(communes())
    ]  # fmt: skip


def _structures() -> Rows:
    return [
        {"structure_id": f"cd49--{place:02d}", "source": "cd49", "siret": siret(place), "nom": f"{name} Anjou",
         "date_maj": date(2026, 5, 4), "code_insee": communes()[3 * place], "type_structure": "association",
         "courriel_generique": f"contact@{name.lower().replace('é', 'e').replace('è', 'e')}.invalid", "active": True}
        for place, name in enumerate(NAMES, start=1)
    ]  # fmt: skip


def _actions() -> Rows:
    return [
        {"action_id": f"A{place:02d}", "structure_id": f"cd49--{place % 24 + 1:02d}",
         "nom": f"{ACTIVITIES[place % 5]} {NAMES[place % 24]}", "description": SAID, "date_maj": date(2026, 5, 4),
         "type": "atelier", "thematiques": THEMES[place % 5], "publics": "tous-publics", "frais": "gratuit",
         "zone_eligibilite": "49", "type_dispositif": "levee_frein", "entree": "session",
         "places_conventionnees": 12 + place % 7, "financement_cd": True, "date_ouverture": date(2025, 1, 6),
         "date_fermeture": date(2026, 12, 31), "statut": "ouverte"}
        for place in range(1, 41)
    ]  # fmt: skip


def _sessions() -> Rows:
    return [
        {"session_id": f"S{place:02d}", "action_id": f"A{(place - 1) % 40 + 1:02d}",
         "code_insee": communes()[2 * place], "lieu_type": "local",
         "date_debut": date(2026, 3, 2) + timedelta(place), "date_fin": date(2026, 6, 1) + timedelta(place),
         "places_ouvertes": 8 + place % 5, "date_maj_places": date(2026, 5, 29), "statut": "ouverte"}
        for place in range(1, 61)
    ]  # fmt: skip


def _effectifs() -> Rows:
    counts = {"personnes": 120, "foyers_droit_versable": 100}
    return [
        {"code_insee": communes()[place], "date_observation": month, "source": "departement", "concept": concept,
         "sexe": "ensemble", "classe_age": "ensemble", "type_parcours": "ensemble", "effectif": count + 7 * place,
         "statut_secret": "diffusible", "provisoire": False}
        for month in (date(2026, 4, 30), MONTH)
        for concept, count in counts.items()
        for place in range(15)
    ]  # fmt: skip


def _prescriptions() -> Rows:
    prescribers = ("conseil_departemental", "france_travail", "mission_locale")
    return [
        {"prescription_id": f"P{place:03d}", "personne_key": f"{place:04x}" * 16,
         "action_id": f"A{(place - 1) % 40 + 1:02d}", "session_id": f"S{place:02d}",
         "date_prescription": date(2026, 2, 2), "organisme_prescripteur": prescribers[place % 3],
         "type_prescription": "invitation", "statut": "entree", "date_reponse": date(2026, 2, 9),
         "date_entree": date(2026, 3, 2) + timedelta(place), "code_insee_domicile": communes()[2 * place]}
        for place in range(1, 61)
    ]  # fmt: skip


def _files_actives() -> Rows:
    return [
        {"mois": date(2026, 5, 1), "organisme_referent": who, "code_tas": tas, "nb_referents": 3, "etp": 2.5,
         "personnes_affectees": 150, "nb_sans_contact_90j": 12, "definition_file": "portefeuille"}
        for who in ("conseil_departemental", "france_travail", "mission_locale")
        for tas in TAS
    ]  # fmt: skip


def _budget() -> Rows:
    return [
        {"exercice": 2026, "action_id": f"A{place:02d}", "financeur": "cd", "montant_prevu": 12_000.5 + 100 * place,
         "montant_realise": 6_000.25, "mode_attribution": "subvention"}
        for place in range(1, 41)
    ]  # fmt: skip
