"""Outcomes, worked out by hand on a few exits and a small survey."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from small_departement import build, cell, loaded, rows

from indicators.catalogue import MEASURE_COLUMNS, catalogue
from indicators.intervals import wilson
from indicators.resultats import dynamic_exits, employment, response_rate

TAS, DEP = "territoire_action_sociale", "departement"
CODES = ("taux_sortie_dynamique", "taux_emploi_6m", "taux_emploi_12m", "taux_emploi_24m", "taux_reponse_enquete")

# personne, sexe, TAS, date de sortie, motif, classe, type de parcours
EXITS = [
    ("p1", "F", "T1", "2024-01-10", "cdi", None, "pro"),
    ("p2", "F", "T1", "2024-02-10", "interim", None, "pro"),
    ("p3", "H", "T1", "2024-03-10", "formation", None, "social"),
    ("p4", "H", "T1", "2024-04-10", "abandon", None, "social"),
    ("p5", "F", "T1", "2024-05-10", "maternite", None, "pro"),  # a withdrawal: in neither count
    ("p6", "inconnu", "T2", "2024-06-10", "perte_contact", None, None),
    ("p7", "H", "T2", "2023-12-31", "contrat_aide", None, "pro"),
    ("p8", "H", "T2", None, None, None, "pro"),  # still there
    ("p9", "H", "T2", "2026-01-01", "cdi", None, "pro"),  # after the extraction
    ("p10", "H", "T2", "2024-07-10", "autre", "durable", "pro"),  # the file's own class speaks first
]
# personne, vague, campagne, programme, sexe, date de sortie, répondant, poids, en emploi
ANSWERS = [
    ("p1", 6, "2024-S1", "atelier", "F", "2024-01-10", True, 1.0, True),
    ("p2", 6, "2024-S1", "atelier", "F", "2024-02-10", True, 3.0, False),
    ("p3", 6, "2024-S1", "phc", "H", "2024-03-10", True, 2.0, True),
    ("p4", 6, "2024-S1", "phc", "H", "2024-04-10", False, np.nan, None),
    ("p6", 6, "2024-S1", "phc", "inconnu", "2024-06-10", True, 4.0, True),
    ("p7", 12, "2024-S1", "atelier", "H", "2023-12-31", True, 1.0, None),  # answered, not to this question
    ("p10", 12, "2024-S1", "atelier", "H", "2024-07-10", True, 1.0, False),
]


def survey(*answers: tuple) -> pd.DataFrame:
    names = "personne_key vague campagne type_programme sexe date_sortie repondant poids en_emploi"
    return rows(names, *answers)


@pytest.fixture(scope="module")
def edition():
    exits = rows("personne_key sexe code_tas date_sortie motif_sortie classe_sortie type_parcours", *EXITS)
    journal = pd.concat([loaded("parcours", "2025-12-31"), loaded("enquete_devenir", "2025-12-31")])
    return build(parcours=exits, enquete_devenir=survey(*ANSWERS), chargements=journal)


def test_dynamic_exits(edition):
    tas = dynamic_exits(edition, TAS)
    found = cell(tas, "T1", "2024")  # CDI, interim and training of p1–p4
    assert found[["numerateur", "denominateur", "base", "valeur"]].tolist() == [3, 4, 4, 75]
    low, high = wilson(3, 4)
    assert found[["ic_bas", "ic_haut"]].tolist() == [pytest.approx(100 * low), pytest.approx(100 * high)]
    assert cell(tas, "T2", "2024")[["numerateur", "denominateur"]].tolist() == [1, 2]
    assert cell(tas, "T2", "2023")["valeur"] == 100
    assert set(tas["periode"]) == {"2023", "2024"}


def test_dynamic_exits_of_the_departement_and_of_groups(edition):
    whole = dynamic_exits(edition, DEP)
    assert cell(whole, "49", "2024")[["numerateur", "denominateur"]].tolist() == [4, 6]
    assert cell(whole, "49", "2024", "sexe=F")["valeur"] == 100
    assert cell(whole, "49", "2024", "sexe=H")[["numerateur", "denominateur"]].tolist() == [2, 3]
    assert cell(whole, "49", "2024", "type_parcours=social")["valeur"] == 50
    assert "sexe=inconnu" not in set(whole["modalite"])


def test_employment_is_weighted_and_rests_on_kish_size(edition):
    found = cell(employment(edition, DEP, "6"), "49", "2024-S1")
    # (1 + 2 + 4) / (1 + 3 + 2 + 4) = 70 %, where 3 answers in 4 would say 75 %
    assert found["valeur"] == pytest.approx(70)
    assert found[["numerateur", "denominateur", "base"]].tolist() == [3, 4, 4]
    size = 10**2 / (1 + 9 + 4 + 16)
    low, high = wilson(0.7 * size, size)
    assert found[["ic_bas", "ic_haut"]].tolist() == [pytest.approx(100 * low), pytest.approx(100 * high)]


def test_employment_where_people_live_and_by_group(edition):
    tas = employment(edition, TAS, "6")
    assert cell(tas, "T1", "2024-S1")["valeur"] == pytest.approx(50)  # (1 + 2) / (1 + 3 + 2)
    assert cell(tas, "T2", "2024-S1")["valeur"] == 100
    whole = employment(edition, DEP, "6")
    assert cell(whole, "49", "2024-S1", "sexe=F")["valeur"] == 25
    assert cell(whole, "49", "2024-S1", "type_programme=phc")["base"] == 2


def test_an_answer_to_another_question_is_not_an_answer(edition):
    found = cell(employment(edition, DEP, "12"), "49", "2024-S1")
    assert found[["valeur", "base"]].tolist() == [0, 1]
    assert employment(edition, DEP, "24").empty


def test_a_campaign_without_weights_is_restored_by_sex_and_programme(edition):
    # women: 1 answer for 2 asked (weight 2), with a job; men: 2 answers for 2 asked (weight 1), without
    answers = survey(
        ("p1", 6, "2024-S1", "atelier", "F", "2024-01-10", True, np.nan, True),
        ("p2", 6, "2024-S1", "atelier", "F", "2024-02-10", False, np.nan, None),
        ("p3", 6, "2024-S1", "atelier", "H", "2024-03-10", True, np.nan, False),
        ("p4", 6, "2024-S1", "atelier", "H", "2024-04-10", True, 7.0, False),
    )
    found = employment(build(parcours=edition.table("parcours"), enquete_devenir=answers), DEP, "6")
    assert cell(found, "49", "2024-S1")["valeur"] == pytest.approx(50)


def test_response_rate(edition):
    found = cell(response_rate(edition, DEP), "49", "2024-S1", "vague=6")
    assert found[["numerateur", "denominateur", "valeur", "base"]].tolist() == [4, 5, 80, 5]
    assert cell(response_rate(edition, DEP), "49", "2024-S1")["denominateur"] == 7
    assert cell(response_rate(edition, TAS), "T1", "2024-S1", "vague=6")["valeur"] == 75
    assert np.isnan(found["ic_bas"])


@pytest.mark.parametrize("code", CODES)
def test_a_missing_table_gives_no_figure(code):
    indicator = catalogue()[code]
    for niveau in indicator.niveaux:
        found = indicator.compute(build(), niveau)
        assert found.empty and tuple(found.columns) == MEASURE_COLUMNS


@pytest.mark.parametrize("code", CODES)
def test_the_demonstration_mark_travels(edition, code):
    fake = build(
        parcours=edition.table("parcours").assign(synthetique=True), enquete_devenir=edition.table("enquete_devenir")
    )
    real, invented = (catalogue()[code].compute(one, DEP) for one in (edition, fake))
    assert not real["synthetique"].any() and invented["synthetique"].all()
    assert set(real["source"]) <= {"departement"} and set(invented["source"]) <= {"demonstration"}
