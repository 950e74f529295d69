"""The XLSX read back with another library than the one that wrote it."""

import io

import openpyxl
import pytest

from exports.workbook import ABOUT, SHEET, xlsx

NAN = float("nan")


def sheets(exhibit):
    book = openpyxl.load_workbook(io.BytesIO(xlsx(exhibit)))
    return book[SHEET], book[ABOUT]


def body(sheet):
    return {row[1].value: row for row in sheet.iter_rows(min_row=4)}


def test_values_and_states_come_back(four_states):
    rows = body(sheets(four_states())[0])
    assert [cell.value for cell in rows["Allonnes"]] == ["49002", "Allonnes", 25, 200, 12.5, 8.6, 17.8, "fiable"]
    assert rows["Angers"][4].value == 0 and rows["Angers"][4].data_type == "n"
    assert [cell.value for cell in rows["Les Alleuds"][2:]] == ["s"] * 5 + ["secret statistique"]
    assert [cell.value for cell in rows["Ambillou"][2:]] == ["…"] * 5 + ["non disponible"]
    assert rows["Tuffalun"][7].value == "fragile"


def test_title_mark_headings_and_formats(four_states):
    sheet, _ = sheets(four_states())
    assert sheet["A1"].value == four_states().titre
    assert sheet["A2"].value == "DONNÉES DE DÉMONSTRATION"
    assert [cell.value for cell in sheet[3]][1::3] == ["Commune", "Valeur (%)", "Statut"]
    assert sheet.freeze_panes == "C4"
    assert sheet["E4"].number_format == '#,##0.0"\u202f%"' and sheet["D4"].number_format == "#,##0"
    assert sheet["E5"].number_format == '#,##0"\u202f%"'  # 24 persons: no decimal


def test_weighted_answers_keep_their_decimals(an_exhibit):
    sheet, _ = sheets(an_exhibit([("a", "b", 12.25, 30.5, 40.0, NAN, NAN, "fiable")]))
    assert sheet["C4"].value == 12.25 and sheet["C4"].number_format == "#,##0.##"


def test_about_says_what_the_figure_is(four_states):
    exhibit = four_states()
    told = dict(row for row in sheets(exhibit)[1].iter_rows(values_only=True))
    assert told["Titre"] == exhibit.titre and told["Lecture"] == exhibit.lecture
    assert told["Champ"] == exhibit.champ and told["Note"] == exhibit.note and told["Source"] == exhibit.source
    assert "Édition 7 du 03/02/2025" in told["Édition"] and told["Passeport"] == exhibit.passeport
    assert told["Dénominateur"] == "bénéficiaires du RSA"
    assert "DONNÉES DE DÉMONSTRATION" in told["Avertissement"]


def test_real_figures_carry_no_mark(four_states):
    sheet, about = sheets(four_states(synthetique=False))
    texts = [cell for page in (sheet, about) for row in page.iter_rows(values_only=True) for cell in row]
    assert not any("DÉMONSTRATION" in str(text) for text in texts)


def test_same_exhibit_same_bytes(four_states):
    assert xlsx(four_states()) == xlsx(four_states())


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "http://exemple.invalid"])
def test_texts_stay_texts(an_exhibit, text):
    sheet, _ = sheets(an_exhibit([(text, text, NAN, NAN, NAN, NAN, NAN, "secret")], titre=text))
    for cell in (sheet["A1"], sheet["A4"], sheet["B4"]):
        assert cell.value == text and cell.data_type == "s" and cell.hyperlink is None


def test_edition_date_is_the_document_date(four_states):
    book = openpyxl.load_workbook(io.BytesIO(xlsx(four_states())))
    assert (book.properties.created.year, book.properties.created.month, book.properties.created.day) == (2025, 2, 3)
    assert book.properties.title == four_states().titre
