"""All France in one edition: whole zones, no demonstration, the communes answered for and not drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

import config
from commands.__main__ import main
from commands.publish import published as publish
from disclosure import figures
from etl.pipeline import UnknownDepartement
from geodata.communes import communes
from indicators import aggregation
from warehouse.editions import current


@pytest.fixture(scope="module")
def france(published_france):
    return current(published_france)


def people(edition, niveau, code):
    return figures.one(edition, "population_municipale", niveau, code).frame.iloc[0]["valeur"]


def test_published_populations_are_found_again(france):
    """Insee Focus 374 and regional notes of December 2025; Maine-et-Loire from the list of départements."""
    assert round((people(france, "france", "FR") - people(france, "departement", "976")) / 1000) == 68_094
    assert people(france, "region", "11") == 12_463_067
    assert people(france, "departement", "49") == 833_776
    assert people(france, "arrondissement_municipal", "75101") > 10_000
    assert people(france, "commune", "49007") == 159_022


def test_every_level_adds_up_to_france(france):
    whole = people(france, "france", "FR")
    for niveau in ("region", "departement"):
        assert figures.by_territory(france, "population_municipale", niveau).frame["valeur"].sum() == whole
    alone = communes().set_index("code").loc[["22016", "29083", "29155", "85113"], "population_municipale"].sum()
    epci = figures.by_territory(france, "population_municipale", "epci").frame["valeur"].sum()
    assert epci == whole - alone  # four islands are in no EPCI
    mayotte = people(france, "departement", "976")  # which has no arrondissement
    assert figures.by_territory(france, "population_municipale", "arrondissement").frame["valeur"].sum() == (
        whole - mayotte
    )


def test_a_zone_that_crosses_a_border_is_whole(france):
    """Pays d’Ancenis: its communes of Loire-Atlantique, and Ingrandes-Le Fresne in Maine-et-Loire."""
    held = communes()
    expected = held.loc[held["code_epci"] == "244400552", "population_municipale"].sum()
    assert people(france, "epci", "244400552") == expected


def test_communes_answer_and_are_not_drawn(france):
    assert figures.levels(france) == ["france", "region", "departement", "arrondissement", "epci"]
    assert len(aggregation.communes(france)) == 34_875
    assert aggregation.surroundings(france) == ()


def test_nothing_is_invented_and_its_absence_is_said(france):
    assert not france.synthetic
    assert not france.has("actions") and not france.has("territoires")
    figure = figures.one(france, "places_ouvertes", "departement", "49")
    assert figure.frame.iloc[0]["statut"] == "non_disponible" and not figure.synthetique


def test_sentences_say_france(france):
    shown = figures.by_territory(france, "population_municipale", "departement")
    assert shown.titre == "Population municipale – départements, France entière, 2023"
    assert "outre-mer sont rapprochés" in shown.note
    assert figures.one(france, "population_municipale", "france", "FR").titre.startswith(
        "Population municipale – France entière"
    )


def test_the_command_answers_for_france_and_for_a_commune(published_france, monkeypatch, capsys):
    for name, value in config.for_child(published_france).items():
        if name.startswith("OBS_"):
            monkeypatch.setenv(name, value)
    assert main(["figure", "population_municipale"]) == 0
    assert "68\u202f350\u202f798" in capsys.readouterr().out
    assert main(["figure", "population_municipale", "--niveau", "commune", "--territoire", "49007"]) == 0
    assert "159\u202f022" in capsys.readouterr().out


@pytest.mark.parametrize(("code", "sentence"), [("975", "Saint-Pierre-et-Miquelon"), ("99", "« 99 » n’existe pas")])
def test_what_is_no_departement_is_refused_in_a_sentence(blank, code, sentence):
    with pytest.raises(UnknownDepartement, match=sentence):
        publish(replace(blank, departement=code))
    assert not blank.home.exists()
