"""A file is known by what it is: its name first, then its sheets and its headers."""

from __future__ import annotations

import pytest
import xlsxwriter

from etl.fetch.addresses import addresses
from etl.fetch.folder import by_name
from etl.recognition import by_content

INCOMES = "CODGEO;NBMENFISC21;MED21;PIMP21;TP6021;RD21\n49007;1;21450;50;21;3\n"


@pytest.fixture
def recognise():
    table = addresses()
    return by_content(table, by_name(table))


def source(found):
    return found and found.source


def test_a_name_is_enough(recognise, tmp_path):
    path = tmp_path / "Base_open_data_BMO_2025.xlsx"
    path.write_bytes(b"")
    assert source(recognise(path)) == "bmo"


def test_a_workbook_is_known_by_its_sheet(recognise, tmp_path):
    path = tmp_path / "tableau du service.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("BMO_2025_open_data").write_row(0, 0, ["annee", "BE25"])
    book.close()
    found = recognise(path)
    assert (source(found), found.nom, found.millesime) == ("bmo", path.name, "")


def test_a_text_file_is_known_by_its_header(recognise, tmp_path):
    path = tmp_path / "revenus.csv"
    path.write_text(INCOMES, encoding="utf-8")
    assert source(recognise(path)) == "filosofi"


@pytest.mark.parametrize("name", ["notes.txt", "photo.png", "liste.csv", "vide.xlsx", "coupe.zip"])
def test_what_nobody_knows_stays_unknown(recognise, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"un;deux\n1;2\n")
    assert recognise(path) is None
