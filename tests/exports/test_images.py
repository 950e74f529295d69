"""Images people take away: words, mark, one shape per territory, the states told apart."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import box

from exports import images

NAN = float("nan")


@pytest.fixture
def contours():
    """Five squares side by side."""
    codes = ["49002", "49003", "49007", "49010", "49011"]
    shapes = [box(-0.5 + i * 0.1, 47.0, -0.4 + i * 0.1, 47.1) for i in range(5)]
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs="EPSG:4326")


def test_a_map_has_one_shape_per_territory_and_all_its_words(four_states, contours):
    svg = images.map_svg(four_states(), contours).decode()
    for code in contours["code"]:
        assert svg.count(f'id="zone-{code}"') == 1
    for word in ("Part des bénéficiaires en zone blanche", "Lecture", "Champ", "Source", "Édition 7"):
        assert word in svg


def test_invented_figures_are_crossed_by_their_mark_and_real_ones_are_not(four_states, contours):
    assert "DONNÉES DE DÉMONSTRATION" in images.map_svg(four_states(), contours).decode()
    assert "DONNÉES DE DÉMONSTRATION" in images.chart_svg(four_states(), "barres").decode()
    assert "DÉMONSTRATION" not in images.map_svg(four_states(synthetique=False), contours).decode()


def test_secret_and_missing_have_their_line_in_the_legend(four_states, contours):
    svg = images.map_svg(four_states(), contours).decode().lower()
    assert "secret statistique" in svg and "non disponible" in svg


def test_counts_are_circles_and_a_zero_has_none(four_states, contours):
    svg = images.map_svg(four_states(unite="personnes", nature="effectif"), contours).decode()
    assert 'id="cercle-49002"' in svg and 'id="cercle-49003"' in svg
    assert 'id="cercle-49007"' not in svg and 'id="cercle-49010"' not in svg


def test_same_exhibit_same_bytes(four_states, contours):
    assert images.map_svg(four_states(), contours) == images.map_svg(four_states(), contours)
    assert images.chart_svg(four_states(), "barres") == images.chart_svg(four_states(), "barres")
    assert images.map_png(four_states(), contours) == images.map_png(four_states(), contours)


def test_bars_name_every_territory_and_print_its_figure(four_states):
    svg = images.chart_svg(four_states(), "barres").decode()
    assert "Allonnes" in svg and "Tuffalun" in svg and "12,5" in svg and "42" in svg


def test_an_unknown_kind_of_chart_is_refused(four_states):
    with pytest.raises(KeyError):
        images.chart_svg(four_states(), "camembert")


def test_a_cascade_takes_each_part_away_from_the_whole(an_exhibit):
    """100 = 60 + 30 + 10: three parts, nothing left; 100 − 60 − 30 leaves a rest of 10."""

    def cascade(*values):
        rows = [(f"k{i}", f"Étape {i}", NAN, NAN, float(v), NAN, NAN, "fiable") for i, v in enumerate(values)]
        return images.chart_svg(an_exhibit(rows, axis="indicateur", unite="places", nature="effectif"), "cascade")

    whole = cascade(100, 60, 30, 10).decode()
    assert "−60" in whole and "−30" in whole and "−10" in whole and "Reste" not in whole
    assert "Reste" in cascade(100, 60, 30).decode()
    with pytest.raises(ValueError, match="take away more"):
        cascade(100, 90, 30)
