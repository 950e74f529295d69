"""Localised unemployment: two header rows, notes at the foot, revised series, and who is absent."""

from __future__ import annotations

import math

import pytest
from sources_files import valued

from etl.reading.library import library
from etl.sources import chomage_localise

HEAD = [["Estimations de taux de chômage localisé"], ["(en%)"], []]
FOOT = [[], ["Données CVS, en moyenne trimestrielle (en %). "]]


def departements(*rows, quarters=("T2_2025", "T3_2025")):
    return [*HEAD, ["Code", "Libellé", *quarters], *rows, *FOOT]


def read(folder):
    return chomage_localise.read(library(folder), "49")


def test_departements_and_regions_of_one_workbook(book, folder):
    rows = departements(
        ["49", "MAINE-ET-LOIRE", 6.6, 6.7], ["2A", "CORSE-DU-SUD", 6.2, ""], ["974", "LA REUNION", 16, 17]
    )
    regions = departements(
        ["52", "Pays de la Loire", 6, 6.1],
        ["F", "France hors Mayotte", 7.5, 7.7],
        ["FM", "France métropolitaine", 7, 7],
    )
    book("sl_etc_2025T3.xlsx", {"Région": regions, "Département": rows})
    found = read(folder)
    assert found.refusals == [] and found.notices == []
    assert valued(found, "departement")["taux_chomage_localise", "974", "2025-T2"] == (16.0, "disponible")
    value, state = valued(found, "departement")["taux_chomage_localise", "2A", "2025-T3"]
    assert math.isnan(value) and state == "non_disponible"
    assert valued(found, "region") == {
        ("taux_chomage_localise", "52", "2025-T2"): (6.0, "disponible"),
        ("taux_chomage_localise", "52", "2025-T3"): (6.1, "disponible"),
    }
    assert {place for _, place, _ in valued(found, "france")} == {"FR"}
    assert valued(found, "france")["taux_chomage_localise", "FR", "2025-T3"] == (7.7, "disponible")
    assert {one.frame["millesime"].iloc[0] for one in found.staged} == {"2025-T3"}


LABELS = [
    "Code de la zone d'emploi 2020",
    "Libellé de la zone d'emploi 2020",
    "1er trimestre 2025",
    "2e trimestre 2025",
]
CODES = ["ZE2020", "LIBZE2020", "2025-T1", "2025-T2"]


@pytest.mark.parametrize("header", [[LABELS, CODES], [CODES], [LABELS]])
def test_zones_under_either_header_or_both(book, folder, header):
    regional = [["ZER2020", "LIBZER2020", "2025-T1"], ["2851", "Alençon - partie Normandie", 9]]
    sheet = [["Taux de chômage"], [], *header, ["0051", "Alençon", 6.9, 6.8], [5202.0, "Angers", 7.4, 7.3]]
    book("chomage-zone-t1-2003-t2-2025.xlsx", {"txcho_ze": sheet, "txcho_parties reg": regional})
    found = read(folder)
    assert (found.refusals, found.notices) == ([], [one for one in found.notices if one.colonne])
    assert valued(found) == {
        ("taux_chomage_localise", "0051", "2025-T1"): (6.9, "disponible"),
        ("taux_chomage_localise", "0051", "2025-T2"): (6.8, "disponible"),
        ("taux_chomage_localise", "5202", "2025-T1"): (7.4, "disponible"),
        ("taux_chomage_localise", "5202", "2025-T2"): (7.3, "disponible"),
    }
    assert set(found.staged[0].frame["niveau"]) == {"zone_emploi"}


def test_the_latest_series_replaces_the_one_before(book, folder):
    book("sl_etc_2025T2.xlsx", {"Département": departements(["49", "M", 6.4], quarters=("T2_2025",))})
    book("sl_etc_2025T3.xlsx", {"Département": departements(["49", "M", 6.6, 6.7])})
    found = read(folder)
    assert valued(found)["taux_chomage_localise", "49", "2025-T2"] == (6.6, "disponible")
    assert len(found.staged) == 1 and "jusqu’à 2025-T3 la remplace" in found.notices[0].phrase


