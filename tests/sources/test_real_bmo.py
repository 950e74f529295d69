"""The survey's own workbooks: known cells summed by hand are the sums that are published of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from etl.reading.library import library
from etl.sources import bmo

pytestmark = pytest.mark.reel
# Vintage → name of its workbook, known projects of France, then of some départements: added up outside this project.
KNOWN = {
    "2020": ("ResMetBE20.xlsx", 2_951_676, {"59": 111_326, "974": 33_917, "2A": 13_452, "69": 102_701, "75": 176_621}),
    "2021": ("Base_open_data_21_def.xlsx", 2_697_190, {"59": 94_721, "974": 34_919, "2A": 13_047, "976": 6_564}),
    "2023": ("Base_open_data_23.xlsx", 3_013_134, {"59": 94_757, "974": 40_225, "2A": 14_107, "976": 7_123}),
    "2024": ("Base_open_data_BMO_2024.xlsx", 2_751_069, {"59": 82_228, "974": 37_593, "2A": 13_165, "49": 43_391}),
    "2025": ("Base_open_data_BMO_2025.xlsx", 2_401_105, {"59": 72_749, "974": 34_671, "2A": 11_729, "49": 38_686}),
}
TWICE_2020 = 6_202  # projects of Mayotte, every line of which stands twice in 2020


@pytest.fixture(scope="module")
def reading(mirror):
    return bmo.read(library(mirror / "bmo"), "FR")


@cache
def lines(path: Path) -> list[dict[str, str]]:
    """Lines of a workbook by header, read without the project."""
    book = CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_index(1).to_python()
    titles = [str(title) for title in rows[0]]
    return [dict(zip(titles, map(str, row), strict=True)) for row in rows[1:]]


def by_hand(path: Path, departement: str, measure: str) -> dict[str, int]:
    """Known projects of a département by basin name, a line that stands twice counting once."""
    found: dict[str, int] = {}
    seen = set()
    for line in lines(path):
        key = tuple(line.values())
        if line["Dept"] != departement or key in seen or not line[measure].replace(".", "").isdigit():
            continue
        seen.add(key)
        name = next(value for title, value in line.items() if title.startswith("NOMBE"))
        found[name] = found.get(name, 0) + int(float(line[measure]))
    return found


def facts(reading, vintage: str) -> pd.DataFrame:
    frames = [one.frame for one in reading.staged if one.table == "faits"]
    return pd.concat([frame[frame["periode"] == vintage] for frame in frames], ignore_index=True)


def test_five_workbooks_and_nothing_overlooked(reading):
    assert reading.refusals == []
    assert {one.frame["millesime"].iloc[0] for one in reading.staged} == set(KNOWN)
    assert [(notice.millesime, notice.colonne) for notice in reading.notices] == [("2021", "BE21")]


@pytest.mark.parametrize("vintage", KNOWN)
def test_totals_of_france_and_of_departements(reading, vintage):
    _, whole, some = KNOWN[vintage]
    found = facts(reading, vintage).query("code == 'bmo_projets'")
    cells = found[found["niveau"] == "bassin_bmo"]
    assert cells["valeur"].sum() == whole
    sums = found[(found["niveau"] != "bassin_bmo") & (found["modalite"] == "")]
    sums = sums.set_index(["niveau", "code_territoire"])["valeur"]
    assert sums["france", "FR"] == whole - (TWICE_2020 if vintage == "2020" else 0)
    assert {code: sums["departement", code] for code in some} == some


@pytest.mark.parametrize("departement", ["59", "974", "2A"])
@pytest.mark.parametrize("vintage", KNOWN)
def test_basins_by_hand(reading, mirror, vintage, departement):
    path = mirror / "bmo" / KNOWN[vintage][0]
    found = facts(reading, vintage)
    here = found[(found["code_departement"] == departement) & (found["niveau"] == "bassin_bmo")]
    for measure, code in (
        ("met", "bmo_projets"),
        ("xmet", "bmo_projets_difficiles"),
        ("smet", "bmo_projets_saisonniers"),
    ):
        by_basin = here[here["code"] == code].groupby("code_territoire")["valeur"].sum()
        wanted = by_hand(path, departement, measure)
        assert sorted(by_basin[by_basin > 0]) == sorted(count for count in wanted.values() if count)


def test_occupations_change_of_list_in_2024(reading):
    names = pd.concat([one.frame for one in reading.staged if one.table == "nomenclatures"])
    lists = names[names["nomenclature"] != "famille_bmo"].groupby(["nomenclature", "millesime"])["code"].nunique()
    assert lists.to_dict() == {
        ("metier_bmo_fap2009", "2020"): 200, ("metier_bmo_fap2009", "2021"): 199, ("metier_bmo_fap2009", "2023"): 199,
        ("metier_bmo_fap2021", "2024"): 217, ("metier_bmo_fap2021", "2025"): 217,
    }  # fmt: skip
