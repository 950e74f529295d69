"""The way our load is compared with does the same job: as many rows, and the same figures at every level."""

from __future__ import annotations

import pandas as pd
import pytest

from bench.national import plain
from etl import registry

pytestmark = pytest.mark.reel
KEY = ["code", "niveau", "code_territoire", "periode", "modalite"]
SUMMED = ("departement", "region", "france")
NOT_READ = ("oarsa", "rp_melodi")


@pytest.fixture(scope="module", autouse=True)
def asked_for(on_demand):
    """For who changes or plays the measure, not for every change."""
    on_demand("mesures", "deux minutes de calcul")


@pytest.fixture(scope="module")
def ours(mirror):
    collected = registry.collect(mirror, "FR")
    tables: dict[str, list[pd.DataFrame]] = {}
    for one in collected.staged:
        tables.setdefault(one.table, []).append(one.frame)
    return {name: pd.concat(frames, ignore_index=True) for name, frames in tables.items()}


@pytest.fixture(scope="module")
def theirs(mirror):
    return plain.national(mirror)


@pytest.mark.parametrize("table", ["faits", "appartenances", "zones", "passage_communes"])
def test_as_many_rows_within_two_percent(ours, theirs, table):
    assert len(theirs[table]) == pytest.approx(len(ours[table]), rel=0.02)


def test_the_same_totals_of_departements_regions_and_france(ours, theirs):
    mine = ours["faits"]
    mine = mine[(mine["nature"] == "somme") & ~mine["source"].isin(NOT_READ)]
    both = mine.merge(theirs["faits"], on=KEY, suffixes=("", "_autre"))
    assert len(both) == len(mine) and set(both["niveau"]) == set(SUMMED)
    assert both["valeur_autre"].tolist() == pytest.approx(both["valeur"].astype("float64").tolist(), nan_ok=True)


def test_the_same_figures_and_states_of_todays_communes(ours, theirs):
    mine, other = (tables["faits"][tables["faits"]["niveau"] == "commune"] for tables in (ours, theirs))
    both = mine.merge(other, on=KEY, suffixes=("", "_autre"))
    assert len(both) >= 0.99 * len(mine)
    assert both["valeur_autre"].tolist() == pytest.approx(
        pd.to_numeric(both["valeur"]).astype("float64").tolist(), nan_ok=True
    )
    assert both["statut"].astype("str").tolist() == both["statut_autre"].tolist()


def test_published_totals_are_found_again(theirs):
    """Known projects of the BMO 2025, added up outside this project, and the municipal population of 2023."""
    facts = theirs["faits"]
    sums = facts[(facts["code"] == "bmo_projets") & (facts["periode"] == "2025") & (facts["modalite"] == "")]
    known = sums[sums["niveau"] != "bassin_bmo"].set_index("code_territoire")["valeur"]
    assert known["49"] == 38_686 and known["59"] == 72_749 and known["FR"] == 2_401_105
    people = facts[(facts["code"] == "population_municipale") & (facts["code_territoire"] == "49")]
    assert people["valeur"].tolist() == [833_776]
