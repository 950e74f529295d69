"""A person says which commune a doubtful place is; text of a file never runs."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from etl.geocoding import geocoded
from etl.staging import Staged
from ui.doubtful import AT_ONCE, NONE
from ui.doubtful_map import doubtful_map

EVIL = "<script>alert('x')</script>"
PAGE = """
import streamlit as st
from ui.doubtful import doubtful_places
st.session_state["dit"] = doubtful_places(st.session_state["lieux"], "essai", "49")
"""


def doubtful(*names: str, **said: str) -> pd.DataFrame:
    frame = pd.DataFrame({"nom_commune": names} | said)
    return geocoded(Staged("sessions", frame, "offre.xlsx", "Sessions"), "49")[1]


@pytest.fixture
def opened():
    def run(places: pd.DataFrame) -> AppTest:
        app = AppTest.from_string(PAGE, default_timeout=60)
        app.session_state["lieux"] = places
        app.run()
        assert not app.exception
        return app

    return run


def test_proposals_are_confirmed_with_one_button(opened):
    app = opened(doubtful("Saint-Georges", "Chollet"))
    assert "2 lieux sont à confirmer." in app.markdown[0].value
    assert [box.label for box in app.selectbox] == ["Commune du lieu 1", "Commune du lieu 2"]
    assert app.selectbox[0].options[0] == "Saint-Georges-sur-Loire (49283)" and app.selectbox[0].options[-1] == NONE
    assert app.session_state["dit"] == {} and app.button[0].label == "Confirmer les 2 propositions"
    app.button[0].click().run()
    assert sorted(app.session_state["dit"].values()) == ["49099", "49283"]
    assert app.success[0].value == "2 lieux sont confirmés. Aucun lieu n’est plus à confirmer."
    app.button(key="essai_revenir").click().run()
    assert app.session_state["dit"] == {} and len(app.selectbox) == 2


def test_another_candidate_may_be_chosen(opened):
    app = opened(doubtful("Saint-Georges"))
    app.selectbox[0].select("49125").run()
    app.button[0].click().run()
    assert list(app.session_state["dit"].values()) == ["49125"]


def test_a_commune_may_be_typed_when_none_fits(opened):
    app = opened(doubtful("Saint-Georges", "Zzyzx"))
    assert app.button[0].label == "Confirmer la proposition", "the unknown place has none"
    assert "1 lieu reste sans commune choisie." in [one.value for one in app.caption]
    app.text_input[0].set_value("nulle part").run()
    assert any("Aucune commune ne répond" in one.value for one in app.caption)
    app.text_input[0].set_value("chemillé").run()
    assert app.selectbox[-1].options == ["Chemillé-en-Anjou (49092)"]
    app.selectbox[0].select("").run()
    app.button[0].click().run()
    assert list(app.session_state["dit"].values()) == ["49092"] and len(app.text_input) == 1


def test_a_long_list_is_confirmed_by_parts_only_what_was_seen(opened):
    letters = "abcdefghijklmnopqrstuvwxy"
    app = opened(doubtful(*(f"Chol{letter}et" for letter in letters)))
    assert app.selectbox[0].options == ["1 à 20 sur 25", "21 à 25 sur 25"]
    app.button[0].click().run()
    assert len(app.session_state["dit"]) == AT_ONCE and "5 lieux sont à confirmer" in app.markdown[0].value


def test_nothing_doubtful_shows_nothing(opened):
    app = opened(doubtful("Angers"))
    assert not app.selectbox and not app.button and app.session_state["dit"] == {}


def test_text_of_a_file_is_shown_and_never_run(opened):
    places = doubtful(f"Chollet {EVIL}", "Saint-Georges", adresse=EVIL)
    app = opened(places)
    told = " ".join(one.proto.body for one in app.get("html"))
    assert EVIL not in told and "&lt;script&gt;" in told
    drawn = places.assign(numero=[1, 2])
    drawn.at[1, "candidats"] = ({**places["candidats"].iloc[1][0], "nom": EVIL},)
    page = doubtful_map(drawn)
    assert EVIL not in page and "&lt;script&gt;" in page


def test_the_map_bears_the_numbers_of_the_list_and_asks_nothing_outside():
    page = doubtful_map(doubtful("Saint-Georges", "Chollet").assign(numero=[1, 2]))
    assert "Cholet (49) : proposée pour le lieu 2" in page
    assert "Saint-Georges-sur-Loire (49) : proposée pour le lieu 1" in page
    assert "possible pour le lieu 1" in page
    asked = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert [name for name in asked if not name.startswith(("/leaflet/", "https://leafletjs.com"))] == []
