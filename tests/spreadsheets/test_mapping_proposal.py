"""Their columns and labels against ours: an invented list with answers by hand, and our own templates."""

from __future__ import annotations

import pytest
from action_list import COLUMNS, LABELS, action_list
from spreadsheets_blocks import block

from etl.spreadsheets.answering import accepted, answered
from etl.spreadsheets.labels import known, labelled, parts, suggestions
from etl.spreadsheets.likeness import usual
from etl.spreadsheets.mapping import Mapping, read, written
from etl.spreadsheets.memory import Memory
from etl.spreadsheets.proposal import propose, questions
from etl.spreadsheets.targets import choices, targets
from warehouse.dictionary import tables

NOTHING = Memory()
OWN = [name for name, one in tables().items() if one.origin == "departement"]
SHEET = "Actions 2025"


def columns_of(headers, rows=((None,) * 30,), feuille=""):
    filled = [list(row)[: len(headers)] for row in rows]
    proposal = propose([block(headers, filled, feuille)], NOTHING, "49")
    return dict(proposal.mapping.sheets[0].columns) if proposal.mapping.sheets else {}


def test_an_action_list_maps_nine_columns_in_ten():
    found = propose([action_list()], NOTHING, "49").mapping.sheets[0].columns
    right = [header for header, key in COLUMNS.items() if found[header] == key]
    assert len(right) >= 0.9 * len(COLUMNS), {header: found[header] for header in COLUMNS if header not in right}


def test_its_labels_map_seventeen_times_in_twenty_and_none_is_invented():
    labels = propose([action_list()], NOTHING, "49").mapping.sheets[0].labels
    told = {(key, label): codes for key, known_labels in LABELS.items() for label, codes in known_labels.items()}
    found = {(key, label): labels.get(key, {}).get(label) or known(key, label) or () for key, label in told}
    right = [one for one, codes in told.items() if "|".join(found[one]) == codes]
    assert len(right) >= 0.85 * len(told), {one: found[one] for one in told if one not in right}
    assert all(found[one] == () for one, codes in told.items() if codes == "")


def test_what_a_list_lacks_is_asked_with_a_suggestion():
    asked = {one.target: one for one in propose([action_list()], NOTHING, "49").questions if one.kind == "constante"}
    suggested = {key: one.suggestion for key, one in asked.items()}
    assert suggested == {
        "structures.source": "departement",
        "structures.date_maj": "@date_donnees",
        "structures.type_structure": "autre",
        "structures.active": "oui",
        "actions.date_maj": "@date_donnees",
        "actions.entree": "session",
        "sessions.lieu_type": "local",
        "sessions.date_maj_places": "@date_donnees",
        "sessions.statut": "@selon_dates",
    }
    assert asked["sessions.lieu_type"].sentence == (
        "Feuille « Actions 2025 » : aucune colonne ne dit « Type de lieu » (Sessions). "
        "Indiquez une valeur pour toutes les lignes."
    )


def test_an_unknown_label_is_asked_with_its_place_and_never_dropped():
    asked = {one.label: one for one in propose([action_list()], NOTHING, "49").questions if one.kind == "libelle"}
    assert set(asked) == {"Coup de pouce à la personne", "Gens du voyage", "oui (partiel)"}
    partly = asked["oui (partiel)"]
    assert partly.sentence == (
        "Feuille « Actions 2025 », colonne « Financement CD » : que veut dire « oui (partiel) » (ligne 29) ? "
        "Peut-être « Oui »."
    )
    assert (partly.suggestion, partly.lines, partly.blocking) == ("oui", (29,), True)
    assert [one.label for one in asked["Gens du voyage"].choices][-1] == "Laisser vide"


def test_a_column_nobody_claims_is_told_and_blocks_nothing():
    told = [one for one in propose([action_list()], NOTHING, "49").questions if one.header == "N° ordre"]
    assert [(one.sentence, one.blocking) for one in told] == [
        ("Feuille « Actions 2025 » : la colonne « N° ordre » n’est pas reconnue : elle ne sera pas chargée.", False)
    ]


def test_a_description_made_of_the_name_is_said():
    sentences = [one.sentence for one in propose([action_list()], NOTHING, "49").questions if not one.blocking]
    assert (
        "Feuille « Actions 2025 » : aucune colonne ne décrit les actions : « Description » reprendra "
        "« Intitulé de l'action »." in sentences
    )


def test_answers_close_the_questions_and_an_empty_answer_is_one():
    blocks = [action_list()]
    mapping = accepted(blocks, propose(blocks, NOTHING, "49").mapping)
    left = [one for one in questions(blocks, mapping) if one.blocking]
    assert [one.label for one in left] == ["Coup de pouce à la personne", "Gens du voyage"]  # nothing like them
    for one in left:
        mapping = answered(mapping, one, "")
    assert [one for one in questions(blocks, mapping) if one.blocking] == []
    assert mapping.sheet(SHEET).labels["actions.publics"]["Gens du voyage"] == ()
    assert read(written(mapping)) == mapping


