"""Hiring needs: secret cells are an interval, never zeros; shares rest on the cells published on both sides."""

from __future__ import annotations

import math

import pytest
from small_departement import build, cell, rows

from indicators.bmo import HARD, PROJECTS, SEASONAL, projects, share

NAN = float("nan")
COLUMNS = "code niveau code_territoire code_departement periode modalite valeur statut source millesime"


def occupation(basin: str, departement: str, family: str, job: str, met, xmet, smet):
    """Three facts of one cell of the survey; None is a `*`."""
    return [
        (code, "bassin_bmo", basin, departement, "2025", f"famille={family}|metier={job}",
         NAN if value is None else value, "secret" if value is None else "disponible", "bmo", "2025")
        for code, value in ((PROJECTS, met), (HARD, xmet), (SEASONAL, smet))
    ]  # fmt: skip


@pytest.fixture
def edition():
    cells = [
        *occupation("5205", "49", "V", "S1X40", 100, 60, 20),
        *occupation("5205", "49", "V", "S1X80", 40, None, 5),
        *occupation("5205", "49", "O", "B0X40", None, None, None),
        *occupation("5206", "49", "O", "B0X40", 10, 5, None),
        *occupation("5206", "44", "O", "B0X40", 500, 400, 300),
    ]
    return build(faits=rows(COLUMNS, *cells))


def test_projects_of_a_basin_carry_their_secret_cells_as_an_interval(edition):
    told = cell(projects(edition, "bassin_bmo"), "5205", "2025")
    # 100 + 40 published; one secret cell, which holds at most 9: the smallest count shown here is 10.
    assert (told["valeur"], told["ic_bas"], told["ic_haut"]) == (140, 140, 149)


def test_the_departement_takes_its_part_of_a_basin_and_no_more(edition):
    told = cell(projects(edition, "departement"), "49", "2025")
    assert told["valeur"] == 150
    assert set(projects(edition, "departement")["territoire"]) == {"49"}


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
