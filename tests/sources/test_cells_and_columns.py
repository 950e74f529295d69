"""Reading one cell, one header row, one name."""

from __future__ import annotations

import math
from datetime import date

import pytest

from etl import vintages
from etl.reading.cells import Figure, code, figure, is_departement, text
from etl.reading.columns import best, called, years
from etl.reading.spelling import spelled
from etl.sources import bmo, filosofi


@pytest.mark.parametrize(
    ("cell", "value"),
    [("120", 120), (120.0, 120), ("0", 0), (0.0, 0), ("21,5", 21.5), ("1\u202f240", 1240), ("1 240", 1240), ("-3", -3)],
)
def test_numbers(cell, value):
    assert figure(cell, bmo.SOURCE) == Figure(value, "disponible")


@pytest.mark.parametrize("cell", ["douze", "12 env.", "nan", "1e5", "12.5.2", "s", True, date(2025, 1, 2), "#N/A"])
def test_what_is_no_number_stays_a_text(cell):
    found = figure(cell, bmo.SOURCE)
    assert found == Figure(str(cell), "disponible")


@pytest.mark.parametrize(
    ("source", "cell", "statut"),
    [
        (bmo.SOURCE, "*", "secret"),
        (bmo.SOURCE, " * ", "secret"),
        (bmo.SOURCE, "", "non_disponible"),
        (bmo.SOURCE, None, "non_disponible"),
        (filosofi.SOURCE, "s", "secret"),
        (filosofi.SOURCE, "nd", "non_disponible"),
    ],
)
def test_marks_are_never_zeros(source, cell, statut):
    found = figure(cell, source)
    assert math.isnan(found.valeur) and found.statut == statut


def test_codes_are_text():
    assert [text(5218.0), text(" 0101 "), text(None), text("A0X40")] == ["5218", "0101", "", "A0X40"]
    assert [code(101.0, 4), code("5218", 4), code(1.0, 2), code("2A", 2)] == ["0101", "5218", "01", "2A"]
    assert [is_departement(name) for name in ("49", "2A", "974", "978", "2C", "4", "Maine", "")] == [
        True, True, True, True, False, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Base_open_data_21_def.xlsx", {"2021"}),
        ("Base_open_data_BMO_2025.xlsx", {"2025"}),
        ("ResMetBE20.xlsx", {"2020"}),
        ("2026-04-21_BMO_2025.xlsx", {"2026", "2025"}),
        ("bmo_49.xlsx", set()),
        ("BMO_2023_open_data", {"2023"}),
        ("donnees (1).xlsx", set()),
    ],
)
def test_years_told_by_a_name(name, told):
    assert years(name) == told


def test_the_table_of_headers_tells_vintages_apart():
    declared = vintages.headers("bmo")
    assert list(declared) == [str(year) for year in range(2016, 2027)]
    for millesime, headers in declared.items():
        row = [called(header) for header in (*headers.ignored.values(), *headers.read.values())]
        match = best(row, declared)
        assert (match.headers.millesime, match.complete, match.unknown, match.gone) == (millesime, True, (), ())


def test_spaces_and_case_of_headers_do_not_count():
    headers = vintages.headers("bmo")["2025"]
    row = [f" {header.upper()}\u00a0" for header in headers.read.values()]
    assert best(row, vintages.headers("bmo")).complete


def test_a_usage_nobody_knows_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text("colonne,usage,2025\ncode,peut-être,CODE\n", encoding="utf-8")
    with pytest.raises(ValueError, match="peut-être"):
        vintages.headers("x", tmp_path)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("SEGRE", "Segré"),
        ("BEAUPREAU", "Beaupréau"),
        ("ANGERS", "Angers"),
        ("PAYS BASQUE", "Pays Basque"),
        ("LA FLECHE", "La Flèche"),
        ("Pays d’Arles", "Pays d’Arles"),
        ("ANGE", "Ange"),
    ],
)
def test_names_in_capitals_are_given_back_their_accents(name, shown):
    communes = ["Segré-en-Anjou Bleu", "Beaupréau-en-Mauges", "Angers", "La Flèche", "Les Ponts-de-Cé"]
    assert spelled(name, communes) == shown
