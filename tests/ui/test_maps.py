"""What a map sends to the browser."""

import json

import pytest

from disclosure import figures
from exports.palettes import MISSING, PALETTES
from indicators.wording import NO_BREAK
from ui import maps
from ui.legend import SECRET_FILL, classes

CODES = ("foyers_rsa_pour_100_1564", "taux_pauvrete", "temps_acces_theme_min", "taux_remplissage")


@pytest.mark.parametrize("code", CODES)
def test_every_territory_takes_the_colour_of_its_class_or_of_its_state(edition, code):
    exhibit = figures.by_territory(edition, code, "commune" if code != "taux_remplissage" else "epci")
    area = next(trace for trace in maps.draw(edition, exhibit, "").data if trace.type == "choroplethmap")
    found, palette = classes(exhibit), PALETTES[exhibit.indicator.palette]
    drawn = dict(zip(area.locations, (colour(area, rank) for rank in area.z), strict=True))
    for row in exhibit.frame.to_dict("records"):
        expected = {"secret": SECRET_FILL, "non_disponible": MISSING}.get(row["statut"])
        assert drawn[row["cle"]] == (expected or palette[found.steps[found.index(row["valeur"])]])


def colour(area, rank: int) -> str:
    """Colour that plotly gives to that value: the last step that begins at or before it, inside a flat step."""
    share = (rank - area.zmin) / (area.zmax - area.zmin)
    return [fill for edge, fill in area.colorscale if edge <= share][-1]


def test_names_come_with_the_contours_and_words_of_units_once(edition):
    exhibit = figures.by_territory(edition, "foyers_rsa_pour_100_1564", "commune")
    sent = maps.draw(edition, exhibit, "").to_json()
    area = json.loads(sent)["data"][0]
    assert "Angers" not in sent and "%{properties.nom}" in area["hovertemplate"]
    assert sent.count(exhibit.indicator.unite) == 1
    told = dict(zip(area["locations"], area["text"], strict=True))
    value = exhibit.frame.set_index("cle")["valeur"]["49007"]
    assert told["49007"] == f"{value:.1f}".replace(".", ",")
    assert not any(NO_BREAK in text for text in area["text"])
    assert {told[code] for code in exhibit.frame.query("statut == 'secret'")["cle"]} == {"s (secret statistique)"}


def test_a_sign_stays_beside_its_figure(edition):
    exhibit = figures.by_territory(edition, "taux_pauvrete", "commune")
    area = maps.draw(edition, exhibit, "").data[0]
    assert area.hovertemplate == "<b>%{properties.nom}</b><br>%{text}<extra></extra>"
    assert dict(zip(area.locations, area.text, strict=True))["49007"].endswith("\u202f%")
