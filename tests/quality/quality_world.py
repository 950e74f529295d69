"""A very small département where every rule is kept: the sample on which the gate must stay quiet."""

from __future__ import annotations

from datetime import date

import pandas as pd

from etl.staging import Staged
from quality.convert import convert
from quality.judgement import Context
from warehouse.dictionary import table

TODAY = date(2025, 6, 15)
ANGERS, CHOLET, ALLONNES, ANCENIS = "49007", "49099", "49002", "44003"
PEOPLE = [f"{number:064x}" for number in range(1, 13)]
LONG = "Cet atelier accueille chaque semaine des personnes qui cherchent un emploi. " * 4


def frame(name: str, rows: list[dict], **same: object) -> pd.DataFrame:
    """Rows completed to all the declared columns, missing where nothing is said."""
    columns = [column for column in table(name).names if column != "synthetique"]
    return pd.DataFrame([same | row for row in rows]).reindex(columns=columns)


def clean() -> dict[str, pd.DataFrame]:
    """Every table, coherent with the others, as a file would give it: text dates, codes as text."""
    return {
        "territoires": _territoires(),
        "brsa_effectifs": _brsa(),
        "structures": _structures(),
        "actions": _actions(),
        "sessions": _sessions(),
        "prescriptions": _prescriptions(),
        "presences": _presences(),
        "parcours": _parcours(),
        "episodes_emploi": _emplois(),
        "enquete_devenir": _devenir(),
        "enquete_qualite": _qualite(),
        "referents_file_active": _files_actives(),
        "budget_actions": _budget(),
        "freins_agreges": _freins(),
        "cibles": _cibles(),
        "faits": _faits(),
        "zones": _zones(),
        "appartenances": _appartenances(),
        "passage_communes": frame("passage_communes", [{"code_ancien": "49069", "code_courant": CHOLET}], source="cog"),
        "structures_externes": _structures_externes(),
        "services_externes": _services_externes(),
        "lieux": _lieux(),
        "nomenclatures": _nomenclatures(),
        "sources": _sources(),
    }


def context(**changes: object) -> Context:
    """The context of that département: three communes, one neighbour."""
    known = frozenset({ANGERS, CHOLET, ALLONNES, ANCENIS})
    return Context(**({"departement": "49", "known_communes": known, "today": TODAY} | changes))


def staged(tables: dict[str, pd.DataFrame], *names: str, **changes: object) -> list[Staged]:
    """These tables (all of them by default) as files named after them."""
    chosen = names or tuple(tables)
    options = {"feuille": "Feuille1"} | changes
    return [Staged(name, tables[name], f"{name}.csv", **options) for name in chosen]


def typed(name: str, raw: pd.DataFrame) -> pd.DataFrame:
    """The raw table in the types of the dictionary, as rules see it."""
    columns = {column.name: column for column in table(name).columns}
    return pd.DataFrame(
        {name: convert(values, columns[name].type, keep_empty=name == "modalite")[0] for name, values in raw.items()}
    )


def changed(raw: pd.DataFrame, changes: dict[int, dict[str, object]]) -> pd.DataFrame:
    """A copy with some cells replaced; a position past the end repeats the first row before changing it."""
    raw = raw.astype("object")
    for place in sorted(position for position in changes if position >= len(raw)):
        raw.loc[place] = raw.loc[0]
    for place, cells in changes.items():
        for column, value in cells.items():
            raw.at[place, column] = value
    return raw


def _territoires() -> pd.DataFrame:
    rows = [
        {
            "code_insee": ANGERS,
            "nom_commune": "Angers",
            "code_tas": "T1",
            "nom_tas": "Angers ville",
            "population": 159022,
        },
        {"code_insee": CHOLET, "nom_commune": "Cholet", "code_tas": "T2", "nom_tas": "Choletais", "population": 54000},
        {
            "code_insee": ALLONNES,
            "nom_commune": "Allonnes",
            "code_tas": "T3",
            "nom_tas": "Saumurois",
            "population": 2911,
        },
    ]
    return frame("territoires", rows, cog=2025, code_departement="49", code_epci="244900015", superficie_km2="42,7")


