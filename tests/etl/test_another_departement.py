"""Any département works by its code: Corse-du-Sud from nothing but the project's own files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commands.publish import published as publish
from disclosure import figures
from warehouse.editions import current


@pytest.fixture(scope="module")
def corse(tmp_path_factory):
    import config

    home = replace(config.load({}), home=tmp_path_factory.mktemp("corse") / "var", departement="2A")
    outcome = publish(home)
    assert outcome.info.current, outcome.blocking
    return current(home)


def test_communes_and_population_come_with_the_project(corse):
    communes = figures.by_territory(corse, "population_municipale", "commune").frame
    # COG 2026: 124 communes in Corse-du-Sud, Ajaccio the largest of them.
    assert len(communes) == 124 and communes["cle"].str.startswith("2A").all()
    assert communes.loc[communes["valeur"].idxmax(), "libelle"] == "Ajaccio"
    total = figures.one(corse, "population_municipale", "departement", "2A").frame.iloc[0]["valeur"]
    assert total == communes["valeur"].sum()


def test_what_is_not_known_of_it_is_missing_not_zero(corse):
    rate = figures.one(corse, "taux_chomage_localise", "departement", "2A").frame.iloc[0]
    assert rate["statut"] == "non_disponible" and rate["valeur"] != rate["valeur"]


def test_its_own_tables_are_invented_and_say_so(corse):
    places = figures.one(corse, "places_ouvertes", "departement", "2A")
    assert places.synthetique and places.frame.iloc[0]["valeur"] > 0
