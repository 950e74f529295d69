"""Filosofi 2: the long form, its secrets, its levels, and years that are never mistaken for one another."""

from __future__ import annotations

import json

import pytest
from sources_files import filosofi_row, valued

from etl.reading.library import library
from etl.sources import filosofi, filosofi2

HEADER = "FILOSOFI_MEASURE;GEO;GEO_OBJECT;UNIT_MEASURE;CONF_STATUS;OBS_STATUS;UNIT_MULT;TIME_PERIOD;OBS_VALUE"


def line(measure, place, kind, value, conf="F", obs="A", year="2023"):
    return f"{measure};{place};{kind};PT;{conf};{obs};0;{year};{value}"


def read(folder, source=filosofi2):
    return source.read(library(folder), "49")


def test_levels_secret_and_missing(lines, folder):
    lines(
        "DS_FILOSOFI_CC_2023_data.csv", HEADER,
        line("PR_MD60", "49007", "COM", 21.3), line("MED_SL", "49007", "COM", 22150),
        line("PR_MD60", "49009", "COM", "", conf="C"), line("PR_MD60", "49010", "COM", "", obs="O"),
        line("PR_MD60", "244900015", "EPCI", 17.1), line("PR_MD60", "49", "DEP", 12.5),
        line("PR_MD60", "52", "REG", 11.9), line("PR_MD60", "F", "FRANCE", 15.4), line("PR_MD60", "FM", "FRANCE", 15.0),
        line("D1_SL", "49007", "COM", 9000),
    )  # fmt: skip
    reading = read(folder)
    assert (reading.refusals, reading.notices) == ([], [])
    communes = valued(reading, "commune")
    assert communes["taux_pauvrete", "49007", "2023"] == (21.3, "disponible")
    assert communes["niveau_vie_median", "49007", "2023"] == (22150.0, "disponible")
    assert communes["taux_pauvrete", "49009", "2023"][1] == "secret"
    assert communes["taux_pauvrete", "49010", "2023"][1] == "non_disponible"
    for level, place, value in (("epci", "244900015", 17.1), ("departement", "49", 12.5), ("region", "52", 11.9)):
        assert valued(reading, level) == {("taux_pauvrete", place, "2023"): (value, "disponible")}
    assert valued(reading, "france") == {("taux_pauvrete", "FR", "2023"): (15.4, "disponible")}
    assert len(communes) == 4


def test_the_long_file_of_2021_is_of_the_first_method(lines, income_file, folder):
    lines("DS_FILOSOFI_CC_data.csv", HEADER, line("PR_MD60", "49", "DEP", 12.0, year="2021"),
          line("PR_MD60", "49007", "COM", 21.04, year="2021"))  # fmt: skip
    assert read(folder).staged == []
    alone = read(folder, filosofi)
    assert valued(alone)["taux_pauvrete", "49007", "2021"] == (21.04, "disponible")
    income_file([filosofi_row("49007", "21450", "21,0")])
    both = read(folder, filosofi)
    assert valued(both, "commune")["taux_pauvrete", "49007", "2021"] == (21.0, "disponible")
    assert valued(both, "departement") == {("taux_pauvrete", "49", "2021"): (12.0, "disponible")}
    assert {one.frame["source"].iloc[0] for one in both.staged} == {"filosofi"}


def test_an_answer_of_the_api(folder):
    def observed(place, value, conf):
        return {
            "dimensions": {"GEO": place, "TIME_PERIOD": "2023", "FILOSOFI_MEASURE": "MED_SL", "UNIT_MEASURE": "EUR_YR"},
            "attributes": {"OBS_STATUS": "A", "CONF_STATUS": conf, "UNIT_MULT": "0"},
            "measures": {"OBS_VALUE_NIVEAU": {"value": value} if value else {}},
        }

    found = [observed("2025-COM-49007", 22150.0, "F"), observed("2025-COM-49009", None, "C")]
    (folder / "reponse.json").write_text(json.dumps({"observations": found}), encoding="utf-8")
    reading = read(folder)
    communes = valued(reading, "commune")
    assert communes["niveau_vie_median", "49007", "2023"] == (22150.0, "disponible")
    assert communes["niveau_vie_median", "49009", "2023"][1] == "secret"
    assert set(reading.staged[0].frame["geographie"]) == {2025}


@pytest.mark.parametrize(
    "content", ['{"observations": [{"dimensions": {}, "FILOSOFI_MEASURE', '{"observations": ["FILOSOFI_MEASURE"]}']
)
def test_a_cut_answer_is_refused_once(folder, content):
    (folder / "reponse.json").write_text(content, encoding="utf-8")
    (refused,) = read(folder).refusals
    assert "réponse de l’API Melodi" in refused.phrase
    assert read(folder, filosofi).refusals == []


def test_the_same_figures_in_two_files_and_a_contradiction(lines, folder):
    one = line("PR_MD60", "49007", "COM", 21.3)
    lines("DS_FILOSOFI_CC_2023_data.csv", HEADER, one)
    lines("DS_FILOSOFI_CC_data.csv", HEADER, one, line("PR_MD60", "49009", "COM", 9))
    assert "à l’identique" in read(folder).notices[0].phrase
    lines("DS_FILOSOFI_CC_data.csv", HEADER, line("PR_MD60", "49007", "COM", 22))
    (refused,) = read(folder).refusals
    assert "22 et 21,3" in refused.phrase


@pytest.mark.reel
def test_the_sample_of_the_api_is_read_and_gives_none_of_our_measures(mirror):
    reading = filosofi2.read(library(mirror), "33")
    assert (reading.staged, reading.refusals, reading.notices) == ([], [], [])