def _brsa() -> pd.DataFrame:
    rows = [
        {"code_insee": code, "date_observation": month, "concept": concept, "effectif": count}
        for month in ("2025-03-31", "2025-04-30")
        for concept, counts in (("personnes", (5000, 960, 85)), ("foyers_droit_versable", (4400, 850, 75)))
        for code, count in zip((ANGERS, CHOLET, ALLONNES), counts, strict=True)
    ]
    same = {"source": "departement", "statut_secret": "diffusible", "provisoire": "non"}
    return frame("brsa_effectifs", rows, sexe="ensemble", classe_age="ensemble", type_parcours="ensemble", **same)


def _structures() -> pd.DataFrame:
    rows = [
        {"structure_id": "s--1", "nom": "Association fictive A", "siret": "73282932000074"},
        {"structure_id": "s--2", "nom": "Association fictive B", "siret": "35600000000006"},
    ]
    same = {"source": "s", "date_maj": "2025-05-01", "code_insee": ANGERS, "type_structure": "association"}
    place = {"latitude": "47,47", "longitude": "-0,55", "courriel_generique": "contact@exemple.invalid"}
    return frame("structures", rows, active="oui", reseaux_porteurs="ccas-cias|afpa", **same, **place)


def _actions() -> pd.DataFrame:
    rows = [
        {"action_id": "a1", "structure_id": "s--1", "nom": "Atelier mobilité", "type_dispositif": "atelier"},
        {
            "action_id": "a2", "structure_id": "s--2", "nom": "Chantier", "type_dispositif": "iae_aci",
            "codes_rome": "K1201|A1203", "publics": "jeunes|seniors",
        },
    ]  # fmt: skip
    same = {
        "description": LONG, "date_maj": "2025-05-01", "type": "atelier", "thematiques": "mobilite--preparer-un-permis",
        "publics": "tous-publics", "entree": "session", "places_conventionnees": 20, "duree_semaines": 12,
        "financement_cd": 1, "date_ouverture": "01/01/2024", "statut": "ouverte", "zone_eligibilite": "49",
        "date_fermeture": "31/12/2026", "frais": "gratuit", "modes_accueil": "en-presentiel",
    }  # fmt: skip
    return frame("actions", rows, **same)


def _sessions() -> pd.DataFrame:
    rows = [
        {
            "session_id": "x1",
            "action_id": "a1",
            "date_debut": "2025-02-01",
            "date_fin": "2025-04-30",
            "statut": "terminee",
        },
        {
            "session_id": "x2",
            "action_id": "a2",
            "date_debut": "2025-03-01",
            "date_fin": "2025-12-31",
            "statut": "ouverte",
        },
    ]
    same = {"code_insee": ANGERS, "lieu_type": "local", "places_ouvertes": 12, "date_fin": "2025-04-30"}
    same |= {"latitude": 47.47, "longitude": -0.55}
    return frame("sessions", rows, date_maj_places="2025-06-10 08:00", jours_ouverture_semaine="2,5", **same)


def _prescriptions() -> pd.DataFrame:
    entered = {"statut": "entree", "date_reponse": "2025-01-20", "date_entree": "2025-02-03"}
    prescribers = ["conseil_departemental", "france_travail", "mission_locale"]
    rows = [
        {"personne_key": key, "organisme_prescripteur": prescribers[number % 3]} | entered
        for number, key in enumerate(PEOPLE[:6])
    ]
    rows.append({"personne_key": PEOPLE[6], "statut": "refusee_structure", "motif_refus": "complet"})
    rows.append({"personne_key": PEOPLE[7], "statut": "en_attente", "date_prescription": "2025-06-01"})
    named = [{"prescription_id": f"p{number}", **row} for number, row in enumerate(rows)]
    same = {"action_id": "a1", "session_id": "x1", "date_prescription": "2025-01-10", "code_insee_domicile": ANGERS}
    return frame("prescriptions", named, organisme_prescripteur="ccas", **same)


def _presences() -> pd.DataFrame:
    rows = [
        {"personne_key": key, "date_seance": day, "statut": "present" if place else "excuse"}
        for place, key in enumerate(PEOPLE[:6])
        for day in ("2025-02-03", "2025-02-10")
    ]
    return frame("presences", rows, session_id="x1", heures="3,5", mode_invitation="invitation")


