"""Hiring needs: secret cells are an interval, never zeros; shares rest on the cells published on both sides."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from small_departement import build, cell

from etl.sources import bmo
from indicators.bmo import HARD, SEASONAL, projects, share


def occupation(basin: str, departement: str, family: str, job: str, met, xmet, smet):
    """One line of the survey."""
    return {
        "code_bassin": basin, "code_departement": departement, "code_famille": family, "code_metier": job,
        "bmo_projets": met, "bmo_projets_difficiles": xmet, "bmo_projets_saisonniers": smet,
    }  # fmt: skip


@pytest.fixture
def edition():
    lines = pd.DataFrame(
        [
            occupation("5205", "49", "V", "S1X40", "100", "60", "20"),
            occupation("5205", "49", "V", "S1X80", "40", "*", "5"),
            occupation("5205", "49", "O", "B0X40", "*", "*", "*"),
            occupation("5206", "49", "O", "B0X40", "10", "5", "*"),
            occupation("5206", "44", "O", "B0X40", "500", "400", "300"),
        ]
    )
    cells = bmo.faits(lines, "2025")
    return build(faits=pd.concat([cells, bmo.wider(cells)]).assign(synthetique=False))


def test_projects_of_a_basin_carry_their_secret_cells_as_an_interval(edition):
    told = cell(projects(edition, "bassin_bmo"), "5205", "2025")
    # 100 + 40 published; one secret cell, which holds at most 9: the smallest count shown here is 10.
    assert (told["valeur"], told["ic_bas"], told["ic_haut"]) == (140, 140, 149)


def test_the_departement_takes_its_part_of_a_basin_and_no_more(edition):
    told = cell(projects(edition, "departement"), "49", "2025")
    # 100 + 40 + 10 published; one secret cell of at most 9.
    assert (told["valeur"], told["ic_bas"], told["ic_haut"]) == (150, 150, 159)


def test_the_whole_of_france_is_not_made_of_two_departements(edition):
    assert set(projects(edition, "departement")["territoire"]) == {"44", "49"}
    assert projects(edition, "region").empty and projects(edition, "france").empty


def test_a_family_whose_every_cell_is_secret_is_secret_not_zero(edition):
    told = cell(projects(edition, "bassin_bmo"), "5205", "2025", "famille=O")
    assert told["statut"] == "secret" and math.isnan(told["valeur"])


def test_without_secret_cell_there_is_no_interval(edition):
    told = cell(projects(edition, "bassin_bmo"), "5205", "2025", "famille=V")
    assert told["valeur"] == 140 and math.isnan(told["ic_bas"]) and math.isnan(told["ic_haut"])


def test_the_share_of_hard_projects_uses_the_cells_known_on_both_sides(edition):
    told = cell(share(edition, "bassin_bmo", HARD), "5205", "2025")
    assert (told["numerateur"], told["denominateur"], told["valeur"]) == (60, 100, 60.0)


def test_the_share_of_seasonal_projects(edition):
    told = cell(share(edition, "bassin_bmo", SEASONAL), "5205", "2025", "famille=V")
    assert told["valeur"] == pytest.approx(100 * 25 / 140)


def test_under_thirty_projects_no_share_is_given(edition):
    told = cell(share(edition, "departement", HARD), "49", "2025", "famille=O")
    assert told["statut"] == "non_disponible" and math.isnan(told["valeur"])


def test_a_departement_absent_from_the_survey_has_no_row_and_no_zero():
    empty = build()
    assert projects(empty, "departement").empty and share(empty, "bassin_bmo", HARD).empty
