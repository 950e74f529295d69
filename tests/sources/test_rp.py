"""The census, wide and long: the same measures of both, three censuses in one file, no one counted twice."""

from __future__ import annotations

import math
import zipfile

import pytest
from sources_files import read, valued

from etl.reading.library import library
from etl.sources import rp, rp_melodi

WIDE = "CODGEO;P22_POP1564;P22_ACT1564;P22_ACTOCC1564;P22_CHOM1564;P16_POP1564;P16_ACT1564;P16_ACTOCC1564;P16_CHOM1564"
LONG = "GEO;GEO_OBJECT;SEX;EMPSTA_ENQ;AGE;EDUC;RP_MEASURE;FREQ;OBS_STATUS;TIME_PERIOD;OBS_VALUE"
EMPLOI = "DS_RP_EMPLOI_LR_PRINC_2023_data.csv"


def test_a_wide_file_tells_two_censuses(lines, folder):
    lines("base-cc-emploi-pop-active-2022.CSV", WIDE, "49007;100.5;80;70;10;90;72;65;7", "49009;9;;s;0;8;7;6;1")
    found = valued(read(rp, folder), "commune")
    assert found["population_1564", "49007", "2022"] == (100.5, "disponible")
    assert found["chomeurs_1564", "49007", "2016"] == (7.0, "disponible")
    assert found["chomeurs_1564", "49009", "2022"] == (0.0, "disponible")
    assert found["actifs_1564", "49009", "2022"][1] == "non_disponible"
    assert found["actifs_occupes_1564", "49009", "2022"][1] == "secret"


def test_a_workbook_with_labels_then_codes_and_a_sheet_of_arrondissements(book, folder):
    labels, codes = (
        ["Code géographique", "Familles", "Monoparentales", "Ménages"],
        ["CODGEO", "C22_FAM", "C22_FAMMONO", "C22_MEN"],
    )
    above = [["Titre"], [], [], []]
    communes = [*above, labels, codes, ["75056", 300, 90, 1000], ["49007", 50, 10, 80]]
    arm = [*above, labels, codes, ["75101", 100, 30, 400], ["75102", 200, 60, 600]]
    book("base-cc-coupl-fam-men-2022.xlsx", {"COM_2022": communes, "ARM_2022": arm, "Variables_2022": [["a", "b"]]})
    reading = rp.read(library(folder), "75")
    assert reading.refusals == []
    assert valued(reading, "commune")["familles_monoparentales", "75056", "2022"] == (90.0, "disponible")
    assert valued(reading, "arrondissement_municipal")["familles", "75102", "2022"] == (200.0, "disponible")
    assert valued(reading, "departement")["familles", "75", "2022"] == (300.0, "disponible")


def test_households_without_a_car_are_what_is_left(lines, folder):
    header = "CODGEO;P22_RP;P22_RP_VOIT1P;P22_LOGVAC"
    lines("base-cc-logement-2022.CSV", header, "49007;1000.5;800.25;3", "49009;10;;1")
    found = valued(read(rp, folder), "commune")
    assert found["menages_sans_voiture", "49007", "2022"] == (200.25, "disponible")
    assert found["menages_sans_voiture", "49009", "2022"][1] == "non_disponible"


def test_labels_without_codes_are_left_aside_and_said(book, folder):
    book("base_cc_logement_2023.xlsx", {"COM_2023": [["Code", "Résidences principales"], ["49007", 3]]})
    book("base-cc-logement-2022.xlsx", {"COM_2022": [["Code", "Résidences principales"], ["49007", 3]]})
    reading = read(rp, folder)
    assert [one.fichier for one in reading.refusals] == ["base-cc-logement-2022.xlsx"]


def test_files_of_overseas_collectivities_are_not_communes(lines, folder):
    lines("base-cc-emploi-pop-active-2022-COM.CSV", WIDE, "97501;1;1;1;0;1;1;1;0")
    assert read(rp, folder).staged == []


def observation(place, kind, status, value, year="2023", age="Y15T64", educ="_T", sex="_T", obs="A"):
    return f"{place};{kind};{sex};{status};{age};{educ};POP;A;{obs};{year};{value}"


@pytest.fixture
def long(lines, folder):
    """long(rows): a Melodi file of activity, read."""

    def write(*rows, header=LONG, name=EMPLOI, encoding="utf-8"):
        lines(name, header, *rows, encoding=encoding)
        return rp_melodi.read(library(folder), "49")

    return write


