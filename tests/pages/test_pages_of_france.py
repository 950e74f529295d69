"""Every page on the edition of all France, which has no table of a département: open, and in words that say France."""

from __future__ import annotations

import pytest
from test_pages import OWN, PAGES, text, twins


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_says_france(opened, published_france, page):
    app = opened(published_france, page)
    assert not app.exception and not app.error
    said = text(app)
    assert "France entière" in said and "Données de démonstration" not in said
    assert "épartement entier" not in said and "du département (" not in said
    if page in OWN:
        assert f"Données non fournies : « {OWN[page]} »" in " ".join(info.value for info in app.info)


def test_the_level_of_the_communes_is_not_offered(opened, published_france):
    app = opened(published_france, "besoins", niveau="commune", territoire="49007")
    assert not app.exception
    assert any("« commune »" in warning.value and "départements" in warning.value for warning in app.warning)
    assert app.selectbox(key="w_niveau").options == [
        "Régions", "Départements", "Arrondissements", "Intercommunalités"
    ]  # fmt: skip
    assert app.selectbox(key="w_niveau").value == "departement"


def test_a_departement_is_compared_with_france(opened, published_france):
    said = text(opened(published_france, "accueil", niveau="departement", territoire="49"))
    assert "833\u202f776" in said
    assert "soit 1 % de la France" in " ".join(said.split()).replace("Soit", "soit")


def test_a_departement_of_the_edition_of_france_is_beside_its_region_and_france(opened, published_france):
    query = {"niveau": "departement", "territoire": "49", "comparer": "population_municipale"}
    app = opened(published_france, "accueil", **query)
    assert not app.exception
    names = [row[0] for row in twins(app)[-1]]
    assert names[:3] == ["Maine-et-Loire", "Pays de la Loire (région)", "France entière"] and len(names) == 8


def test_france_has_nothing_around_it_and_says_so(opened, published_france):
    app = opened(published_france, "accueil", comparer="population_municipale")
    assert not app.exception
    assert [row[0] for row in twins(app)[-1]] == ["France entière"]
    assert "aucun territoire proche" in text(app)