def _parcours() -> pd.DataFrame:
    rows = [{"parcours_id": f"j{number}", "personne_key": key} for number, key in enumerate(PEOPLE)]
    for row in rows[:6]:
        row |= {"date_sortie": "2024-12-01", "motif_sortie": "cdi", "classe_sortie": "durable"}
    same = {
        "sexe": "F", "classe_age": "25_34", "code_tas": "T1", "code_insee_domicile": ANGERS, "type_parcours": "pro",
        "date_droit": "2023-12-01", "date_orientation": "2024-01-15", "date_premiere_entree": "2024-02-15",
        "organisme_referent": "france_travail", "type_contrat": "contrat_engagement", "date_contrat": "2024-02-01",
    }  # fmt: skip
    return frame("parcours", rows, **same)


def _emplois() -> pd.DataFrame:
    rows = [
        {"personne_key": PEOPLE[0], "date_debut": "2024-12-02"},
        {"personne_key": PEOPLE[1], "date_debut": "2025-01-02"},
    ]
    return frame("episodes_emploi", rows, nature="cdi", source="enquete", temps="complet", date_fin="2025-03-01")


def _devenir() -> pd.DataFrame:
    answered = {
        "date_reponse": "2025-06-02",
        "repondant": "oui",
        "poids": "1,5",
        "en_emploi": "oui",
        "nature_emploi": "cdi",
    }
    rows = [{"personne_key": key} | answered for key in PEOPLE[:4]]
    rows += [{"personne_key": key, "repondant": "non"} for key in PEOPLE[4:6]]
    same = {"campagne": "2025-S1", "vague": 6, "type_programme": "atelier", "sexe": "F"}
    same["date_sortie"] = "2024-12-01"
    return frame("enquete_devenir", rows, **same)


def _qualite() -> pd.DataFrame:
    rows = [
        {"reponse_id": f"r{number}", "note_globale": 8, "q_continuite": 6, "q_ecoute": 9, "q_reseau": number}
        for number in range(6)
    ]
    same = {"campagne": "2025-S1", "public": "candidat", "code_tas": "T1", "date_reponse": "2025-05-02", "poids": 1}
    return frame("enquete_qualite", rows, criteres="communication|reseau", theme_verbatim="delais|accueil", **same)


def _files_actives() -> pd.DataFrame:
    rows = [{"code_tas": "T1", "personnes_affectees": 6, "nb_referents": 1, "etp": "0,5"}]
    same = {"mois": "2025-05-01", "organisme_referent": "france_travail", "definition_file": "portefeuille"}
    return frame("referents_file_active", rows, nb_sans_contact_90j=1, **same)


def _budget() -> pd.DataFrame:
    rows = [{"action_id": "a1"}, {"action_id": "a2"}]
    same = {"exercice": 2025, "financeur": "cd", "montant_prevu": "1 000,50", "montant_realise": "900"}
    return frame("budget_actions", rows, mode_attribution="subvention", **same)


def _freins() -> pd.DataFrame:
    rows = [
        {"code_tas": "T1", "frein": "mobilite", "effectif": 1200, "statut_secret": "diffusible"},
        {"code_tas": "T3", "frein": "langue", "effectif": None, "statut_secret": "secret"},
    ]
    return frame("freins_agreges", rows, date_observation="2025-04-30")


def _cibles() -> pd.DataFrame:
    rows = [{"code": "places_ouvertes", "niveau": "departement", "code_territoire": "49", "valeur": "7 000"}]
    return frame("cibles", rows, instance="Groupe PDI", date_decision="2025-01-10", echeance="2025-12-31")


def fact(code: str, value: float | None, niveau: str = "commune", place: str = ANGERS, **more: object) -> dict:
    """One published figure."""
    return {"code": code, "valeur": value, "niveau": niveau, "code_territoire": place} | more


