"""Needs on a département of three communes: every expected figure is worked out by hand."""

from __future__ import annotations

import math

import pytest
from small_departement import build, cell, rows

from indicators.besoins import everyone, in_december, rsa_households_per_100
from indicators.catalogue import indicator
from indicators.published import as_published, counted
from indicators.recensement import share, unemployment_in_census

NAN = float("nan")
COLUMNS = "code niveau code_territoire code_departement periode modalite valeur statut source millesime"


def fact(code: str, place: str, periode: str, value: float, statut: str = "disponible", niveau: str = "commune"):
    return (code, niveau, place, "49", periode, "", value, statut, "cnaf_foyers", "2024")


@pytest.fixture
def edition():
    return build(
        faits=rows(
            COLUMNS,
            fact("foyers_rsa", "49001", "2024-12", 120),
            fact("foyers_rsa", "49002", "2024-12", 30),
            fact("foyers_rsa", "49003", "2024-12", 0),
            fact("foyers_rsa", "49001", "2023-12", 100),
            fact("foyers_rsa", "49002", "2023-12", NAN, "secret"),
            fact("population_1564", "49001", "2018", 3000),
            fact("population_1564", "49002", "2018", 1000),
            fact("population_1564", "49003", "2018", 500),
            fact("chomeurs_1564", "49001", "2018", 300),
            fact("chomeurs_1564", "49002", "2018", 50),
            fact("chomeurs_1564", "49003", "2018", 20),
            fact("actifs_1564", "49001", "2018", 2000),
            fact("actifs_1564", "49002", "2018", 800),
            fact("actifs_1564", "49003", "2018", 400),
            fact("taux_chomage_rp", "49001", "2022", 14.5),
            fact("taux_pauvrete", "49001", "2021", 21),
            fact("taux_pauvrete", "49002", "2021", NAN, "secret"),
            fact("taux_chomage_localise", "5202", "2025-T3", 7.1, niveau="zone_emploi"),
        )
    )


def test_a_count_is_the_sum_of_its_communes(edition):
    measures = counted(edition, "departement", "foyers_rsa")
    assert cell(measures, "49", "2024-12")["valeur"] == 150
    assert cell(measures, "49", "2024-12")["base"] == 150
    by_tas = counted(edition, "territoire_action_sociale", "foyers_rsa")
    assert cell(by_tas, "T1", "2024-12")["valeur"] == 150


def test_a_true_zero_stays_a_zero_and_a_value(edition):
    measures = counted(edition, "territoire_action_sociale", "foyers_rsa")
    assert cell(measures, "T2", "2024-12")[["valeur", "statut"]].tolist() == [0, "disponible"]


def test_a_sum_with_a_secret_part_says_it_is_a_lower_bound(edition):
    told = cell(counted(edition, "departement", "foyers_rsa"), "49", "2023-12")
    assert told["valeur"] == 100 and told["ic_bas"] == 100 and math.isnan(told["ic_haut"])
    whole = cell(counted(edition, "departement", "foyers_rsa"), "49", "2024-12")
    assert math.isnan(whole["ic_bas"])


def test_the_publishers_own_total_is_preferred_to_the_sum():
    edition = build(
        faits=rows(
            COLUMNS,
            fact("foyers_rsa", "49001", "2024-12", 120),
            fact("foyers_rsa", "49", "2024-12", 123, niveau="departement"),
        )
    )
    assert cell(counted(edition, "departement", "foyers_rsa"), "49", "2024-12")["valeur"] == 123


def test_rsa_households_for_100_people_are_summed_before_they_are_divided(edition):
    told = cell(rsa_households_per_100(edition, "departement"), "49", "2024-12")
    # 100 × (120 + 30 + 0) / (3000 + 1000 + 500)
    assert told["valeur"] == pytest.approx(100 * 150 / 4500)
    assert (told["numerateur"], told["denominateur"]) == (150, 4500)
    assert cell(rsa_households_per_100(edition, "commune"), "49001", "2024-12")["valeur"] == pytest.approx(4.0)


def test_census_unemployment_has_the_counts_of_2018_and_the_rates_of_2022(edition):
    group = cell(unemployment_in_census(edition, "departement"), "49", "2018")
    assert group["valeur"] == pytest.approx(100 * 370 / 3200)
    commune = unemployment_in_census(edition, "commune")
    assert cell(commune, "49001", "2018")["valeur"] == pytest.approx(15.0)
    assert cell(commune, "49001", "2022")["valeur"] == 14.5
    assert set(unemployment_in_census(edition, "departement")["periode"]) == {"2018"}


