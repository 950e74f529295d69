"""Text of the data never runs in a map's bubble; each layer says what it shows, or why it shows nothing."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ui.leaflet import Layer, draw, safe
from ui.places import NOT_LOADED, every_layer, other, told
from warehouse.edition import in_memory

EVIL = "<script>alert('x')</script>"
NAMES = [
    "Offre financée par le Département",
    "Autre offre (data·inclusion)",
    "France services",
    "Médiation numérique",
    "Insertion par l’activité économique",
]
SERVICE = {
    "service_id": "dora--1", "structure_id": "dora--1", "nom": "Garage solidaire", "latitude": 47.4, "longitude": -0.5,
    "thematiques": "mobilite--preparer-un-permis", "modes_accueil": "en-presentiel", "doublon_de": None,
}  # fmt: skip


def points(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"latitude": 47.4, "longitude": -0.5, "texte": list(texts)})


def external(*changes: dict, structures: tuple[str, ...] = ("dora--1",)):
    """An edition with these services, each a change of one that is complete."""
    named = pd.DataFrame({"structure_id": list(structures), "nom": [f"Structure {name}" for name in structures]})
    return in_memory(
        {"services_externes": pd.DataFrame([SERVICE | one for one in changes]), "structures_externes": named}
    )


@given(st.text())
def test_no_markup_survives(text):
    assert not set("<>\"'`") & set(safe(text))


def test_a_script_in_a_name_is_shown_not_run(edition):
    page = draw(edition, [Layer("Couche", "#000000", points(EVIL))])
    assert EVIL not in page and "&lt;script&gt;" in page


def test_a_script_in_any_name_of_the_external_offer_is_shown_not_run(edition):
    strange = external({"nom": EVIL, "structure_id": EVIL}, structures=(EVIL,))
    page = draw(edition, [other(strange, "")])
    assert EVIL not in page and page.count("&lt;script&gt;") == 2


def test_a_script_in_the_name_of_a_layer_is_shown_not_run(edition):
    layer = Layer(EVIL, "#000000", points())
    assert EVIL not in draw(edition, [layer]) and EVIL not in told([layer])


def test_no_outside_address_is_named_by_the_map(edition):
    page = draw(edition, every_layer(edition, ""))
    assert [word for word in ("https://cdn", "jsdelivr", "cloudflare", "unpkg", "googleapis") if word in page] == []
    assert "/leaflet/leaflet.js" in page


def test_every_layer_can_be_shown_and_hidden_and_is_named_in_the_legend(edition):
    layers = every_layer(edition, "")
    assert [layer.name for layer in layers] == NAMES
    page, legend = draw(edition, layers), told(layers)
    control = page[page.index("overlays") :]
    assert all(name in legend for name in NAMES)
    assert control.count("●") + control.count("\\u25cf") == len(NAMES)
    assert page.count("L.markerClusterGroup(") == len(NAMES)
    assert len({layer.colour for layer in layers}) == len(NAMES)


def test_a_layer_without_export_says_why(edition):
    layer = other(edition, "mobilite")
    assert (len(layer.points), layer.why) == (0, NOT_LOADED)
    assert "Autre offre (data·inclusion) : aucun export data·inclusion n’a été chargé" in told([layer])


def test_a_layer_whose_services_have_no_point_or_another_theme_says_so():
    assert other(external({"latitude": None}), "").why == "aucun service placé sur la carte"
    assert other(external({}), "sante").why == "aucun service placé sur la carte pour cette thématique"
    shown = other(external({}), "mobilite")
    assert shown.why == "" and "Autre offre (data·inclusion) : 1 lieu<" in told([shown])


def test_one_point_for_the_services_of_a_structure_in_one_place():
    layer = other(external(*({"service_id": f"dora--{n}", "nom": f"Service {n}"} for n in range(1, 6))), "")
    assert layer.points["texte"].tolist() == ["Structure dora--1 : Service 1, Service 2, Service 3 et 2 autres"]


def test_a_double_is_not_drawn_twice():
    double = {"service_id": "ft--1", "structure_id": "ft--1", "doublon_de": "dora--1"}
    assert len(other(external({}, double, structures=("dora--1", "ft--1")), "").points) == 1
    assert len(other(external(double, structures=("ft--1",)), "").points) == 1  # its better record is not here
