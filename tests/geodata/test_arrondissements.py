"""Paris, Lyon and Marseille by their arrondissements; how figures of theirs are counted is tests/reading's affair."""

import pytest
import shapely

from geodata.arrondissements import (
    arrondissements,
    commune_of_arrondissement,
    is_arrondissement_municipal,
    parts_of,
)  # fmt: skip
from geodata.communes import communes

CITIES = {"75056": [f"75{n}" for n in range(101, 121)], "69123": [f"69{n}" for n in range(381, 390)],
          "13055": [f"13{n}" for n in range(201, 217)]}  # fmt: skip


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
