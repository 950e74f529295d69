"""Paris, Lyon and Marseille: known by their arrondissements, never counted twice."""

import math

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.arrondissements import (
    arrondissements,
    commune_of_arrondissement,
    counted_once,
    is_arrondissement_municipal,
    parts_of,
)  # fmt: skip
from geodata.communes import communes

CITIES = {"75056": [f"75{n}" for n in range(101, 121)], "69123": [f"69{n}" for n in range(381, 390)],
          "13055": [f"13{n}" for n in range(201, 217)]}  # fmt: skip


def figures(*rows):
    """(code_territoire, valeur, statut) for one key, or with the key first."""
    full = [row if len(row) == 4 else ("2024", *row) for row in rows]
    return pd.DataFrame(full, columns=["periode", "code_territoire", "valeur", "statut"]).assign(source="cnaf")


def lyon(value=10.0, **changed):
    """The nine arrondissements of Lyon; changed: p1=(valeur, statut)."""
    rows = [(f"6938{n}", *changed.get(f"p{n}", (value, "disponible"))) for n in range(1, 10)]
    return figures(*[row for row in rows if row[2] != "absent"])


def commune(out, code="69123"):
    return out[(out["code_territoire"] == code) & (out["niveau"] == "commune")]


def test_the_45_codes_and_their_communes():
    assert sorted(arrondissements()["code"]) == sorted(code for parts in CITIES.values() for code in parts)
    for city, parts in CITIES.items():
        assert parts_of(city) == tuple(parts)
        assert all(is_arrondissement_municipal(part) and commune_of_arrondissement(part) == city for part in parts)
    assert not is_arrondissement_municipal("75056")
    assert commune_of_arrondissement("49007") == "49007"
    assert parts_of("49007") == ()


@pytest.mark.parametrize(("departement", "count"), [("75", 20), ("69", 9), ("13", 16), ("49", 0), ("FR", 45)])
def test_a_departement_has_its_own(departement, count):
    assert len(arrondissements(departement)) == count


def test_populations_and_contours_are_those_of_the_communes():
    """The COG gives both; the contours come from IGN, drawn for the commune and for its arrondissements."""
    frame, towns = arrondissements(), communes().set_index("code")
    people = frame.groupby("code_commune")["population_municipale"].sum()
    assert people.to_dict() == towns.loc[list(CITIES), "population_municipale"].to_dict()
    assert people["75056"] == 2_103_778
    for city, parts in frame.groupby("code_commune"):
        assert shapely.coverage_is_valid(parts.geometry.to_numpy())
        whole, ground = shapely.union_all(parts.geometry.to_numpy()), towns.geometry[city]
        assert shapely.symmetric_difference(whole, ground).area < 0.05 * ground.area


def test_both_are_published_the_commune_keeps_its_own_row():
    """Dares: the commune and its arrondissements stand in the same file, rounded apart."""
    out = counted_once(pd.concat([lyon(), figures(("69123", 95.0, "disponible"))], ignore_index=True), ["periode"])
    assert commune(out)["valeur"].tolist() == [95.0]
    assert (out["niveau"] == "arrondissement_municipal").sum() == 9
    assert len(out) == 10


def test_only_arrondissements_are_published_the_commune_is_their_sum():
    """CNAF: arrondissements only."""
    out = counted_once(lyon(), ["periode"])
    row = commune(out).iloc[0]
    assert (row["valeur"], row["statut"], row["source"], row["periode"]) == (90.0, "disponible", "cnaf", "2024")
    assert out.index.is_unique
    assert out.index[:9].tolist() == lyon().index.tolist()


@pytest.mark.parametrize(
    ("changed", "statut"),
    [
        ({"p3": (math.nan, "secret")}, "secret"),
        ({"p3": (math.nan, "non_disponible")}, "non_disponible"),
        ({"p3": (math.nan, "non_disponible"), "p4": (math.nan, "secret")}, "secret"),
        ({"p3": (math.nan, "absent")}, "non_disponible"),
    ],
)
def test_a_sum_that_lacks_a_part_is_no_figure(changed, statut):
    row = commune(counted_once(lyon(**changed), ["periode"])).iloc[0]
    assert math.isnan(row["valeur"]) and row["statut"] == statut


def test_a_draft_part_makes_a_draft_sum_and_a_zero_is_a_number():
    row = commune(counted_once(lyon(p3=(0.0, "provisoire")), ["periode"])).iloc[0]
    assert (row["valeur"], row["statut"]) == (80.0, "provisoire")


def test_a_rate_or_a_median_is_never_added():
    row = commune(counted_once(lyon(12.5), ["periode"], additive=False)).iloc[0]
    assert math.isnan(row["valeur"]) and row["statut"] == "non_disponible"
    mixed = pd.concat([lyon().assign(periode="count"), lyon().assign(periode="rate")], ignore_index=True)
    out = commune(counted_once(mixed, ["periode"], additive=mixed["periode"] == "count")).set_index("periode")
    assert out.loc["count", "valeur"] == 90 and math.isnan(out.loc["rate", "valeur"])


def test_a_part_told_twice_is_not_added_twice():
    twice = pd.concat([lyon(), figures(("69381", 10.0, "disponible"))], ignore_index=True)
    assert commune(counted_once(twice, ["periode"])).iloc[0]["statut"] == "non_disponible"


def test_other_communes_and_missing_codes_are_left():
    rows = figures(("49007", 5.0, "disponible"), (None, 7.0, "disponible"))
    out = counted_once(rows, ["periode"])
    pd.testing.assert_frame_equal(out.drop(columns="niveau"), rows)
    assert set(out["niveau"]) == {"commune"}


def test_keys_do_not_mix():
    """2023 has the commune, 2024 only its arrondissements."""
    rows = pd.concat([lyon(), figures(("2023", "69123", 70.0, "disponible"))], ignore_index=True)
    out = commune(counted_once(rows, ["periode"])).set_index("periode")["valeur"]
    assert out.to_dict() == {"2023": 70.0, "2024": 90.0}


@given(st.lists(st.integers(0, 500), min_size=9, max_size=9), st.none() | st.integers(0, 4000), st.randoms())
def test_the_city_is_counted_once_whatever_the_order(values, own, random):
    rows = [(f"6938{n + 1}", float(value), "disponible") for n, value in enumerate(values)]
    rows += [("69123", float(own), "disponible")] if own is not None else []
    random.shuffle(rows)
    out = commune(counted_once(figures(*rows), ["periode"]))
    assert out["valeur"].tolist() == [float(sum(values) if own is None else own)]
    assert np.isfinite(out["valeur"]).all()
