"""Households of the CAF: rounding, two concepts of RSA, who has no commune, and the publisher's totals."""

from __future__ import annotations

import pandas as pd
import pytest
from sources_files import valued

from etl.reading.library import library
from etl.sources import cnaf_foyers

BEN = "dtreffre;numcomdo;nomcom;indfoy_ndur;indnbp_ndur;indmtt_ndur;indfoy_rsa;indfoy_ppa;indfoy_af"
TYPE = "dtreffre;numcomdo;nomcom;rsa_type;indfoy_rsa;indnbp_rsa"
ALONE = "Date référence;Numéro commune;RSA ou PPA;Nom commune;Nombre foyers RSA_PPA;Nombre personnes RSA_PPA"
DEP = "dtreffre;numdep;indfoy_ndur;indnbp_ndur;indfoy_rsa;indfoy_ppa;indmtt_rsa"
ANGERS = "2024-12;49007;ANGERS;100;200;9000;40;60;30"


def read(folder):
    return cnaf_foyers.read(library(folder), "49")


def rows(reading, niveau="commune", code="foyers_rsa"):
    frame = pd.concat([one.frame for one in reading.staged])
    return frame[(frame["niveau"] == niveau) & (frame["code"] == code)].set_index("code_territoire")


def test_a_rounded_count_carries_its_bounds_and_the_geography_of_january_after(lines, folder):
    lines("s_ben_com_f.csv", BEN, ANGERS, "2024-12;49009;X;5;5;0;0;0;0", encoding="utf-8-sig")
    reading = read(folder)
    assert (reading.refusals, reading.notices) == ([], [])
    found = rows(reading)
    bounds = ["valeur", "borne_basse", "borne_haute", "geographie"]
    assert found.loc["49007", bounds].tolist() == [40, 38, 44, 2025]
    assert found.loc["49009", bounds].tolist() == [0, 0, 4, 2025]
    assert found.loc["49009", "statut"] == "disponible"


def test_with_and_without_supplement_are_added(lines, folder):
    lines(
        "rsa_s_type_com_f.csv", TYPE, "2024-12-01;49007;A;RSA majoré;10;30", "2024-12-01;49007;A;RSA non majoré;35;60",
        "2024-12-01;49009;B;RSA majoré;beaucoup;1", "2024-12-01;49009;B;RSA non majoré;5;5",
    )  # fmt: skip
    reading = read(folder)
    found = rows(reading)
    assert found.loc["49007", ["valeur", "borne_basse", "borne_haute"]].tolist() == [45, 41, 53]
    assert rows(reading, code="personnes_couvertes_rsa").loc["49007", "valeur"] == 90
    assert set(found.loc["49009", "valeur"]) == {"beaucoup", 5.0}
    assert set(found["periode"]) == {"2024-12"}


def test_rsa_alone_is_another_measure(lines, folder):
    lines("export.csv", ALONE, "2020-12;49007;RSA seul;ANGERS;30;50", "2020-12;49007;PPA seule;ANGERS;99;99")
    found = valued(read(folder), "commune")
    assert found == {
        ("foyers_rsa_seul", "49007", "2020-12"): (30.0, "disponible"),
        ("personnes_couvertes_rsa_seul", "49007", "2020-12"): (50.0, "disponible"),
    }


def test_who_has_no_commune_is_kept_apart_and_counted(lines, folder):
    lost = ("2024-12;;;9;9;9;20;9;9", "2024-12;49XXX;;9;9;9;10;9;9", "2024-12;99XXX;;9;9;9;5;9;9")
    lines("s_ben_com_f.csv", BEN, ANGERS, *lost)
    reading = read(folder)
    found = rows(reading, "non_localise")
    assert found["valeur"].to_dict() == {"XXXXX": 20, "49XXX": 10, "99XXX": 5}
    assert found["code_departement"].fillna("").to_dict() == {"XXXXX": "", "49XXX": "49", "99XXX": ""}
    assert set(rows(reading).index) == {"49007"}
    assert "35 foyers bénéficiaires du RSA de 2024-12 n’ont pas de commune" in reading.notices[0].phrase


def test_arrondissements_make_their_city(lines, folder):
    paris = [f"2024-12;751{number:02d};P;1;1;1;10;1;1" for number in range(1, 21)]
    lines("s_ben_com_f.csv", BEN, *paris)
    reading = read(folder)
    city = rows(reading).loc["75056"]
    assert (city["valeur"], city["borne_basse"], city["borne_haute"]) == (200, 160, 280)
    assert len(rows(reading, "arrondissement_municipal")) == 20
    assert rows(reading, "departement").loc["75", "valeur"] == 200