def test_a_rate_published_as_a_rate_is_never_averaged(edition):
    poverty = indicator("taux_pauvrete")
    assert set(poverty.niveaux) == {"commune", "epci", "departement", "region", "france", "arrondissement_municipal"}
    assert poverty.compute(edition, "departement").empty
    measures = as_published(edition, "commune", "taux_pauvrete")
    assert cell(measures, "49001", "2021")["valeur"] == 21
    hidden = cell(measures, "49002", "2021")
    assert hidden["statut"] == "secret" and math.isnan(hidden["valeur"])


def test_localised_unemployment_stands_where_it_is_published(edition):
    measures = indicator("taux_chomage_localise").compute(edition, "zone_emploi")
    assert cell(measures, "5202", "2025-T3")["valeur"] == 7.1


def test_each_census_divides_its_own_counts():
    edition = build(
        faits=rows(
            COLUMNS,
            fact("chomeurs_1564", "49001", "2017", 400),
            fact("actifs_1564", "49001", "2017", 2000),
            fact("chomeurs_1564", "49001", "2022", 300),
            fact("actifs_1564", "49001", "2022", 2500),
            fact("chomeurs_1564", "49002", "2022", 50),
            fact("actifs_1564", "49002", "2022", 500),
            fact("taux_chomage_rp", "49001", "2022", 14.5),
            fact("taux_chomage_rp", "49003", "2022", 9),
        )
    )
    communes = unemployment_in_census(edition, "commune")
    assert cell(communes, "49001", "2017")["valeur"] == pytest.approx(20)
    assert cell(communes, "49001", "2022")["valeur"] == pytest.approx(12)  # the counts, not the rate published beside
    assert cell(communes, "49003", "2022")["valeur"] == 9
    assert cell(unemployment_in_census(edition, "departement"), "49", "2022")["valeur"] == pytest.approx(
        100 * 350 / 3000
    )


def test_shares_of_the_census_are_summed_first_and_the_publishers_zone_wins():
    edition = build(
        faits=rows(
            COLUMNS,
            fact("familles", "49001", "2022", 300),
            fact("familles_monoparentales", "49001", "2022", 60),
            fact("familles", "49002", "2022", 100),
            fact("familles_monoparentales", "49002", "2022", NAN, "secret"),
            fact("familles", "52", "2022", 4000, niveau="region"),
            fact("familles_monoparentales", "52", "2022", 1000, niveau="region"),
        )
    )
    single = indicator("part_familles_monoparentales")
    assert cell(single.compute(edition, "commune"), "49001", "2022")["valeur"] == pytest.approx(20)
    assert cell(single.compute(edition, "commune"), "49002", "2022")["statut"] == "secret"
    assert cell(single.compute(edition, "region"), "52", "2022")[["valeur", "base"]].tolist() == [25, 4000]
    assert share(edition, "commune", "sans_diplome", "population_15p_non_scolarisee").empty


def test_monthly_counts_of_a_departement_give_its_december():
    edition = build(
        faits=rows(
            COLUMNS,
            fact("foyers_rsa", "49", "2024-11", 119, niveau="departement"),
            fact("foyers_rsa", "49", "2024-12", 123, niveau="departement"),
        )
    )
    assert in_december(edition, "departement")["periode"].tolist() == ["2024-12"]


def test_parts_by_sex_are_not_added_to_everyone():
    parts = [("demandeurs_emploi_abc", "commune", "49001", "49", "2024-T4", modality, value, "disponible", "s", "m")
             for modality, value in (("", 100), ("sexe=femmes", 55), ("sexe=hommes", 45))]  # fmt: skip
    edition = build(faits=rows(COLUMNS, *parts))
    assert everyone(edition, "departement", "demandeurs_emploi_abc")["valeur"].tolist() == [100]


def test_orientation_is_told_as_the_departements_answer():
    edition = build(faits=rows(COLUMNS, fact("delai_orientation", "69M", "2018", 132, niveau="departement")))
    assert cell(indicator("delai_orientation").compute(edition, "departement"), "69M", "2018")["valeur"] == 132
