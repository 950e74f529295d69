"""The templates, opened with another library than the one that wrote them."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from etl.spreadsheets.examples import examples, mark
from etl.spreadsheets.ours import holds_no_table, sheet_name
from exports.templates import csv_templates, own_tables, workbook
from exports.templates.checks import LENGTHS
from exports.templates.guide import NOTHING_YET, opened
from warehouse.dictionary import table, vocabularies

TABLES = own_tables()


@pytest.fixture(scope="module")
def content() -> bytes:
    return workbook("49")


@pytest.fixture(scope="module")
def book(content):
    return load_workbook(io.BytesIO(content))


def labels(name: str) -> list[str]:
    return [column.label for column in table(name).columns if column.name != "synthetique"]


def controls(sheet) -> dict[str, object]:
    """Header → the control of its column."""
    found = {}
    for control in sheet.data_validations.dataValidation:
        letter = re.match("[A-Z]+", str(control.sqref)).group()
        found[sheet[f"{letter}1"].value] = control
    return found


def test_the_five_tables_that_begin_come_first_and_all_fifteen_are_there():
    first = ("territoires", "structures", "actions", "sessions", "brsa_effectifs")
    assert TABLES[:5] == first and len(TABLES) == len(set(TABLES)) == 15


def test_a_sheet_a_table_between_the_guide_and_the_lists(book):
    assert book.sheetnames == ["Mode d’emploi", *(sheet_name(name) for name in TABLES), "Listes"]
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert [name for name in book.sheetnames if holds_no_table(name)] == ["Mode d’emploi", "Listes"]


@pytest.mark.parametrize("name", TABLES)
def test_headers_are_the_labels_frozen_on_top(book, name):
    sheet = book[sheet_name(name)]
    assert [cell.value for cell in sheet[1]] == labels(name) and len(set(labels(name))) == len(labels(name))
    assert sheet.freeze_panes == ("D2" if name == "territoires" else "B2")


def test_required_headers_differ_in_colour_and_in_their_note(book):
    sheet = book["Structures d’insertion"]
    heads = {cell.value: cell for cell in sheet[1]}
    assert heads["SIRET"].fill.start_color.rgb != heads["Nom de la structure"].fill.start_color.rgb
    assert heads["Nom de la structure"].comment.text.startswith("Obligatoire\nTexte")
    assert (
        heads["SIRET"].comment.text
        == "Facultatif\nTexte\n14 caractères\nClé de Luhn, sauf La Poste\nNom technique : siret"
    )
    assert "De -90 à 90" in heads["Latitude"].comment.text


@pytest.mark.parametrize("name", TABLES)
def test_every_closed_column_offers_exactly_its_words(book, name):
    found = controls(book[sheet_name(name)])
    for column in table(name).columns:
        if not column.values or column.name == "synthetique":
            continue
        told = vocabularies()[column.vocabulary] if column.vocabulary else {code: code for code in column.values}
        control = found[column.label]
        ((where, cells),) = book.defined_names[control.formula1].destinations
        listed = [cell.value for (cell,) in book[where][cells]]
        assert control.type == "list" and listed == [told[code] for code in column.values]


def test_words_are_unique_within_their_list_and_hold_no_separator():
    for name, words in vocabularies().items():
        assert len(set(words.values())) == len(words), name
        assert not [word for word in words.values() if "|" in word], name


def test_several_values_are_allowed_where_a_list_is_declared_and_one_elsewhere(book):
    found = controls(book["Actions d’insertion"])
    assert not found["Thématiques"].showErrorMessage and "séparez-les par « | »" in found["Thématiques"].prompt
    assert found["Frais"].showErrorMessage and found["Frais"].errorStyle in (None, "stop")
    assert found["Frais"].error == "« Frais » attend une valeur de la liste."


def test_numbers_dates_and_lengths_are_checked_with_a_sentence(book):
    actions, sessions = controls(book["Actions d’insertion"]), controls(book["Sessions"])
    durée, places, début = actions["Durée"], sessions["Places ouvertes"], sessions["Date de début"]
    assert (durée.type, float(durée.formula1), float(durée.formula2)) == ("decimal", 0.1, 156)
    assert durée.error == "« Durée » attend un nombre (semaines), de 0,1 à 156."
    assert (places.type, places.formula1, places.formula2) == ("whole", "0", "500")
    assert début.type == "date" and début.error == "« Date de début » attend une date, par exemple 31/12/2025."
    siret = controls(book["Structures d’insertion"])["SIRET"]
    assert (siret.type, siret.formula1) == ("textLength", "14")
    assert siret.error == "« SIRET » attend 14 caractères."
    assert actions["Financée par le Département"].formula1 == "liste_oui_non"


@pytest.mark.parametrize("name", TABLES)
def test_controls_reach_every_line_one_may_fill_and_their_words_fit(book, name):
    for control in book[sheet_name(name)].data_validations.dataValidation:
        assert re.fullmatch(r"(?P<letter>[A-Z]+)2:(?P=letter)100000", str(control.sqref))
        assert len(control.error or "") <= 255 and len(control.promptTitle or "") <= 32


def test_the_lengths_checked_are_those_of_the_patterns():
    for pattern, (low, high) in LENGTHS.items():
        fits = [length for length in range(10_002) if length < 200 or length > 9_998 if re.match(pattern, "1" * length)]
        assert (fits[0], fits[-1]) == (low, high)


def test_identifiers_of_one_sheet_are_offered_in_those_that_refer_to_it(book):
    control = controls(book["Sessions"])["Action (identifiant)"]
    assert control.errorStyle == "warning"
    ((where, cells),) = book.defined_names[control.formula1].destinations
    assert (where, cells) == ("Actions d’insertion", "$A$2:$A$100000")


def test_the_communes_of_the_departement_are_listed_and_already_inscribed(book):
    control = controls(book["Sessions"])["Commune du lieu (code)"]
    ((where, cells),) = book.defined_names[control.formula1].destinations
    codes = [cell.value for (cell,) in book[where][cells]]
    assert len(codes) == 176 and "49007" in codes and control.errorStyle == "warning"
    rows = list(book["Communes et rattachements"].iter_rows(min_row=3, values_only=True))
    assert [row[0] for row in rows] == codes
    angers = dict(zip(labels("territoires"), rows[codes.index("49007")], strict=True))
    assert (angers["Commune"], angers["Intercommunalité (code)"], angers["Département (code)"]) == (
        "Angers",
        "244900015",
        "49",
    )
    assert angers["Zone d’emploi (code)"] == "5202" and angers["Territoire d’action sociale"] is None


def test_codes_are_text_so_that_a_leading_zero_stays():
    sheet = load_workbook(io.BytesIO(workbook("01", ("territoires",))))["Communes et rattachements"]
    assert sheet["A3"].value == "01001" and sheet["A3"].number_format == "@"
    assert sheet["A2"].value == "exemple-commune" and sheet["D2"].value == "01"


def test_a_chosen_table_comes_alone():
    book = load_workbook(io.BytesIO(workbook("2A", ("actions",))))
    assert book.sheetnames == ["Mode d’emploi", "Actions d’insertion", "Listes"]
    assert "Action (identifiant)" not in controls(book["Actions d’insertion"])  # nothing to refer to


@pytest.mark.parametrize("unknown", [("99", ()), ("49", ("inconnue",))])
def test_what_is_unknown_is_refused(unknown):
    with pytest.raises(KeyError):
        workbook(*unknown)


@pytest.mark.parametrize("name", TABLES)
def test_the_example_is_true_to_the_dictionary(name):
    marks = {mark(other)[1] for other in TABLES}
    row = examples()[name]
    required = {column.name for column in table(name).columns if column.required} - {"synthetique"}
    assert required <= set(row)
    for code, text in row.items():
        column = table(name).column(code)
        for item in text.split("|") if column.type == "list" else [text]:
            assert not column.values or item in column.values
            assert item in marks or not column.pattern or re.fullmatch(column.pattern, item)
        if column.minimum is not None:
            assert float(text) >= column.minimum
        if column.maximum is not None:
            assert float(text) <= column.maximum


@pytest.mark.parametrize("name", TABLES)
def test_the_example_comes_back_known_from_the_workbook_and_from_the_csv(content, name):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet_name(name)).to_python()
    lines = list(csv.reader(io.StringIO(csv_templates("49")[name].decode("utf-8-sig")), delimiter=";"))
    names = [column.name for column in table(name).columns if column.name != "synthetique"]
    assert sheet[0] == lines[0] == labels(name)
    column, value = mark(name)
    place = names.index(column)
    assert sheet[1][place] == lines[1][place] == value
    others = [row[place] for row in sheet[2:]]
    assert value not in others
    assert len(others) == (176 if name == "territoires" else 0)


def test_the_example_of_an_action_as_a_person_would_type_it(content):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Actions d’insertion").to_python()
    row = dict(zip(sheet[0], sheet[1], strict=True))
    assert row["Thématiques"] == "Préparer un permis | Financer ma mobilité"
    assert row["Date d’ouverture"] == date(2026, 1, 5) and row["Volume horaire hebdomadaire"] == 3.5
    assert row["Financée par le Département"] == "oui" and row["Statut de l’action"] == "Ouverte"


def test_the_example_says_that_it_is_to_be_erased(book):
    sheet = book["Sessions"]
    assert sheet["A2"].comment.text == "Ligne d’exemple, à effacer. Oubliée, elle n’est pas chargée."
    assert sheet["A2"].font.i and sheet["K2"].value == datetime(2026, 1, 15, 8)


def test_a_csv_is_french_and_runs_no_formula():
    text = csv_templates("49")["territoires"]
    assert text.startswith(b"\xef\xbb\xbf")
    row = next(line for line in text.decode("utf-8-sig").split("\r\n") if line.startswith("49003;"))
    assert row.endswith(";47,26033;-0,33688;39,79;1746;;")
    action = csv_templates("49")["actions"].decode("utf-8-sig").split("\r\n")[1]
    assert ";15/01/2026;" in action and ";3,5;" in action and ";10;" in action


def test_the_guide_says_what_is_enough_what_opens_what_and_what_never_to_write(book):
    guide = book["Mode d’emploi"]
    texts = [str(cell) for row in guide.iter_rows(values_only=True) for cell in row if cell]
    assert texts[0] == "Modèle de données de Maine-et-Loire (49)"
    assert any(
        text.startswith("Ces feuilles suffisent pour ouvrir la page Couverture : « Communes et") for text in texts
    )
    assert any(text.startswith("N’écrivez jamais le nom, le prénom") for text in texts)
    rows = {row[0]: row for row in guide.iter_rows(values_only=True) if row[0]}
    assert [name for name in rows if rows[name][3] == "oui"] == [sheet_name(name) for name in TABLES[:5]]
    links = [cell.hyperlink.location for (cell,) in guide["A1:A30"] if cell.hyperlink]
    assert links == [f"'{sheet_name(name)}'!A1" for name in TABLES]


def test_what_a_table_opens_is_told_by_the_catalogue():
    assert opened("sessions") == "Couverture : Places ouvertes."
    assert opened("prescriptions").startswith("Fréquentation : Taux de prescription, taux d’entrée, taux de rempl")
    assert opened("presences").startswith("Fréquentation : Taux de présence, écart de fréquentation")
    assert opened("parcours") == "Résultats : Taux de sorties dynamiques."
    assert opened("budget_actions") == NOTHING_YET


def test_same_departement_same_bytes(content):
    assert workbook("49") == content
