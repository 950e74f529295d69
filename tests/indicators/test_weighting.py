"""Survey weights and weighted medians against the domain reference and hand calculations."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import weighting

WEIGHTS = [1, 1, 1, 2, 2, 4]
positive = st.lists(st.floats(0.01, 1000), min_size=1, max_size=40)


def test_kish_oracle():
    assert weighting.kish_size(WEIGHTS) == pytest.approx(4.4815, abs=1e-4)
    assert weighting.design_effect(WEIGHTS) == pytest.approx(1.3388, abs=1e-4)


def test_no_answer_has_no_size():
    assert weighting.kish_size([]) == 0
    assert np.isnan(weighting.design_effect([]))


@given(positive)
def test_kish_size_lies_between_one_and_the_answers(weights):
    assert 1 - 1e-9 <= weighting.kish_size(weights) <= len(weights) * (1 + 1e-9)


@given(st.floats(0.01, 1000), st.integers(1, 50))
def test_equal_weights_cost_nothing(weight, answers):
    assert weighting.kish_size([weight] * answers) == pytest.approx(answers)


def test_poststratification_oracle():
    # crude (48 + 88) / 280 = 0.485714; restored 0.6 × 0.40 + 0.4 × 0.55 = 0.46
    found = weighting.poststratified_share([600, 400], [120, 160], [48, 88])
    assert found == pytest.approx((0.46, 0.407035, 0.512965), abs=1e-6)


def test_poststratification_needs_two_answers_a_stratum():
    with pytest.raises(ValueError, match="two answers"):
        weighting.poststratified_share([600, 400], [120, 1], [48, 1])


def test_weights_restore_the_frame():
    # 6 women of whom 2 answered, 4 men of whom 4 answered: weights 3 and 1
    strata = pd.Series(["F"] * 6 + ["H"] * 4)
    answered = pd.Series([True] * 2 + [False] * 4 + [True] * 4)
    weights = weighting.poststratified_weights(strata, answered)
    assert weights[answered].tolist() == [3, 3, 1, 1, 1, 1]
    assert weights[~answered].isna().all()
    assert weights.groupby(strata).sum().to_dict() == {"F": 6, "H": 4}


def test_weights_are_trimmed():
    # 1 answer for 100 persons (weight 100) and 99 for 99 (weight 1): mean 199/100, trimmed to 5 × 1.99
    strata = pd.Series(["F"] * 100 + ["H"] * 99)
    answered = pd.Series([True] + [False] * 99 + [True] * 99)
    weights = weighting.poststratified_weights(strata, answered)
    assert weights.max() == pytest.approx(9.95)
    assert weights.min() == 1


def test_worst_case_bounds_are_as_wide_as_silence():
    # 33 % answered at 24 months: 67 points wide (domain reference, M13)
    low, high = weighting.worst_case_bounds(0.38, 0.33)
    assert (low, high) == (pytest.approx(0.1254), pytest.approx(0.7954))
    assert high - low == pytest.approx(0.67)


@given(st.floats(0, 1), st.floats(0, 1))
def test_worst_case_bounds_hold_the_proportion(proportion, response):
    low, high = weighting.worst_case_bounds(proportion, response)
    assert -1e-12 <= low <= proportion + 1e-12
    assert proportion - 1e-12 <= high <= 1 + 1e-12


def test_response_rate():
    assert weighting.response_rate(330, 600) == pytest.approx(0.55)
    assert np.isnan(weighting.response_rate(0, 0))


@pytest.mark.parametrize(
    ("values", "weights", "expected"),
    [
        ([10, 20, 30], [1, 1, 1], 20),
        ([10, 20, 30, 40], [1, 1, 1, 1], 25),  # exactly half at 20: midway to 30
        ([10, 20, 30], [5, 1, 1], 10),  # more than half of the weight at 10
        ([30, 10, 20], [100, 1, 1], 30),
        ([10, np.nan, 30], [1, 50, 2], 30),  # an unknown value does not count
        ([10, 20], [0, 3], 20),
    ],
)
def test_weighted_median(values, weights, expected):
    assert weighting.weighted_median(values, weights) == expected


def test_weighted_median_of_nothing_is_unknown():
    assert np.isnan(weighting.weighted_median([], []))
    assert np.isnan(weighting.weighted_median([10], [0]))


@given(st.lists(st.tuples(st.integers(0, 120), st.integers(1, 5)), min_size=1, max_size=30))
def test_weighted_median_is_the_median_of_repeated_values(pairs):
    values, weights = zip(*pairs, strict=True)
    assert weighting.weighted_median(values, weights) == np.median(np.repeat(values, weights))
