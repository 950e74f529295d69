"""The correction workbook, opened with another library than the one that wrote it."""

from __future__ import annotations

import io
from datetime import date, datetime

import pandas as pd
import pytest
from openpyxl import load_workbook

from etl.spreadsheets.block import Block
from etl.spreadsheets.mapping import Mapping, SheetMapping
from exports.advice import advice, expectation
from exports.corrections import corrections
from warehouse.dictionary import table

HEADERS = ("N° action", "Intitulé", "Porteur", "Début", "Nb places", "Relevé le", "Vu")
KEY = "0f" * 32
ROWS = [
    ["01004", "Code de la route", "AS1", date(2026, 1, 5), 12, datetime(2026, 1, 2, 8, 30), True],
    ["01005", "=HYPERLINK(\"http://x\")", "AS9", "31/02/2026", 70000, None, False],
    ["01006", "Atelier", KEY, date(2026, 3, 2), 8.5, None, None],
]  # fmt: skip
LINES = (4, 5, 9)
MAPPING = Mapping(
    (
        SheetMapping(
            "Actions", HEADERS,
            {"N° action": "actions.action_id", "Intitulé": "actions.nom", "Porteur": "actions.structure_id",
             "Début": "actions.date_ouverture", "Nb places": "actions.places_conventionnees", "Vu": ""},
            keys={"sessions.session_id": ("N° action", "Début")},
        ),
    )
)  # fmt: skip


def rejet(ligne, colonne, valeur, reason, regle="X-01", name="actions", feuille="Actions"):
    place = f"actions.xlsx, feuille « {feuille} »" + (f", ligne {ligne}" if ligne else "")
    title = table(name).column(colonne).label if colonne in table(name).names else colonne
    place += f", colonne « {title} »" if title else ""
    return {
        "table": name, "fichier": "actions.xlsx", "feuille": feuille, "ligne": ligne, "colonne": colonne,
        "valeur": valeur, "regle": regle, "phrase": f"{place} : {reason}.",
    }  # fmt: skip


FAULTS = [
    rejet(5, "structure_id", "AS9", "cette structure n’est pas dans la table des structures"),
    rejet(5, "places_conventionnees", "70000", "70 000 n’est pas entre 0 et 2 000"),
    rejet(5, "date_ouverture", "31/02/2026", "« 31/02/2026 » n’est pas lisible (attendu : une date)"),
    rejet(9, "session_id", "", "cet identifiant manque", name="sessions"),
    rejet(None, "", "", "le fichier compte 60 % de lignes de moins qu’au dernier chargement"),
    rejet(3, "nom", "", "sur une feuille qui n’est pas de cet envoi", feuille="Autre"),
]


@pytest.fixture(scope="module")
def actions() -> Block:
    frame = pd.DataFrame(ROWS, columns=list(HEADERS), dtype="object")
    passed = pd.DataFrame({"ligne": [1], "nature": ["titre"], "texte": ["Liste des actions"]})
    return Block("actions.xlsx", "Actions", frame, pd.Series(LINES), tuple("ABCDEFG"), passed)


@pytest.fixture(scope="module")
def book(actions):
    return load_workbook(io.BytesIO(corrections([actions], MAPPING, pd.DataFrame(FAULTS), "d-42")))


def test_only_the_rows_set_aside_come_out_under_their_own_headers(book):
    sheet = book["Actions"]
    assert [cell.value for cell in sheet[1]] == ["Ligne d’origine", "À corriger", *HEADERS]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [5, 9]
    assert sheet.freeze_panes == "C2"


def test_values_are_as_they_came(actions, book):
    everything = pd.DataFrame([rejet(line, "nom", "", "à revoir") for line in LINES])
    sheet = load_workbook(io.BytesIO(corrections([actions], MAPPING, everything, "d")))["Actions"]
    first, second, third = (list(row[2:]) for row in sheet.iter_rows(min_row=2))
    assert [cell.value for cell in first] == [
        "01004", "Code de la route", "AS1", datetime(2026, 1, 5), 12, datetime(2026, 1, 2, 8, 30), True
    ]  # fmt: skip
    assert first[3].number_format == "dd/mm/yyyy" and first[5].number_format == "dd/mm/yyyy hh:mm"
    assert first[0].number_format == "@"  # typed again, a code keeps its leading zero
    assert second[3].value == "31/02/2026" and second[4].value == 70000 and second[6].value is False
    assert third[2].value == KEY and third[4].value == 8.5 and third[5].value is None