@pytest.mark.parametrize("spelling", ["name", "label"])
@pytest.mark.parametrize("name", OWN)
def test_our_own_templates_map_whole_without_a_question(name, spelling):
    columns = [one for one in tables()[name].columns if one.name != "synthetique"]
    headers = [getattr(one, spelling) for one in columns]
    proposal = propose([block(headers, [[None] * len(headers)])], NOTHING, "49")
    assert proposal.mapping.sheets[0].columns == {
        header: f"{name}.{one.name}" for header, one in zip(headers, columns, strict=True)
    }
    assert proposal.questions == ()
    assert not proposal.mapping.sheets[0].keys


@pytest.mark.parametrize("words", ["codes", "labels"])
@pytest.mark.parametrize("name", OWN)
def test_our_own_codes_and_labels_are_never_asked(name, words):
    for key, column in targets().items():
        if column.table == name and labelled(key):
            for code, label in choices(key).items():
                said = code if words == "codes" else label
                assert known(key, said) == (code,), (key, said)


def test_the_mark_of_invented_data_is_no_column_to_map():
    columns = tables()["cibles"].columns
    proposal = propose([block([one.name for one in columns], [[None] * len(columns)])], NOTHING, "49")
    assert proposal.questions == ()


def test_every_usual_header_means_a_column_that_exists():
    assert {key for keys in usual().values() for key in keys} <= set(targets())
    assert len(usual()) > 800


def test_values_gainsay_a_header():
    headers = ("Structure", "Action", "Thématique", "Financement CD", "Début", "Fin", "Places")
    yes = ("Lire et Dire", "Ateliers", "FLE", "oui", "03/02/2025", "30/06/2025", 12)
    money = ("Lire et Dire", "Ateliers", "FLE", "12 500 €", "03/02/2025", "30/06/2025", 12)
    assert columns_of(headers, [yes])["Financement CD"] == "actions.financement_cd"
    assert columns_of(headers, [money])["Financement CD"] == "budget_actions.montant_prevu"
    places = columns_of(("Action", "Thématique", "Places"), [("Ateliers", "FLE", "03/02/2025")])
    assert places["Places"] == ""


def test_codes_and_names_of_communes_go_where_they_should():
    headers = ("Structure", "Action", "Thématique", "Commune", "Début", "Fin", "Places")
    row = ("Lire et Dire", "Ateliers", "FLE", "49000 Angers", "03/02/2025", "30/06/2025", 12)
    assert columns_of(headers, [row])["Commune"] == "sessions.nom_commune"
    structures = ("Nom de la structure", "SIRET", "Adresse", "CP", "Ville", "Site web")
    found = columns_of(structures, [("Lire et Dire", "", "1 rue du Val", "49000", "Angers", "")], "Structures")
    assert found["Ville"] == "structures.nom_commune"
    assert found["CP"] == "structures.code_postal"


def test_a_year_in_a_header_is_the_exercise():
    headers = ("N° action", "Intitulé de l’action", "Thématique", "Porteur", "Montant 2025")
    rows = [("A1", "Ateliers", "FLE", "Lire et Dire", "12 500 €")]
    proposal = propose([block(headers, rows)], NOTHING, "49")
    assert proposal.mapping.sheets[0].columns["Montant 2025"] == "budget_actions.montant_prevu"
    asked = {one.target: one.suggestion for one in proposal.questions}
    assert asked["budget_actions.exercice"] == "2025"
    assert asked["budget_actions.financeur"] == "cd"


def test_tables_of_persons_stand_alone():
    headers = ("Pseudonyme", "N° prescription", "Action", "Structure", "Public visé", "Date de prescription",
               "Prescripteur", "Statut", "Date d’entrée")  # fmt: skip
    row = ("a" * 64, "P1", "Ateliers", "Lire et Dire", "BRSA", "03/02/2025", "MDS", "Refus structure", "")
    proposal = propose([block(headers, [row], "Prescriptions")], NOTHING, "49")
    found = proposal.mapping.sheets[0]
    assert found.tables == ("prescriptions",)
    assert found.columns["Prescripteur"] == "prescriptions.organisme_prescripteur"
    assert found.columns["Date d’entrée"] == "prescriptions.date_entree"
    assert found.labels["prescriptions.statut"] == {"Refus structure": ("refusee_structure",)}
    assert found.columns["Public visé"] == ""