def _faits() -> pd.DataFrame:
    rows = [
        fact("population_1564", 100000), fact("population_1564", 30000, place=CHOLET),
        fact("population_1564", 2000, place=ALLONNES), fact("population_1564", 132000, "departement", "49"),
        fact("actifs_1564", 70000), fact("chomeurs_1564", 9000), fact("foyers_allocataires", 53375),
        fact("foyers_rsa", 6730), fact("taux_pauvrete", 21.0),
        fact("taux_pauvrete", None, place=ALLONNES, statut="secret"), fact("niveau_vie_median", 21450),
        fact("bmo_projets", 160, "bassin_bmo", "5218", modalite="famille=Z|metier=A0Z40"),
        fact("bmo_projets_difficiles", 42, "bassin_bmo", "5218", modalite="famille=Z|metier=A0Z40"),
        fact("bmo_projets_saisonniers", None, "bassin_bmo", "5218", modalite="famille=Z|metier=A0Z40", statut="secret"),
    ]  # fmt: skip
    same = {"code_departement": "49", "periode": "2024", "modalite": "", "statut": "disponible", "source": "cog"}
    said = {"editeur": "INSEE", "millesime": "2024", "licence": "Licence Ouverte 2.0", "nature": "publie"}
    return frame("faits", rows, **said, **same)


def _zones() -> pd.DataFrame:
    rows = [
        {"niveau": "commune", "code": ANGERS, "libelle": "Angers", "latitude": 47.47, "longitude": -0.55},
        {"niveau": "commune", "code": CHOLET, "libelle": "Cholet", "latitude": 47.06, "longitude": -0.88},
        {"niveau": "commune", "code": ALLONNES, "libelle": "Allonnes", "latitude": 47.3, "longitude": 0.01},
        {"niveau": "departement", "code": "49", "libelle": "Maine-et-Loire"},
        {"niveau": "bassin_bmo", "code": "5218", "libelle": "Angers"},
    ]
    return frame("zones", rows, code_departement="49", millesime="2025", source="cog")


def _appartenances() -> pd.DataFrame:
    rows = [{"code_insee": ANGERS, "niveau": "bassin_bmo", "code_zone": "5218"}]
    return frame("appartenances", rows, millesime="2025", source="cog")


def _lieux() -> pd.DataFrame:
    rows = [{"lieu_id": "l1", "type_lieu": "france_services", "nom": "France services", "code_insee": ANGERS}]
    return frame("lieux", rows, latitude=47.47, longitude=-0.55, millesime="2024", source="france_services")


def _structures_externes() -> pd.DataFrame:
    rows = [{"structure_id": "dora--1", "nom": "Association externe", "reseaux_porteurs": "mission-locale"}]
    return frame("structures_externes", rows, **_externes())


def _services_externes() -> pd.DataFrame:
    rows = [
        {"service_id": "dora--1", "structure_id": "dora--1", "nom": "Garage solidaire"},
        {"service_id": "dora--2", "structure_id": "dora--1", "nom": "Atelier numérique"},
    ]
    same = {"thematiques": "mobilite--preparer-un-permis", "publics": "jeunes", "zone_eligibilite": "49|france"}
    return frame("services_externes", rows, type="atelier", **same, **_externes())


def _externes() -> dict[str, object]:
    place = {"code_insee": ANGERS, "commune": "Angers", "code_postal": "49000", "latitude": 47.47, "longitude": -0.55}
    return {"producteur": "dora", "date_maj": "2025-05-01", "millesime": "2025-05", "source": "data_inclusion"} | place


def _nomenclatures() -> pd.DataFrame:
    rows = [{"nomenclature": "famille_bmo", "code": "Z", "libelle": "Autres métiers"}]
    return frame("nomenclatures", rows, millesime="2024", source="bmo")


def _sources() -> pd.DataFrame:
    rows = [
        {"source": "cog", "lecture": "embarque", "url": "https://exemple.invalid/cog"},
        {"source": "bmo", "lecture": "fichier_editeur", "url": "https://exemple.invalid/bmo", "sha256": "ab" * 32},
        {"source": "clpe", "lecture": "fichier_editeur", "url": "", "sha256": "cd" * 32},  # no stable address
    ]
    same = {"titre": "Enquête BMO", "editeur": "France Travail", "licence": "Licence Ouverte 2.0"}
    return frame("sources", rows, millesime="2025", nb_lignes=12, **same)
