"""Text of the data never runs in a map's bubble."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ui.places import draw, safe


@given(st.text())
def test_no_markup_survives(text):
    assert not set("<>\"'`") & set(safe(text))


def test_a_script_in_a_name_is_shown_not_run(edition):
    evil = "<script>alert('x')</script>"
    offer = pd.DataFrame(
        {"Action": [evil], "Structure": ["S"], "Commune": ["C"], "Places": [3], "latitude": [47.4], "longitude": [-0.5]}
    )
    others = pd.DataFrame(columns=["type", "nom", "millesime", "latitude", "longitude"])
    page = draw(edition, offer, others)
    assert evil not in page and "&lt;script&gt;" in page


def test_no_outside_address_is_named_by_the_map(edition):
    page = draw(edition, pd.DataFrame(columns=["Action"]), pd.DataFrame(columns=["nom"]))
    assert [word for word in ("https://cdn", "jsdelivr", "cloudflare", "unpkg", "googleapis") if word in page] == []
    assert "/leaflet/leaflet.js" in page