def test_levels_codes_and_what_is_not_wanted(long):
    reading = long(
        observation("2026-COM-49007", "COM", "_T", "100.5"),
        observation("49", "DEP", "_T", "4.5E5"),
        observation("244900015", "EPCI", "_T", 9),
        observation("5202", "ZE2020", "_T", 8),
        observation("F", "FRANCE", "_T", 7),
        observation("FM", "FRANCE", "_T", 6),
        observation("49007", "UU2020", "_T", 5),
        observation("49009", "COM", "_T", 5, age="Y15T24"),
        observation("49009", "COM", "_T", 5, educ="300_RP"),
        observation("49009", "COM", "_T", 5, sex="F"),
        encoding="utf-8-sig",
    )
    found = {(r.niveau, r.code_territoire): r.valeur for one in reading.staged for r in one.frame.itertuples()}
    assert found == {
        ("commune", "49007"): 100.5, ("departement", "49"): 450000.0, ("epci", "244900015"): 9.0,
        ("zone_emploi", "5202"): 8.0, ("france", "FR"): 7.0,
    }  # fmt: skip
    assert sorted(reading.staged[0].lines) == [2, 3, 4, 5, 6]
    assert set(reading.staged[0].frame["geographie"]) == {2026}


def test_an_empty_value_says_why(long):
    header = LONG.replace("OBS_STATUS", "OBS_STATUS;CONF_STATUS")
    reading = long(
        *(
            observation(place, "COM", "_T", value).replace(";A;2023", f";{obs};{conf};2023")
            for place, value, obs, conf in (
                ("49007", "0", "A", "F"), ("49009", "", "A", "C"), ("49010", "", "L", "F"), ("49011", "3", "P", "F"),
            )
        ),
        header=header,
    )  # fmt: skip
    states = {place: state for (_, place, _), (_, state) in valued(reading, "commune").items()}
    assert states == {"49007": "disponible", "49009": "secret", "49010": "non_disponible", "49011": "provisoire"}


def test_identities_that_do_not_hold_are_told(long):
    rows = {"1": 60, "2": 10, "1T2": 70, "3": 28, "_T": 100}
    reading = long(*(observation("49007", "COM", status, value) for status, value in rows.items()))
    (notice,) = reading.notices
    assert "« actifs_1564 » + « inactifs_1564 » ne font pas « population_1564 »" in notice.phrase
    assert "écart de 2" in notice.phrase


def test_city_and_arrondissements_are_never_added(long):
    reading = long(observation("75056", "COM", "_T", 30), observation("75101", "ARM", "_T", 10))
    assert valued(reading, "departement") == {("population_1564", "75", "2023"): (30.0, "disponible")}
    assert valued(reading, "arrondissement_municipal")["population_1564", "75101", "2023"] == (10.0, "disponible")


def test_a_cut_line_a_vanished_column_and_a_cut_archive(long, folder):
    (refused,) = long(observation("49007", "COM", "_T", 30), "49009;COM;_T").refusals
    assert "la ligne 3 compte 3 colonnes au lieu de 11" in refused.phrase
    (refused,) = long(observation("49007", "COM", "_T", 30), header=LONG.replace("EMPSTA_ENQ", "STATUT")).refusals
    assert refused.colonne == "EMPSTA_ENQ"
    with zipfile.ZipFile(folder / "emploi.zip", "w") as archive:
        archive.writestr(EMPLOI, "\n".join([LONG, observation("49007", "COM", "_T", 30)]))
    (folder / EMPLOI).unlink()
    damaged = bytearray((folder / "emploi.zip").read_bytes())
    damaged[150:160] = b"0123456789"
    (folder / "emploi.zip").write_bytes(bytes(damaged))
    (refused,) = rp_melodi.read(library(folder), "49").refusals
    assert "abîmée" in refused.phrase


def test_two_files_of_one_census_that_disagree_are_refused(long, lines):
    long(observation("49007", "COM", "_T", 30))
    reading = long(observation("49007", "COM", "_T", 31), name="DS_RP_EMPLOI_LR_PRINC_data.csv")
    (refused,) = reading.refusals
    assert EMPLOI in refused.phrase and "DS_RP_EMPLOI_LR_PRINC_data.csv" in refused.phrase


def test_files_of_another_year_than_their_name_are_refused(lines, long, folder):
    lines("base-cc-emploi-pop-active-2021.CSV", WIDE, "49007;100;80;70;10;90;72;65;7")
    assert "annonce 2021" in read(rp, folder).refusals[0].phrase
    (refused,) = long(observation("49007", "COM", "_T", 30, year="2022")).refusals
    assert "annonce 2023" in refused.phrase


@pytest.mark.reel
def test_figures_read_by_eye_in_the_samples(mirror):
    reading = rp_melodi.read(library(mirror), "33")
    assert (reading.refusals, reading.notices) == ([], [])
    commune, france = valued(reading, "commune"), valued(reading, "france")
    assert commune["chomeurs_1564", "33063", "2023"] == (16878.00024, "disponible")
    assert commune["familles_monoparentales", "33063", "2023"] == (11338.57897, "disponible")
    assert france["actifs_1564", "FR", "2023"] == (31790817.30481, "disponible")
    assert math.isclose(france["familles", "FR", "2023"][0], 18680253.16638)


def test_a_commune_written_twice_counts_once_in_the_sum(lines, folder):
    line = "75056;100;80;70;10;90;72;65;7"
    lines("base-cc-emploi-pop-active-2022.CSV", WIDE, line, line)
    found = rp.read(library(folder), "75")
    assert valued(found, "departement")["population_1564", "75", "2022"] == (100.0, "disponible")
