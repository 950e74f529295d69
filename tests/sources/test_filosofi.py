"""Filosofi files: secret, missing, decimal commas, and communes that changed since."""

from __future__ import annotations

import math

import pytest
from sources_files import FILOSOFI_2021, filosofi_row, read

from etl.sources import filosofi


def one(folder, departement="49"):
    (staged,) = read(filosofi, folder, departement).staged
    return staged


def figures(staged):
    """{(commune of today, measure): (valeur, statut)}"""
    rows = staged.frame.query("niveau == 'commune'")
    return {(r.code_territoire, r.code): (r.valeur, r.statut) for r in rows.itertuples()}


def test_value_secret_and_missing_are_told_apart(income_file, folder):
    income_file(
        [filosofi_row("49007", "21450", "21,5"), filosofi_row("49009", "21680", "s"), filosofi_row("49010", "nd", "")]
    )
    found = figures(one(folder))
    assert found["49007", "taux_pauvrete"] == (21.5, "disponible")
    assert found["49007", "niveau_vie_median"] == (21450, "disponible")
    for key, statut in (
        (("49009", "taux_pauvrete"), "secret"),
        (("49010", "niveau_vie_median"), "non_disponible"),
        (("49010", "taux_pauvrete"), "non_disponible"),
    ):
        assert math.isnan(found[key][0]) and found[key][1] == statut


def test_only_the_communes_of_the_departement(income_file, folder):
    income_file([filosofi_row("2A004", "1", "1"), filosofi_row("97411", "2", "2"), filosofi_row("49007", "3", "3")])
    for departement, commune in (("2A", "2A004"), ("974", "97411"), ("49", "49007")):
        assert {code for code, _ in figures(one(folder, departement))} == {commune}


def test_a_commune_that_changed_code_keeps_its_figures(income_file, folder):
    income_file([filosofi_row("49069", "22910", "7,0")])  # Orée d'Anjou, 49126 since its chef-lieu moved
    assert figures(one(folder)) == {
        ("49126", "taux_pauvrete"): (7.0, "disponible"),
        ("49126", "niveau_vie_median"): (22910.0, "disponible"),
    }


def test_merged_communes_have_no_common_rate(income_file, folder):
    # Saint-Sigismond (49321) joined Ingrandes-Le Fresne sur Loire (49160).
    income_file([filosofi_row("49160", "21000", "12,0"), filosofi_row("49321", "20000", "8,0")])
    found = figures(one(folder))
    assert {code for code, _ in found} == {"49160"}
    assert all(math.isnan(value) and statut == "non_disponible" for value, statut in found.values())


def test_what_cannot_be_read_is_kept_with_its_line(income_file, folder):
    income_file(
        [filosofi_row("49999", "21000", "s"), filosofi_row("4900X", "1", "1"), filosofi_row("49007", "beaucoup", "1")]
    )
    staged = one(folder)
    rows = list(zip(staged.frame["code_territoire"], staged.frame["valeur"], staged.lines, staged.headers, strict=True))
    assert ("49999", 21000.0, 2, "MED21") in rows
    assert ("4900X", 1.0, 3, "MED21") in rows
    assert ("49007", "beaucoup", 4, "MED21") in rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(income_file, folder, encoding):
    income_file([filosofi_row("49007", "21\u00a0450", "21,0")], encoding=encoding)
    assert figures(one(folder))["49007", "niveau_vie_median"] == (21450, "disponible")


def test_found_by_its_header_under_another_name(income_file, folder):
    income_file([filosofi_row("49007", "21450", "21,0")], name="revenus.csv")
    assert one(folder).fichier == "revenus.csv"


def test_a_neighbour_with_the_same_columns_is_not_taken(income_file, folder):
    header = "CODGEO;NBMENFISC21;MED21;TP6021"
    income_file(["49007;1;21450;21"], header=header, name="base_cc_comparateur.csv")
    reading = read(filosofi, folder, "49")
    assert (reading.staged, reading.notices, reading.refusals) == ([], [], [])


def test_a_cut_line_refuses_the_file(income_file, folder):
    income_file([filosofi_row("49007", "21450", "21,0"), "49009;738;18"])
    reading = read(filosofi, folder, "49")
    assert reading.staged == []
    assert "la ligne 3 compte 3 colonnes au lieu de 28" in reading.refusals[0].phrase


def test_a_missing_column_refuses_the_file(income_file, folder):
    income_file([filosofi_row("49007", "21450", "21,0")], header=FILOSOFI_2021.replace("TP6021", "PR_MD60"))
    (refused,) = read(filosofi, folder, "49").refusals
    assert refused.colonne == "TP6021" and "« TP6021 » manque" in refused.phrase
    assert refused.fichier == "cc_filosofi_2021_COM.csv"


def test_a_file_of_another_year_than_its_name_is_refused(income_file, folder):
    income_file([filosofi_row("49007", "21450", "21,0")], name="cc_filosofi_2020_COM.csv")
    (refused,) = read(filosofi, folder, "49").refusals
    assert "annonce 2020" in refused.phrase and "sont celles de 2021" in refused.phrase


def test_an_older_vintage_is_left_aside_and_said(income_file, folder):
    header = FILOSOFI_2021.replace("21;", "20;").replace("RD21", "RD20")
    income_file([filosofi_row("49007", "21450", "21,0")], header=header, name="cc_filosofi_2020_COM.csv")
    reading = read(filosofi, folder, "49")
    assert (reading.staged, reading.refusals) == ([], [])
    assert "millésime 2020, qui n’est pas décrit" in reading.notices[0].phrase


def test_a_web_page_in_its_place_is_refused(folder):
    (folder / "cc_filosofi_2021_COM.csv").write_text("<!doctype html><title>404</title>", encoding="utf-8")
    (refused,) = read(filosofi, folder, "49").refusals
    assert "page web" in refused.phrase