def test_what_looks_like_a_formula_stays_a_text(book):
    cell = book["Actions"]["D2"]
    assert cell.value == '=HYPERLINK("http://x")' and cell.data_type == "s"


def test_each_fault_says_what_and_how_on_its_line(book):
    assert book["Actions"]["B2"].value.split("\n") == [
        "• « Porteur » : Cette structure n’est pas dans la table des structures.",
        "• « Nb places » : 70 000 n’est pas entre 0 et 2 000. Attendu : un nombre entier, de 0 à 2\u202f000.",
        "• « Début » : « 31/02/2026 » n’est pas lisible. Attendu : une date, par exemple 31/12/2025.",
    ]
    assert book["Actions"]["B3"].value == "« N° action » et « Début » : Cet identifiant manque. À remplir."


def test_the_faulty_cells_are_coloured_and_no_other(book):
    coloured = {
        (row[0].value, book["Actions"].cell(1, place).value)
        for row in book["Actions"].iter_rows(min_row=2)
        for place, cell in enumerate(row[2:], start=3)
        if cell.fill.fill_type == "solid"
    }
    assert coloured == {(5, "Porteur"), (5, "Nb places"), (5, "Début"), (9, "N° action"), (9, "Début")}


def test_what_concerns_a_whole_file_is_on_the_reading_page(book):
    texts = [str(cell) for row in book["À lire"].iter_rows(values_only=True) for cell in row if cell is not None]
    assert texts[:3] == ["Lignes à corriger", "Numéro du dépôt", "d-42"]
    assert FAULTS[4]["phrase"] in texts and FAULTS[5]["phrase"] in texts and FAULTS[0]["phrase"] not in texts
    assert texts[texts.index("Actions") :][:3] == ["Actions", "actions.xlsx", "2"]


def test_the_deposit_is_on_a_hidden_sheet_and_in_the_properties(book):
    hidden = book["Dépôt"]
    assert hidden.sheet_state == "hidden" and book.active.title == "À lire"
    rows = list(hidden.iter_rows(values_only=True))
    assert rows[0][:2] == ("Numéro du dépôt", "d-42") and rows[2] == ("Actions", "actions.xlsx", "Actions")
    assert book.custom_doc_props["Numéro du dépôt"].value == "d-42"


def test_with_nothing_to_correct_there_is_only_a_page_that_says_so(actions):
    book = load_workbook(io.BytesIO(corrections([actions], MAPPING, pd.DataFrame(FAULTS).iloc[:0], "d")))
    assert book.sheetnames == ["À lire", "Dépôt"]
    assert "Aucune ligne n’est à corriger." in [cell.value for (cell,) in book["À lire"]["A1:A9"]]


@pytest.mark.parametrize(
    ("name", "column", "filled", "expected"),
    [
        ("actions", "frais", True, "Attendu : Gratuit ou Payant."),
        ("actions", "nom", False, "À remplir : de 3 à 150 caractères."),
        ("actions", "financement_cd", False, "À remplir : oui ou non."),
        ("actions", "modes_accueil", True, "Attendu : À distance ou En présentiel (plusieurs : séparées par |)."),
        ("structures", "siret", True, "Attendu : 14 caractères."),
        ("budget_actions", "montant_prevu", True, "Attendu : un nombre, 0 ou plus."),
        ("actions", "axe_pdi", True, ""),
    ],
)
def test_what_is_expected_there(name, column, filled, expected):
    assert expectation(table(name).column(column), filled) == expected


def test_a_long_list_is_not_quoted_whole():
    told = expectation(table("actions").column("thematiques"), True)
    assert told.startswith("Attendu : une valeur de la liste (plusieurs : séparées par |) ; la liste complète est dans")


def test_a_fault_without_column_keeps_its_reason():
    assert advice("actions", "", [], "", "f.xlsx, ligne 12 : deux lignes ont le même identifiant.") == (
        "Deux lignes ont le même identifiant."
    )