def test_two_files_that_disagree_are_refused_by_name(book, folder):
    book("sl_etc_2025T3.xlsx", {"Département": departements(["49", "M", 6.6, 6.7])})
    book("taux de chômage.xlsx", {"Département": departements(["49", "M", 6.6, 6.9])})
    (refused,) = read(folder).refusals
    assert "sl_etc_2025T3.xlsx" in refused.phrase and "taux de chômage.xlsx" in refused.phrase
    assert "6,9 et 6,7" in refused.phrase and "2025-T3" in refused.phrase


def test_the_same_figures_twice_count_once(book, folder):
    book("sl_etc_2025T3.xlsx", {"Département": departements(["49", "M", 6.6, 6.7])})
    book("taux de chômage.xlsx", {"Département": departements(["49", "M", 6.6, 6.7], ["44", "L", 6, 6])})
    found = read(folder)
    assert sum(len(one.frame) for one in found.staged) == 4
    assert "à l’identique" in found.notices[0].phrase and found.refusals == []


def test_text_in_place_of_a_rate_is_kept_for_the_gate(book, folder):
    book("sl_etc_2025T3.xlsx", {"Département": departements(["49", "M", "n.c.", "6,7"])})
    found = valued(read(folder))
    assert found["taux_chomage_localise", "49", "2025-T2"] == ("n.c.", "disponible")
    assert found["taux_chomage_localise", "49", "2025-T3"] == (6.7, "disponible")


@pytest.mark.parametrize("content", [b"<!doctype html><title>404</title>", b"", b"PK\x03\x04cut"])
def test_what_is_no_workbook_is_refused(folder, content):
    (folder / "sl_etc_2025T3.xlsx").write_bytes(content)
    (refused,) = read(folder).refusals
    assert "sl_etc_2025T3.xlsx" in refused.phrase


def test_a_vanished_column_refuses_and_a_new_one_is_told(book, folder):
    book("sl_etc_2025T3.xlsx", {"Département": [["Code", "Nom", "T3_2025"], ["49", "M", 6.7]]})
    (refused,) = read(folder).refusals
    assert refused.colonne == "Libellé"
    book("sl_etc_2025T3.xlsx", {"Département": [["Code", "Libellé", "T3_2025", "Rang"], ["49", "M", 6.7, 3]]})
    found = read(folder)
    assert found.refusals == [] and [one.colonne for one in found.notices] == ["Rang"]


def test_a_file_of_last_year_under_this_years_name_is_refused(book, folder):
    book("sl_etc_2026T1.xlsx", {"Département": departements(["49", "M", 6.6, 6.7])})
    (refused,) = read(folder).refusals
    assert "annonce 2026" in refused.phrase and "2025-T3" in refused.phrase


@pytest.mark.reel
def test_rates_read_by_eye_in_the_workbooks(mirror):
    found = chomage_localise.read(library(mirror), "49")
    departement, zone = valued(found, "departement"), valued(found, "zone_emploi")
    rate = "taux_chomage_localise"
    assert departement[rate, "49", "2025-T3"] == (6.7, "disponible")
    assert departement[rate, "01", "1982-T1"] == (3.8, "disponible")
    assert departement[rate, "02", "2025-T3"] == (10.3, "disponible")
    assert departement[rate, "05", "2025-T2"] == (6.4, "disponible")
    assert departement[rate, "974", "1982-T1"][1] == "non_disponible"
    assert {place for _, place, _ in departement} & {"976", "2A", "2B", "974"} == {"2A", "2B", "974"}
    assert zone[rate, "0051", "2003-T1"] == (7.0, "disponible")
    assert zone[rate, "0053", "2025-T2"] == (10.2, "disponible")
    assert not {place for _, place, _ in zone} & {"2851", "5251"}
