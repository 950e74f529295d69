"""Who answers for the RSA where it is not a département."""

import pytest

from geodata.collectivites import collectivites, communes_of, departements_of, name_of
from geodata.communes import communes


def test_the_rhone_is_the_metropole_and_the_rest():
    """58 communes since Oullins and Pierre-Bénite merged on 1 January 2024 (COG)."""
    inside, outside = communes_of("69M"), communes_of("69D")
    assert len(inside) == 58 and {"69123", "69266", "69149"} <= inside  # Lyon, Villeurbanne, Oullins-Pierre-Bénite
    assert "69264" in outside  # Villefranche-sur-Saône
    assert not inside & outside
    assert inside | outside == set(communes("69")["code"])


def test_corse_is_both_of_its_departements():
    assert departements_of("20") == ("2A", "2B")
    assert communes_of("20") == set(communes("2A")["code"]) | set(communes("2B")["code"])
    people = collectivites().set_index("code")["population_municipale"]
    assert people["20"] == 355_486  # Insee Flash Corse No 101, December 2025
    assert people["69M"] + people["69D"] == communes("69")["population_municipale"].sum()


def test_names_of_collectivites_and_of_departements():
    assert [name_of(code) for code in ("69M", "69D", "20", "49")] == [
        "Métropole de Lyon", "Rhône (hors Métropole de Lyon)", "Corse", "Maine-et-Loire",
    ]  # fmt: skip
    assert communes_of("67") == set(communes("67")["code"])  # Alsace keeps its two départements
    with pytest.raises(KeyError):
        name_of("975")
