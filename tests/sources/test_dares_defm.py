"""Job seekers of Dares: two forms, cities that stand twice, aggregates, sex and age."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from sources_files import valued

from etl.reading.library import library
from etl.sources import dares_defm

LABELS = (
    "Date;Code région;Région;Code département;Département;Code commune;Commune;Type de données;Catégorie;Sexe;"
    "Tranche d'âge;Nombre de demandeurs d'emploi"
)
TECHNICAL = (
    "date;code_region;region;code_departement;departement;code_commune;commune;type_de_donnees;categorie;sexe;"
    "tranche_d_age;nombre_de_demandeurs_d_emploi"
)
NAME = "dares_defm_communales-brutes.csv"
KEY = "demandeurs_emploi_abc"


def line(place, count, sexe="Total", age="Total", departement="49", region="52", period="2024-T4", kind="Brutes;ABC"):
    return f"{period};{region};R;{departement};D;{place};C;{kind};{sexe};{age};{count}"


def read(folder):
    return dares_defm.read(library(folder), "49")


def frame(reading):
    return pd.concat([one.frame for one in reading.staged], ignore_index=True)


@pytest.mark.parametrize("header", [LABELS, TECHNICAL, LABELS.replace("'", "’")])
def test_labelled_and_technical_headers(lines, folder, header):
    rows = [line("49007", 16520), line("49007", 8000, sexe="Femmes"), line("49007", 7.5, "Hommes", "50 ans et plus")]
    others = [line("49009", 10, kind="CVS;ABC"), line("49009", 10, kind="Brutes;A")]
    lines(NAME, header, *rows, *others, encoding="utf-8-sig")
    reading = read(folder)
    assert (reading.refusals, reading.notices) == ([], [])
    found = frame(reading).query("niveau == 'commune'").set_index("modalite")
    assert found["valeur"].to_dict() == {"": 16520, "sexe=femmes": 8000, "sexe=hommes|age=50_plus": 7.5}
    assert found.loc["", ["borne_basse", "borne_haute", "geographie"]].tolist() == [16517.5, 16522.5, 2024]


def test_totals_are_the_publishers_aggregates(lines, folder):
    lines(
        NAME, LABELS, line("Total", 64105), line("Total", 230000, departement="Total"),
        line("Total", 5800000, departement="Total", region="Total"), line("49007", 16520),
    )  # fmt: skip
    reading = read(folder)
    for level, place, value in (("departement", "49", 64105), ("region", "52", 230000), ("france", "FR", 5800000)):
        assert valued(reading, level) == {(KEY, place, "2024-T4"): (value, "disponible")}
    assert {place for _, place, _ in valued(reading, "commune")} == {"49007"}


def test_a_city_that_stands_twice_counts_once(lines, folder):
    paris = {"departement": "75", "region": "11"}
    lines(NAME, LABELS, line("75056", 100, **paris), line("75101", 40, **paris), line("75102", 60, **paris))
    reading = read(folder)
    assert valued(reading, "commune") == {(KEY, "75056", "2024-T4"): (100.0, "disponible")}
    assert len(valued(reading, "arrondissement_municipal")) == 2
    assert valued(reading, "departement")[KEY, "75", "2024-T4"][0] == 100


def stock(folder, name, *communes):
    cells = [{"insee": place, "nom_commune": "C", "population": count} for place, count in communes]
    (folder / name).write_text(json.dumps(cells), encoding="utf-8")


def test_a_stock_takes_its_quarter_from_its_name(folder):
    stock(folder, "defm_abc_communes_2023T4.json", ("49007", "16520"), ("2A004", "0"))
    reading = read(folder)
    assert valued(reading, "commune") == {
        (KEY, "49007", "2023-T4"): (16520.0, "disponible"), (KEY, "2A004", "2023-T4"): (0.0, "disponible"),
    }  # fmt: skip
    assert set(frame(reading)["geographie"].dropna()) == {2024}


def test_a_stock_without_a_quarter_is_left_aside_and_said(folder):
    stock(folder, "defm_abc_communes.json", ("49007", "16520"))
    reading = read(folder)
    assert reading.staged == [] and "ne dit pas son trimestre" in reading.notices[0].phrase


def test_sums_are_made_of_both_files_together(lines, folder):
    """The 17 communes of Mayotte, nine in one file and twelve in the other."""
    mayotte = [f"976{number:02d}" for number in range(1, 18)]
    lines(NAME, LABELS, *(line(c, 10, departement="976", region="06", period="2023-T4") for c in mayotte[:9]))
    stock(folder, "defm_abc_communes_2023T4.json", *((c, "10") for c in mayotte[5:]))
    reading = read(folder)
    assert reading.refusals == [] and "redonne 4 chiffres" in reading.notices[0].phrase
    assert valued(reading, "departement") == {(KEY, "976", "2023-T4"): (170.0, "disponible")}


def test_files_that_disagree_are_refused(lines, folder):
    lines(NAME, LABELS, line("49007", 16520, period="2023-T4"))
    stock(folder, "defm_abc_communes_2023T4.json", ("49007", "16500"))
    (refused,) = read(folder).refusals
    assert NAME in refused.phrase and "defm_abc_communes_2023T4.json" in refused.phrase


@pytest.mark.parametrize("content", ["<html>404</html>", "", "[{]", '{"a": 1}'])
def test_what_is_no_list_is_refused(folder, content):
    (folder / "defm_abc_communes_2023T4.json").write_text(content, encoding="utf-8")
    assert len(read(folder).refusals) == 1


def test_a_vanished_column_a_new_one_and_a_text(lines, folder):
    lines(NAME, LABELS.replace("Sexe", "Genre"), line("49007", 5))
    assert read(folder).refusals[0].colonne == "Sexe"
    lines(NAME, LABELS + ";Ancienneté", line("49007", "n.d.") + ";Total")
    reading = read(folder)
    assert [notice.colonne for notice in reading.notices] == ["Ancienneté"]
    assert valued(reading, "commune")[KEY, "49007", "2024-T4"][0] == "n.d."


@pytest.mark.reel
def test_totals_found_again(mirror):
    reading = read(mirror)
    assert reading.refusals == []
    rows = frame(reading).query("modalite == '' and periode == '2023-T4'")
    found = rows.drop_duplicates(["niveau", "code_territoire"]).set_index(["niveau", "code_territoire"])["valeur"]
    assert found["departement", "49"] == 64_100
    assert found["commune", "75056"] == found["departement", "75"] == 190_670
    assert found["commune", "69123"] == 45_530 and found["arrondissement_municipal", "69381"] == 3_360
    # Every commune of the stock, its three cities once: 5 790 570 less their arrondissements.
    assert found["france", "FR"] == 5_790_570 - found["arrondissement_municipal"].sum()
    for departement in ("59", "2A", "974", "69", "91"):
        assert found["departement", departement] > 0
