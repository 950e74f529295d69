"""Compositions that must not be read: each refusal says what, where, and how to mend it."""

from __future__ import annotations

import pytest
from sources_files import FRR, TITLES, ZE, ze

from etl.reading.library import library
from etl.sources import epci, frr, table_appartenance, zones_emploi


def refusal(source, folder):
    reading = source.read(library(folder), "FR")
    assert reading.staged == []
    (refused,) = reading.refusals
    return refused


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("ZE2020_au_01-01-2026.xlsx", zones_emploi), ("table-appartenance-geo-communes-26.xlsx", table_appartenance),
        ("epci_au_01-01-2026.xlsx", epci),
    ],
)  # fmt: skip
def test_a_page_under_the_name_of_a_workbook(folder, name, source):
    (folder / name).write_bytes(b"<!DOCTYPE html><html><body>Erreur</body></html>")
    refused = refusal(source, folder)
    assert "est une page web" in refused.phrase and refused.fichier == name


@pytest.mark.parametrize("content", [b"PK\x03\x04 coupe", b""])
def test_a_cut_archive(folder, content):
    (folder / "table-appartenance-geo-communes-26.zip").write_bytes(content)
    assert refusal(table_appartenance, folder).fichier == "table-appartenance-geo-communes-26.zip"


def test_a_cut_file(write, folder):
    write("ze2020_cog2025.csv", ZE, ze("49007"), "49015,Avri")
    refused = refusal(zones_emploi, folder)
    assert "la ligne 3 compte 2 colonnes au lieu de 7" in refused.phrase


def test_a_column_that_vanished(write, folder):
    write("ze2020_cog2025.csv", ZE.replace("libze2020", "nom"), ze("49007"))
    assert refusal(zones_emploi, folder).colonne == "LIBZE2020"


def test_a_title_of_another_year_than_the_name(book, folder):
    rows = [
        *([title] for title in TITLES),
        ["CODGEO", "LIBGEO", "ZE2020", "LIBZE2020"],
        ["49007", "", "5202", "Angers"],
    ]
    book("ZE2020_au_01-01-2026.xlsx", {"Composition_communale": rows})
    refused = refusal(zones_emploi, folder)
    assert "« ZE2020_au_01-01-2026.xlsx » annonce 2026" in refused.phrase and "dit être de 2025" in refused.phrase


def test_a_classing_of_another_year_than_the_name(write, folder):
    write("liste-communes-FRR-janvier2026.csv", FRR, "49007;49;Angers;Non classée;")
    assert "annonce 2026" in refusal(frr, folder).phrase


def test_the_communes_of_an_older_year_under_this_years_name(write, folder):
    write("ze2020_cog2026.csv", ZE, ze("49007"), ze("49321"))
    refused = refusal(zones_emploi, folder)
    assert "est daté de 2026" in refused.phrase
    assert "ligne 3, colonne « codgeo », nomme 49321, qui n’est plus une commune à cette date" in refused.phrase


def test_two_different_files_for_one_year(write, folder):
    write("ze2020_cog2025.csv", ZE, ze("49007"))
    write("ze2020_cog2025_bis.csv", ZE, ze("49007", "5206", "Cholet"))
    (refused,) = zones_emploi.read(library(folder), "FR").refusals
    assert "Deux fichiers différents donnent le millésime 2025" in refused.phrase
