"""Territories that resemble one another: worked by hand, then what must hold whatever the figures."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.levels import LEVELS
from indicators.catalogue import catalogue
from indicators.peers import CONTEXT, DENSITY, SHARE, Variable, distances, nearest, standardised

U, V, W = Variable("u", "u"), Variable("v", "v"), Variable("w", "w", logarithm=True)
NAN = float("nan")


def frame(**columns) -> pd.DataFrame:
    return pd.DataFrame(columns, index=list("abcdefghij")[: len(next(iter(columns.values())))], dtype="float64")


def test_a_square_worked_by_hand():
    """u is 1 ± 1 and v is 2 ± 2: scores are the corners of a square of side 2, so b and c are at 2, d at 2√2."""
    found = nearest(frame(u=[0, 0, 2, 2], v=[0, 4, 0, 4]), "a", (U, V))
    assert found.codes == ("b", "c", "d")
    assert found.distances == pytest.approx((2, 2, 2 * math.sqrt(2)))
    assert found.variables == (U, V) and found.reason == ""


def test_sizes_are_compared_by_their_ratio():
    """From 100, 10 and 1,000 are as far as one another; from 100 to 200 is nearer than to 40."""
    context = frame(w=[100, 10, 1000, 200, 40], u=[0, 0, 0, 0, 1])
    assert nearest(context, "a", (W, U)).codes == ("d", "b", "c", "e")


def test_nobody_living_there_has_no_logarithm_and_is_not_compared():
    context = frame(w=[100, 0, 1000, 200, 40, 50], u=[0, 0, 1, 0, 1, 1])
    found = nearest(context, "a", (W, U))
    assert "b" not in found.codes and len(found.codes) == 4
    assert nearest(context, "b", (W, U)).reason != ""  # one variable only for b


def test_a_variable_serves_when_it_is_known_here_and_for_four_fifths_of_the_others():
    base = {"u": [0, 1, 2, 3, 4, 5], "v": [5, 3, 4, 1, 2, 0]}
    told = {"enough": [1, NAN, 2, 3, 4, 5], "too_few": [1, NAN, NAN, 3, 4, 5], "not_here": [NAN, 1, 2, 3, 4, 5]}
    for name, serves in {"enough": True, "too_few": False, "not_here": False}.items():
        third = Variable(name, name)
        found = nearest(frame(**base, **{name: told[name]}), "a", (U, V, third))
        assert (third in found.variables) is serves
        assert len(found.codes) == (4 if serves else 5)  # who lacks it is not compared


def test_a_variable_that_never_varies_says_nothing():
    assert nearest(frame(u=[1, 1, 1], v=[1, 2, 3]), "a", (U, V)).codes == ()


def test_without_two_variables_there_is_no_peer_and_a_sentence_says_why():
    alone = nearest(frame(u=[1, 2, 3]), "a", (U, V))
    assert alone.codes == () and "au moins 2 variables" in alone.reason and "seulement u" in alone.reason
    assert "aucune variable" in nearest(frame(x=[1, 2]), "a", (U, V)).reason
    assert "Aucun autre territoire" in nearest(frame(u=[1], v=[1]), "a", (U, V)).reason
    assert "Aucun autre territoire" in nearest(frame(u=[1, 2], v=[1, 2]), "z", (U, V)).reason


def test_the_variables_are_indicators_published_at_their_level():
    for niveau, variables in CONTEXT.items():
        assert niveau in LEVELS and len({one.code for one in variables}) == len(variables) >= 2
        assert {one.code for one in variables} - {DENSITY} <= set(catalogue())
    assert 0 < SHARE <= 1


numbers = st.floats(min_value=0.5, max_value=1e4, allow_nan=False).map(lambda x: round(x, 3))
contexts = st.lists(st.tuples(numbers, numbers, numbers), min_size=3, max_size=10).map(
    lambda rows: frame(u=[r[0] for r in rows], v=[r[1] for r in rows], w=[r[2] for r in rows])
)


@given(contexts)
def test_a_territory_is_never_its_own_peer_and_peers_come_nearest_first(context):
    for code in context.index:
        found = nearest(context, code, (U, V, W))
        assert code not in found.codes and len(set(found.codes)) == len(found.codes) <= 5
        assert list(found.distances) == sorted(found.distances)
        pairs = list(zip(found.distances, found.codes, strict=True))
        assert pairs == sorted(pairs), "equally near: by code"


@given(contexts)
def test_distance_is_symmetrical(context):
    scores = standardised(context.loc[:, context.std(ddof=0) > 1e-6])
    for one in context.index:
        for other in context.index:
            assert distances(scores, one)[other] == pytest.approx(distances(scores, other)[one])


@given(contexts, st.sampled_from([0.001, 0.1, 7.0, 1000.0]), st.sampled_from([-50.0, 0.0, 273.15]))
def test_units_change_nothing(context, factor, shift):
    """A rate in % or in ‰, a temperature in another scale, surfaces in hectares: same distances."""
    kept = [one for one in (U, V, W) if np.ptp(context[one.code]) > 1e-3 * context[one.code].abs().max()]
    other = context.assign(u=factor * context["u"] + shift, w=factor * context["w"])
    here, there = (nearest(one, "a", tuple(kept)) for one in (context, other))
    assert here.distances == pytest.approx(there.distances, abs=1e-6)
    assert here.variables == there.variables


@given(contexts)
def test_the_order_of_the_rows_changes_nothing(context):
    assert nearest(context, "a", (U, V, W)).codes == nearest(context.iloc[::-1], "a", (U, V, W)).codes
