"""Breaks in series, time axes, and what may be said of a change: expected values worked by hand."""

from __future__ import annotations

import math

import pytest

from indicators.catalogue import indicator
from indicators.change import change, direction, indicator_of_change
from indicators.gaps import UNCERTAIN, is_uncertain, said
from indicators.series import breaks_between, cuts, moments, pieces
from indicators.wording import of

NAN = float("nan")


def row(valeur, low=NAN, high=NAN, statut="fiable"):
    return {"valeur": float(valeur), "ic_bas": float(low), "ic_haut": float(high), "statut": statut}


@pytest.mark.parametrize(
    ("code", "before", "after", "parted"),
    [
        ("bmo_tension", "2023", "2024", True),
        ("bmo_tension", "2024", "2023", True),  # whichever order
        ("bmo_tension", "2024", "2025", False),
        ("bmo_tension", "2020", "2023", False),
        ("demandeurs_emploi_abc", "2024-T4", "2025-T1", True),
        ("demandeurs_emploi_abc", "2023-T4", "2024-T4", False),
        ("demandeurs_emploi_abc", "2025-T1", "2025-T2", False),
    ],
)
def test_what_parts_two_periods(code, before, after, parted):
    found = breaks_between(code, before, after)
    assert bool(found) is parted
    assert [one.label for one in found] in ([], [f"Rupture en {max(before, after)[:4]}"])


def test_periods_stand_in_time_and_not_by_rank():
    assert moments(["2021", "2023", "2024"]).tolist() == [2021.5, 2023.5, 2024.5]
    assert moments(["2024-T1", "2024-S2", "2024-12"]).tolist() == pytest.approx([2024.125, 2024.75, 2024 + 11.5 / 12])
    assert moments(["2024", "autre"]).tolist() == [0, 1]


def test_a_line_stops_at_a_missing_year_and_at_a_break():
    """2022 is missing; 2023 and 2024 are parted by the break: 2023 stands alone."""
    periods = ["2020", "2021", "2023", "2024", "2025"]
    assert pieces("bmo_tension", periods) == [[0, 1], [2], [3, 4]]
    assert pieces("foyers_rsa", periods) == [[0, 1], [2, 3, 4]]
    assert [place for place, _ in cuts("bmo_tension", periods)] == [2024.0]
    assert cuts("bmo_tension", periods[:3]) == [] == cuts("foyers_rsa", periods)


def test_the_pace_of_a_series_is_that_of_its_periods():
    assert pieces("foyers_rsa", ["2022-12", "2023-12", "2024-12"]) == [[0, 1, 2]]  # every December
    assert pieces("foyers_rsa", ["2022-12", "2024-12"]) == [[0], [1]]
    assert pieces("taux_chomage_localise", ["2024-T1", "2024-T2", "2024-T4"]) == [[0, 1], [2]]
    assert pieces("taux_emploi_6m", ["2023-S1", "2023-S2", "2024-S1"]) == [[0, 1, 2]]
    assert pieces("foyers_rsa", ["2024"]) == [[0]] and pieces("foyers_rsa", []) == []


def test_a_count_changes_in_percent_with_the_extremes_of_both_dates():
    """50 (48 to 54) → 60 (58 to 64): +20 %, from 58/54 to 64/48. 10 (8 to 14) → 15 (13 to 19): 13 − 14 < 0."""
    told = change(indicator("foyers_rsa"), row(50, 48, 54), row(60, 58, 64))
    assert told["valeur"] == pytest.approx(20)
    assert (told["ic_bas"], told["ic_haut"]) == pytest.approx((100 * (58 / 54 - 1), 100 * (64 / 48 - 1)))
    assert (told["numerateur"], told["denominateur"], told["statut"]) == (60, 50, "fiable")
    few = change(indicator("foyers_rsa"), row(10, 8, 14), row(15, 13, 19))
    assert few["statut"] == "non_significatif" and math.isnan(few["valeur"]) and few["numerateur"] == 15


def test_a_rate_changes_in_points_and_only_beyond_its_intervals():
    """70 % (60 to 80) → 72 % (62 to 82): 2 − √(10² + 10²) < 0. 20 % (19 to 21) → 30 % (29 to 31): 10 ± √2."""
    fill = indicator("taux_remplissage")
    assert change(fill, row(70, 60, 80), row(72, 62, 82))["statut"] == "non_significatif"
    told = change(fill, row(20, 19, 21), row(30, 29, 31))
    assert told["valeur"] == 10
    assert (told["ic_bas"], told["ic_haut"]) == pytest.approx((10 - math.sqrt(2), 10 + math.sqrt(2)))
    assert indicator_of_change(fill, "2023", "2025").unite == "points"
    assert indicator_of_change(indicator("foyers_rsa"), "2023-12", "2024-12").unite == "%"
    assert indicator_of_change(indicator("temps_acces_theme_min"), "2023", "2025").unite == "minutes"
    assert indicator_of_change(indicator("niveau_vie_median"), "2020", "2021").unite == "€ par an"


def test_exact_figures_have_an_exact_change_and_zero_is_a_change():
    places = indicator("places_ouvertes")
    assert change(places, row(200), row(150))["valeur"] == -25
    same = change(places, row(200), row(200))
    assert (same["valeur"], same["statut"]) == (0, "fiable") and math.isnan(same["ic_bas"])
    assert change(places, row(0), row(150))["statut"] == "sans_objet"
    assert change(places, row(150), row(0))["valeur"] == -100


@pytest.mark.parametrize(
    ("before", "after", "statut"),
    [
        ("secret", "fiable", "secret"), ("fiable", "secret", "secret"), ("secret", "non_disponible", "secret"),
        ("non_disponible", "fiable", "non_disponible"), ("fragile", "fiable", "fragile"),
        ("fiable", "provisoire", "provisoire"), ("fragile", "provisoire", "fragile"), ("fiable", "fiable", "fiable"),
    ],
)  # fmt: skip
def test_a_change_is_no_surer_than_its_two_figures(before, after, statut):
    values = [NAN if one in ("secret", "non_disponible") else value for one, value in ((before, 10), (after, 20))]
    told = change(indicator("places_ouvertes"), row(values[0], statut=before), row(values[1], statut=after))
    assert told["statut"] == statut
    assert math.isnan(told["valeur"]) is (statut in ("secret", "non_disponible"))


def test_a_sum_open_above_tells_no_difference():
    """At least 100, and nobody knows how much more: neither more nor less than 120."""
    assert is_uncertain(indicator("foyers_rsa"), row(100, 95, NAN), row(120))
    assert not is_uncertain(indicator("foyers_rsa"), row(130, 125, NAN), row(120))


def test_gaps_in_words():
    tension = indicator("bmo_tension")
    assert said(tension, row(52.1), row(50)) == "2,1\u00a0points de plus"
    assert said(tension, row(50), row(50)) == "même valeur"
    assert said(tension, row(52, 40, 64), row(50, 38, 62)) == UNCERTAIN
    assert said(tension, row(NAN), row(50)) == ""


def test_directions_are_those_of_the_printed_figure():
    assert [direction(value, 1) for value in (0.04, 0.06, -0.06, NAN)] == ["stable", "hausse", "baisse", ""]


def test_every_name_of_an_indicator_goes_after_de():
    assert of("Taux de pauvreté") == "du taux de pauvreté"
    assert of("Écart de fréquentation") == "de l’écart de fréquentation"
    assert of("Part des foyers") == "de la part des foyers"
    assert of("Xylophones") == "de l’indicateur «\u00a0Xylophones\u00a0»"
