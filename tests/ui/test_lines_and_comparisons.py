"""Lines stand in time and stop at breaks; bars of a comparison keep who has no figure. Real exhibits."""

from __future__ import annotations

import math

from disclosure import figures
from exports.roles import SHADES
from ui.charts import bars, line
from ui.legend import classes, legend


def test_a_line_is_spaced_in_time_and_lifts_the_pen_at_the_gap_and_at_the_break(edition):
    """BMO of 2021, 2023, 2024, 2025: 2022 is missing, the occupations changed in 2024."""
    series = figures.over_time(edition, "bmo_tension", "departement", "49")
    assert series.frame["cle"].tolist() == ["2021", "2023", "2024", "2025"]
    drawn = line(series)
    assert list(drawn.data[0].x) == [2021.5, None, 2023.5, None, 2024.5, 2025.5]
    assert [math.isnan(value) for value in drawn.data[0].y] == [False, True, False, True, False, False]
    assert list(drawn.layout.xaxis.ticktext) == ["2021", "2023", "2024", "2025"]
    assert [shape.x0 for shape in drawn.layout.shapes] == [2024.0]
    assert [note.text for note in drawn.layout.annotations] == ["Rupture en 2024"]


def test_a_whole_series_is_one_line_without_mark(edition):
    drawn = line(figures.over_time(edition, "foyers_rsa", "departement", "49"))
    assert None not in drawn.data[0].x and not drawn.layout.shapes
    assert "déc. 2024" in drawn.data[0].text[-1]


def test_bars_of_a_comparison_keep_their_order_their_shades_and_the_missing(edition):
    beside = figures.comparison(edition, "foyers_rsa_pour_100_1564", "epci", "244900015")
    drawn = bars(beside).data[0]
    assert len(drawn.y) == len(beside.frame) and drawn.marker.color[0] == SHADES["territoire"]
    told = dict(zip(beside.frame["libelle"], drawn.text, strict=True))
    assert told["France entière"].strip() == "… non disponible"
    assert "foyers" not in told["Maine-et-Loire (département)"]  # the unit is said once


def test_the_legend_of_a_change_says_its_direction_and_zero_in_the_middle(edition):
    moved = figures.evolution(edition, "places_ouvertes", "epci", "2023", "2025")
    found = classes(moved)
    assert all(high < 0 for (_, high), step in zip(found.bounds, found.steps, strict=True) if step < 2)
    assert all(low > 0 for (low, _), step in zip(found.bounds, found.steps, strict=True) if step > 2)
    assert "baisse" in legend(moved) and "hausse" in legend(moved) and "cible" not in legend(moved)
    broken = figures.evolution(edition, "bmo_tension", "bassin_bmo", "2023", "2025")
    assert "Non comparable (5)" in legend(broken)
