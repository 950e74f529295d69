"""Class breaks: five at most, closed, never empty, every value in exactly one."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from exports.classes import around, quantiles

values = st.lists(st.floats(-1000, 1000, allow_nan=False), min_size=0, max_size=200)


@given(values)
def test_every_value_lies_in_exactly_one_class(numbers):
    found = quantiles(numbers, 1)
    assert len(found.bounds) <= 5
    assert sum(found.counts) == len(numbers) and all(found.counts)
    for value in numbers:
        assert sum(low <= round(value, 1) + 0.0 <= high for low, high in found.bounds) <= 1
        assert found.index(value) is not None


@given(values)
def test_classes_follow_each_other_without_touching(numbers):
    bounds = quantiles(numbers, 1).bounds
    assert all(low <= high for low, high in bounds)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(bounds))


def test_equal_values_make_one_class():
    assert quantiles([3.0] * 7, 0).bounds == ((3.0, 3.0),)
    assert quantiles([], 0).bounds == ()


def test_five_values_five_classes_worked_by_hand():
    found = quantiles([1, 2, 3, 4, 5], 0)
    assert found.bounds == ((1, 1), (2, 2), (3, 3), (4, 4), (5, 5)) and found.counts == (1, 1, 1, 1, 1)


def test_around_a_target_the_middle_takes_the_middle_colour():
    found = around([60, 79, 81, 95], 80, 0)
    assert found.steps[found.index(79)] == 2 and found.steps[found.index(81)] == 2
    assert found.steps[found.index(60)] < 2 < found.steps[found.index(95)]
