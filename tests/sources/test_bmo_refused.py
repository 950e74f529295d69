"""BMO workbooks that must not be read: each refusal says what, where, and how to mend it."""

from __future__ import annotations

import zipfile

import pytest
from sources_files import BMO_2025, bmo_row, read

from etl.sources import bmo


def refusal(folder):
    reading = read(bmo, folder, "49")
    assert reading.staged == []
    (refused,) = reading.refusals
    return refused


def without(column):
    place = BMO_2025.index(column)
    return [cell for i, cell in enumerate(BMO_2025) if i != place], [
        cell for i, cell in enumerate(bmo_row()) if i != place
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html><body>Erreur 404</body></html>", "est une page web"),
        (b"  <html>Page introuvable</html>", "est une page web"),
        (b"annee;met\n2025;3\n", "incomplet ou abîmé"),
    ],
)
def test_what_is_no_workbook(workbook, folder, content, said):
    path = workbook([bmo_row()])
    path.write_bytes(content)
    refused = refusal(folder)
    assert said in refused.phrase and "Téléchargez-le de nouveau" in refused.phrase
    assert refused.fichier == path.name


def test_a_workbook_cut_short(workbook, folder):
    path = workbook([bmo_row()] * 50)
    path.write_bytes(path.read_bytes()[:-400])
    assert "incomplet ou abîmé" in refusal(folder).phrase


def test_a_workbook_with_one_wrong_byte(workbook, folder):
    path = workbook([bmo_row()] * 50)
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet2.xml")
    content = bytearray(path.read_bytes())
    content[part.header_offset + 30 + len(part.filename) + part.compress_size // 2] ^= 0xFF
    path.write_bytes(content)
    assert "incomplet ou abîmé" in refusal(folder).phrase


def test_a_damaged_archive_that_says_it_is_the_survey(folder):
    (folder / "Base_open_data_BMO_2025.zip").write_bytes(b"PK\x03\x04 coupe")
    assert refusal(folder).fichier == "Base_open_data_BMO_2025.zip"


def test_a_column_that_vanished(workbook, folder):
    header, row = without("smet")
    workbook([row], header=header)
    refused = refusal(folder)
    assert (refused.fichier, refused.feuille, refused.colonne) == (
        "Base_open_data_BMO_2025.xlsx", "BMO_2025_open_data", "smet",
    )  # fmt: skip
    assert "la colonne « smet » manque (millésime 2025)" in refused.phrase


def test_a_column_that_changed_name(workbook, folder):
    workbook([bmo_row()], header=[name if name != "met" else "projets" for name in BMO_2025])
    refused = refusal(folder)
    assert refused.colonne == "met" and "table des en-têtes" in refused.phrase


def test_a_column_standing_twice(workbook, folder):
    workbook([[*bmo_row(), "5"]], header=[*BMO_2025, "met"])
    assert "la colonne « met » figure deux fois" in refusal(folder).phrase


def test_a_sheet_renamed_whose_columns_do_not_match(workbook, folder):
    workbook([["a", "b"]], header=["x", "y"], sheet="Feuil1")
    refused = refusal(folder)
    assert "Rien dans « Base_open_data_BMO_2025.xlsx » n’a les colonnes attendues" in refused.phrase
    assert "met, xmet, smet" in refused.phrase


def test_a_file_named_after_another_year(workbook, folder):
    workbook([bmo_row()], name="Base_open_data_BMO_2024.xlsx")
    refused = refusal(folder)
    assert "« Base_open_data_BMO_2024.xlsx » annonce 2024" in refused.phrase
    assert "sont celles de 2025" in refused.phrase


def test_a_short_year_in_the_name_counts(workbook, folder):
    workbook([bmo_row()], name="Base_open_data_21_def.xlsx")
    assert "annonce 2021" in refusal(folder).phrase


def test_a_sheet_named_after_another_year(workbook, folder):
    workbook([bmo_row()], sheet="BMO_2024_open_data")
    assert "« BMO_2024_open_data » annonce 2024" in refusal(folder).phrase


def test_a_line_of_another_year(workbook, folder):
    workbook([bmo_row(), bmo_row(), bmo_row(annee=2024.0, Dept="44")])
    refused = refusal(folder)
    assert refused.colonne == "annee"
    assert "ligne 4, colonne « annee », on lit « 2024 »" in refused.phrase


def test_two_different_files_for_one_vintage(workbook, folder):
    workbook([bmo_row()])
    workbook([bmo_row(met="121")], name="BMO_2025_bis.xlsx")
    reading = read(bmo, folder, "49")
    (refused,) = reading.refusals
    assert "Deux fichiers différents donnent le millésime 2025" in refused.phrase
    assert "BMO_2025_bis.xlsx" in refused.phrase and "Base_open_data_BMO_2025.xlsx" in refused.phrase


def test_another_workbook_about_the_survey_is_only_noticed(workbook, folder):
    workbook([["49007", "5218"]], header=["codgeo", "be25"], sheet="Zonage", name="Zonage_BMO_2025.xlsx")
    reading = read(bmo, folder, "49")
    assert (reading.staged, reading.refusals) == ([], [])
    assert "le fichier est laissé de côté" in reading.notices[0].phrase


def test_a_workbook_of_something_else_is_not_looked_at(workbook, folder):
    workbook([[1, 2]], header=["a", "b"], sheet="Feuil1", name="chomage.xlsx")
    (folder / "autre.xlsx").write_bytes(b"")
    reading = read(bmo, folder, "49")
    assert (reading.staged, reading.notices, reading.refusals) == ([], [], [])


def test_one_bad_file_does_not_hide_the_others(workbook, folder):
    workbook([bmo_row()])
    (folder / "Base_open_data_BMO_2024.xlsx").write_bytes(b"")
    reading = read(bmo, folder, "49")
    assert [refused.fichier for refused in reading.refusals] == ["Base_open_data_BMO_2024.xlsx"]
    assert {staged.fichier for staged in reading.staged} == {"Base_open_data_BMO_2025.xlsx"}