def test_exact_counts_of_departements_are_the_publishers(lines, folder):
    lines("s_ben_dep.csv", DEP, "2024-11;49;9;9;13850;9;1", "2024-12;49;9;9;13871;9;1", "31/12/2024;2A;9;9;2500;9;1")
    found = rows(read(folder), "departement")
    assert found.set_index("periode", append=True)["valeur"].to_dict() == {
        ("49", "2024-11"): 13850, ("49", "2024-12"): 13871, ("2A", "2024-12"): 2500,
    }  # fmt: skip
    assert found["borne_basse"].isna().all() and set(found["nature"]) == {"publie"}


def test_identical_figures_count_once_and_contradictions_are_refused(lines, folder):
    lines("s_ben_com_f.csv", BEN, ANGERS)
    short = "dtreffre;numcomdo;nomcom;indfoy_rsa;indfoy_ppa"
    lines("cnaf_rsa_ppa.csv", short, "2024-12;49007;ANGERS;40;60", "2024-12;49009;X;5;5")
    reading = read(folder)
    assert len(rows(reading)) == 2 and reading.refusals == []
    assert any("à l’identique" in notice.phrase for notice in reading.notices)
    lines("cnaf_rsa_ppa.csv", short, "2024-12;49007;ANGERS;45;60")
    (refused,) = read(folder).refusals
    assert "cnaf_rsa_ppa.csv" in refused.phrase and "s_ben_com_f.csv" in refused.phrase


def test_a_sum_of_two_rounded_counts_may_differ_within_its_bounds(lines, folder):
    lines("s_ben_com_f.csv", BEN, ANGERS)
    kinds = "2024-12;49007;A;RSA majoré;10;30", "2024-12;49007;A;RSA non majoré;35;60"
    lines("rsa_s_type_com_f.csv", TYPE, *kinds)
    reading = read(folder)
    assert reading.refusals == [] and any("à l’arrondi près" in notice.phrase for notice in reading.notices)
    assert rows(reading)["valeur"].tolist() == [40]
    lines("rsa_s_type_com_f.csv", TYPE, kinds[0], "2024-12;49007;A;RSA non majoré;90;60")
    assert "100 et 40" in read(folder).refusals[0].phrase


@pytest.mark.parametrize(("old", "new"), [("indfoy_rsa", "foyers_rsa"), ("numcomdo", "commune")])
def test_a_vanished_column_refuses(lines, folder, old, new):
    lines("s_ben_com_f.csv", BEN.replace(old, new), ANGERS)
    (refused,) = read(folder).refusals
    assert refused.colonne.startswith(old)


def test_a_new_column_is_told(lines, folder):
    lines("s_ben_com_f.csv", BEN + ";indfoy_nouvelle", ANGERS + ";3")
    assert [notice.colonne for notice in read(folder).notices] == ["indfoy_nouvelle"]


def test_figures_by_age_are_not_taken_for_the_whole(lines, folder):
    lines("rsa_s_type_age_5_dep.csv", "dtreffre;numdep;age;indfoy_rsa", "2024-12;49;25-29;100")
    assert read(folder).staged == []


def test_a_file_of_last_year_under_this_years_name_is_refused(lines, folder):
    lines("s_ben_com_f_2025.csv", BEN, ANGERS)
    (refused,) = read(folder).refusals
    assert "annonce 2025" in refused.phrase and "s’arrêtent à 2024-12" in refused.phrase
    (folder / "s_ben_com_f_2025.csv").rename(folder / "2026-01-20_s_ben_com_f.csv")
    assert read(folder).refusals == []


@pytest.mark.reel
def test_totals_found_again(mirror):
    reading = read(mirror)
    assert reading.refusals == []
    departement = valued(reading, "departement")
    for period, households in (("2024-12", 13_860), ("2020-12", 16_415)):
        assert departement["foyers_rsa", "49", period][0] == households
    assert departement["foyers_rsa_seul", "49", "2020-12"][0] == 12_260
    commune = valued(reading, "commune")
    assert commune["foyers_rsa_seul", "49160", "2020-12"][0] == 25 + 5  # Ingrandes and Saint-Sigismond, merged since
    assert commune["foyers_rsa", "2A006", "2024-12"][0] == 30
    paris = [value for (code, place, _), (value, _) in valued(reading, "arrondissement_municipal").items()
             if code == "foyers_rsa_seul" and place.startswith("75")]  # fmt: skip
    assert len(paris) == 20 and commune["foyers_rsa_seul", "75056", "2020-12"][0] == sum(paris)
    for departement_code in ("59", "2A", "974", "69", "976"):
        assert departement["foyers_rsa_seul", departement_code, "2020-12"][0] > 0
