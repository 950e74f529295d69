"""Intervals against the domain reference's vectors, and what must hold for any counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.intervals import difference, newcombe, wilson, wilson_effective

WILSON = [
    (0, 10, 0.0, 0.277533),
    (1, 10, 0.017876, 0.40415),
    (5, 10, 0.236593, 0.763407),
    (8, 12, 0.390622, 0.86188),
    (86, 100, 0.778628, 0.914737),
    (69, 100, 0.593739, 0.772203),
    (333, 1000, 0.304478, 0.3628),
    (10, 10, 0.722467, 1.0),
]
counts = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("k", "n", "low", "high"), WILSON)
def test_wilson_oracle(k, n, low, high):
    assert wilson(k, n) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6))


def test_wilson_speaks_for_whole_columns():
    k, n, low, high = (np.array(values) for values in zip(*WILSON, strict=True))
    found = wilson(k, n)
    assert found[0] == pytest.approx(low, abs=1e-6)
    assert found[1] == pytest.approx(high, abs=1e-6)


def test_wilson_without_trial_or_count_is_unknown():
    low, high = wilson([0, np.nan, 3], [0, 10, np.nan])
    assert np.isnan(low).all() and np.isnan(high).all()


@pytest.mark.parametrize("k", [-1, 11])
def test_wilson_refuses_what_is_not_a_proportion(k):
    with pytest.raises(ValueError, match="between"):
        wilson(k, 10)


@given(counts)
def test_wilson_holds_the_proportion_and_stays_in_bounds(pair):
    k, n = pair
    low, high = (float(bound) for bound in wilson(k, n))
    assert 0 <= low <= k / n + 1e-12
    assert k / n - 1e-12 <= high <= 1


@given(counts, st.integers(2, 50))
def test_wilson_narrows_when_there_is_more_to_see(pair, times):
    k, n = pair
    low, high = wilson(k, n)
    surer_low, surer_high = wilson(k * times, n * times)
    assert surer_high - surer_low < high - low


@given(counts)
def test_wilson_is_symmetric(pair):
    k, n = pair
    low, high = wilson(k, n)
    mirror_low, mirror_high = wilson(n - k, n)
    assert (low, high) == (pytest.approx(1 - mirror_high, abs=1e-9), pytest.approx(1 - mirror_low, abs=1e-9))


def test_effective_size_replaces_the_number_of_answers():
    # 40 % of an effective size of 5 is the interval of 2 in 5
    assert wilson_effective(0.4, 5) == (pytest.approx(wilson(2, 5)[0]), pytest.approx(wilson(2, 5)[1]))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((86, 100, 69, 100), (0.17, 0.054334, 0.280735)), ((43, 50, 34, 50), (0.18, 0.014205, 0.335053))],
)
def test_newcombe_oracle(counts, expected):
    assert newcombe(*counts) == pytest.approx(expected, abs=1e-6)


def test_a_difference_from_two_intervals_is_the_one_of_the_counts():
    """Oracle `newcombe` 86/100 − 69/100, from the oracle's own Wilson intervals of each."""
    gap, low, high = difference((0.86, 0.778628, 0.914737), (0.69, 0.593739, 0.772203))
    assert (gap, low, high) == pytest.approx((0.17, 0.054334, 0.280735), abs=2e-6)


def test_a_difference_without_interval_has_none():
    gap, low, high = difference((0.5, float("nan"), float("nan")), (0.4, 0.3, 0.5))
    assert gap == pytest.approx(0.1) and low != low and high != high
