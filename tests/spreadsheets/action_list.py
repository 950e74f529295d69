"""An action list as a département keeps it, invented: 25 lines, 15 columns, its own words. Expected answers by hand."""

from __future__ import annotations

import csv
from pathlib import Path

from spreadsheets_blocks import block

from etl.spreadsheets.block import Block

HERE = Path(__file__).parent

COLUMNS = {
    "N° ordre": "",
    "Opérateur": "structures.nom",
    "Intitulé de l'action": "actions.nom",
    "Thématique": "actions.thematiques",
    "Type d'action": "actions.type",
    "Public visé": "actions.publics",
    "Lieu": "sessions.nom_commune",
    "CP": "sessions.code_postal",
    "Nb places": "sessions.places_ouvertes",
    "Début": "sessions.date_debut",
    "Fin": "sessions.date_fin",
    "Prescripteur": "actions.mobilisable_par",
    "Financement CD": "actions.financement_cd",
    "Axe PDI": "actions.axe_pdi",
    "Statut": "actions.statut",
}

LABELS = {
    "actions.thematiques": {
        "Permis B": "mobilite--preparer-un-permis",
        "Garage solidaire": "mobilite--entretenir-reparer-son-vehicule",
        "Mobilité": "mobilite--etre-accompagne-dans-son-parcours-mobilite",
        "Location de véhicule": "mobilite--acceder-a-un-vehicule",
        "FLE": "lecture-ecriture-calcul--maitriser-le-francais",
        "Illettrisme": "lecture-ecriture-calcul--maitriser-le-francais",
        "Démarches en ligne": "numerique--acceder-a-des-services-en-ligne",
        "Équipement numérique": "numerique--acquerir-un-equipement",
        "Accès au logement": "logement-hebergement--louer-un-logement",
        "Impayés de loyer": "logement-hebergement--reduire-les-impayes-de-loyer",
        "Confiance en soi": "remobilisation--bien-etre-confiance-en-soi",
        "Santé": "sante--acces-aux-soins",
        "Souffrance psychique": "sante--sante-mentale",
        "IAE": "trouver-un-emploi--repondre-a-des-offres-demploi",
        "Aide alimentaire": "equipement-et-alimentation--alimentation",
        "Création d'entreprise": "creer-une-entreprise--definir-son-projet-de-creation-dentreprise",
        "Travailleurs indépendants": "creer-une-entreprise--developper-son-entreprise",
        "CV": "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation",
        "Parrainage": "preparer-sa-candidature--developper-son-reseau",
        "Découverte des métiers": "choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite",
        "Crèche AVIP": "famille--garde-denfants",
        "Parentalité": "famille--soutien-a-la-parentalite-et-a-leducation",
        "Gestion du budget": "difficultes-financieres--ameliorer-sa-gestion-budgetaire",
        "Surendettement": "difficultes-financieres--situation-dendettement-surendettement",
        "Sport": "remobilisation--activites-sportives-et-culturelles",
        "Coup de pouce à la personne": "",
    },
    "actions.type": {
        "Atelier collectif": "atelier",
        "Atelier": "atelier",
        "Accompagnement individuel": "accompagnement",
        "Prêt de matériel": "aide-materielle",
        "Formation": "formation",
        "Aide matérielle": "aide-materielle",
        "Accompagnement": "accompagnement",
        "Permanence": "information",
        "Action collective": "atelier",
        "Suivi": "accompagnement",
        "Information collective": "information",
        "Aide": "aide-financiere",
    },
    "actions.publics": {
        "BRSA": "beneficiaires-des-minimas-sociaux",
        "jeunes": "jeunes",
        "Tout public": "tous-publics",
        "Jeunes -26 ans": "jeunes",
        "Primo-arrivants": "personnes-exilees",
        "DELD": "demandeurs-emploi",
        "Tous publics": "tous-publics",
        "Familles monoparentales": "familles",
        "Femmes": "femmes",
        "Familles": "familles",
        "Demandeurs d'emploi": "demandeurs-emploi",
        "Travailleurs indépendants": "actifs",
        "Jeunes 18-25 ans": "jeunes",
        "DE": "demandeurs-emploi",
        "Parents isolés": "familles",
        "Parents": "familles",
        "+50 ans": "seniors",
        "Gens du voyage": "",
    },
    "actions.mobilisable_par": {
        "Référents RSA": "professionnels",
        "Tous": "usagers|professionnels",
        "Mission locale": "professionnels",
        "Prescripteurs": "professionnels",
        "Usagers": "usagers",
        "Travailleurs sociaux": "professionnels",
        "France Travail": "professionnels",
    },
    "actions.financement_cd": {
        "oui": "oui",
        "OUI": "oui",
        "O": "oui",
        "x": "oui",
        "non": "non",
        "N": "non",
        "oui (partiel)": "",
    },
    "actions.statut": {
        "En cours": "ouverte",
        "Reconduite": "ouverte",
        "À venir": "projet",
        "Projet": "projet",
        "Terminée": "fermee",
        "Suspendue": "suspendue",
    },
}


def action_list() -> Block:
    """The list as it is read: headers in line 4, under a title; numbers are numbers, as in a workbook."""
    with (HERE / "action_list.csv").open(encoding="utf-8", newline="") as stream:
        headers, *rows = csv.reader(stream, delimiter=";")

    def typed(name: str, cell: str) -> object:
        return int(cell) if cell.isdigit() and name != "CP" else cell

    cells = [[typed(name, cell) for name, cell in zip(headers, row, strict=True)] for row in rows]
    return block(headers, cells, feuille="Actions 2025", first=5)
