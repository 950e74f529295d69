"""Any département can be shown: fictitious territories, weights by population, the same rules of the gate."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.demonstration.draws import apportion
from etl.demonstration.generate import generate, truth
from etl.demonstration.grouping import fictitious_territories
from geodata.communes import communes
from warehouse.dictionary import table


@pytest.mark.parametrize("departement", ["2A", "53", "75", "976"])
def test_a_demonstration_anywhere(departement):
    tables = generate(departement, 49, "mini")
    here = tables["territoires"]
    assert set(here["code_insee"]) == set(communes(departement)["code"])
    assert here["nom_tas"].str.match(r"Territoire fictif \d+ · ").all()
    assert here.groupby("code_tas")["nom_tas"].nunique().eq(1).all()
    for name, frame in tables.items():
        assert frame["synthetique"].all() and not frame.duplicated(list(table(name).key)).any(), name
        for column in table(name).columns:
            assert not column.required or frame[column.name].notna().all(), (name, column.name)
    located = pd.concat([tables[name]["code_insee"].dropna() for name in ("structures", "sessions", "brsa_effectifs")])
    assert set(located) <= set(here["code_insee"])


def test_people_follow_the_population():
    tables = generate("53", 49, "mini")
    persons = tables["brsa_effectifs"].query("concept == 'personnes'")
    last = persons[persons["date_observation"] == "2025-12-31"].set_index("code_insee")["effectif"]
    population = communes("53").set_index("code")["population_municipale"]
    expected = population * 14_997 / 824_743  # one rate for all
    assert (last - expected).abs().max() <= 1.0
    assert truth("53", 49, "mini")["brsa"] == last.sum()


def test_a_large_departement_is_larger_and_a_small_one_smaller():
    large, small = (len(generate(code, 49, "mini")["parcours"]) for code in ("62", "53"))
    reference = 2_460  # Maine-et-Loire at that profile
    assert large > 1.5 * reference and small < reference / 1.5


def test_apportion_by_largest_remainders():
    assert apportion(10, pd.Series([1.0, 1.0, 1.0]).to_numpy()).tolist() == [4, 3, 3]
    assert apportion(7, pd.Series([5.0, 3.0, 2.0]).to_numpy()).tolist() == [4, 2, 1]  # 3.5, 2.1, 1.4


def test_small_intercommunalities_join_their_arrondissement():
    frame = pd.DataFrame(
        {
            "nom": ["A", "B", "C", "D", "E", "F"],
            "population": [400, 100, 30, 25, 300, 5],
            "code_epci": ["1", "1", "2", "3", "4", "5"],
            "code_arrondissement": ["x", "x", "y", "y", "y", "z"],
        }
    )
    groups = fictitious_territories(frame)
    # 860 inhabitants: 2, 3 and 5 are under 4 % (34); 2 and 3 make 55 together, 5 stays under 2 % and joins the largest.
    assert groups["nom_tas"].tolist() == [
        "Territoire fictif 1 · A",
        "Territoire fictif 1 · A",
        "Territoire fictif 3 · C",
        "Territoire fictif 3 · C",
        "Territoire fictif 2 · E",
        "Territoire fictif 1 · A",
    ]


def test_a_dominant_intercommunality_is_cut():
    frame = pd.DataFrame(
        {
            "nom": ["A", "B", "C"],
            "population": [500, 400, 100],
            "code_epci": ["1", "1", "2"],
            "code_arrondissement": list("xyx"),
        }
    )
    assert fictitious_territories(frame)["code_tas"].tolist() == ["TF01", "TF02", "TF03"]