def test_a_sheet_that_looks_like_nothing_is_left_out_and_told():
    notes = block(("Contact", "Remarque"), [("Accueil", "À relire")], "Lisez-moi")
    proposal = propose([action_list(), notes], NOTHING, "49")
    assert proposal.mapping.left_out == ("Lisez-moi",)
    told = [one for one in proposal.questions if one.kind == "feuille"]
    assert [(one.sentence, one.blocking) for one in told] == [
        ("La feuille « Lisez-moi » ne ressemble à aucune des tables attendues : elle ne sera pas chargée.", False)
    ]
    alone = propose([notes], NOTHING, "49").questions
    assert [one.blocking for one in alone] == [True]


def test_carriers_listed_in_their_own_sheet_are_not_drawn_from_the_actions():
    listed = block(
        ("N° structure", "Nom de la structure", "SIRET", "Ville"), [("S1", "Lire et Dire", None, "Angers")], "Porteurs"
    )
    actions = block(("Porteur", "Action", "Thématique"), [("Lire et Dire", "Ateliers", "FLE")], "Actions")
    mapping = propose([actions, listed], NOTHING, "49").mapping
    assert mapping.sheet("Porteurs").tables == ("structures",)
    assert mapping.sheet("Actions").tables == ("actions",)
    assert mapping.sheet("Actions").keys["actions.structure_id"] == ("Porteur",)


def test_two_columns_on_one_of_ours_block():
    blocks = [block(("Porteur", "Action", "Intitulé", "Thématique"), [("A", "B", "C", "FLE")], "Actions")]
    sheet = propose(blocks, NOTHING, "49").mapping.sheets[0]
    assert sum(key == "actions.nom" for key in sheet.columns.values()) == 1
    twice = Mapping(
        (
            type(sheet)(
                sheet.feuille, sheet.headers, {**sheet.columns, "Action": "actions.nom", "Intitulé": "actions.nom"}
            ),
        )
    )
    asked = [one for one in questions(blocks, twice) if "toutes deux" in one.sentence]
    assert asked[0].sentence == (
        "Feuille « Actions » : les colonnes « Action » et « Intitulé » sont toutes deux choisies pour "
        "« Nom de l’action ». N’en gardez qu’une."
    )
    kept = answered(twice, asked[0], "Intitulé").sheets[0].columns
    assert (kept["Action"], kept["Intitulé"]) == ("", "actions.nom")


@pytest.mark.parametrize(
    ("key", "cell", "expected"),
    [
        ("actions.thematiques", "Mobilité / Logement, santé", ["Mobilité", "Logement", "santé"]),
        ("actions.thematiques", "Lecture, écriture, calcul", ["Lecture, écriture, calcul"]),
        ("actions.publics", "BRSA et jeunes", ["BRSA", "jeunes"]),
        ("actions.publics", "Femmes et chevaux", ["Femmes et chevaux"]),
        ("actions.publics", "BRSA\nDE|Seniors; Femmes", ["BRSA", "DE", "Seniors", "Femmes"]),
        ("actions.type", "Atelier, formation", ["Atelier, formation"]),
    ],
)
def test_lists_are_cut_where_people_cut_them(key, cell, expected):
    assert parts(key, cell) == expected


def test_a_misspelt_label_is_read_and_its_score_kept():
    rows = [("A", "B", "Surendetement")]
    proposal = propose([block(("Porteur", "Action", "Thématique"), rows, "Actions")], NOTHING, "49")
    labels = proposal.mapping.sheets[0].labels["actions.thematiques"]
    assert labels == {"Surendetement": ("difficultes-financieres--situation-dendettement-surendettement",)}
    assert proposal.label_scores["Actions"]["actions.thematiques"]["Surendetement"] < 1
    assert suggestions("actions.thematiques", "Chaussettes") == []


def test_the_whole_departement_is_its_code():
    rows = [("A", "B", "FLE", "Tout le département"), ("A", "C", "FLE", "Val de Loire")]
    blocks = [block(("Porteur", "Action", "Thématique", "Territoire d’intervention"), rows, "Actions")]
    proposal = propose(blocks, NOTHING, "85")
    assert proposal.mapping.sheets[0].labels["actions.zone_eligibilite"] == {"Tout le département": ("85",)}
    assert "Val de Loire" in [one.label for one in proposal.questions if one.blocking]


def test_the_lists_of_our_own_workbook_are_no_table():
    lists = block(
        ("Thématiques", "Publics visés", "Type de service", "Oui ou non"), [("Addictions", "Femmes", "Atelier", "oui")]
    )
    assert propose([lists], NOTHING, "49").mapping.sheets == ()
    named = block(("Nom de l’action", "Thématiques"), [("Ateliers", "Addictions")], "Listes")
    assert propose([named, action_list()], NOTHING, "49").mapping.left_out == ("Listes",)
