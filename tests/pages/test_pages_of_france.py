"""Every page on the edition of all France, which has no table of a département: open, and in words that say France."""

from __future__ import annotations

import pytest
from test_pages import OWN, PAGES, text


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
