"""Decomposition of the attendance gap and effective sizes, against the domain reference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.attendance import DEFAULT_CORRELATION, decompose, effective_size, intra_person_correlation

# places, prescriptions, entrées, présents moyens → manque, déperdition, absentéisme, liste d'attente, total
SESSIONS = [
    ((12, 9, 7, 5.2), (3, 2, 1.8, 0), 6.8),
    ((12, 20, 12, 9), (0, 0, 3, 8), 3),
    ((10, 4, 6, 6), (4, 0, 0, 0), 4),
    ((8, 8, 10, 9), (0, 0, 1, 0), 1),
]
PARTS = ["manque_prescription", "deperdition_entree", "absenteisme"]


def test_decomposition_oracle():
    gaps = decompose(*zip(*(counts for counts, _, _ in SESSIONS), strict=True))
    assert gaps.to_numpy() == pytest.approx(np.array([parts for _, parts, _ in SESSIONS]))
    assert gaps[PARTS].sum(axis=1).tolist() == pytest.approx([total for _, _, total in SESSIONS])


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.floats(0, 1))
def test_the_three_gaps_add_up_to_the_empty_chairs(places, prescriptions, entrees, presence):
    presents = entrees * presence
    gaps = decompose([places], [prescriptions], [entrees], [presents]).iloc[0]
    assert gaps[PARTS].sum() == pytest.approx(max(places, entrees) - presents)
    assert (gaps >= -1e-9).all()


def test_unknown_attendance_leaves_the_other_gaps():
    gaps = decompose([12], [9], [7], [np.nan]).iloc[0]
    assert gaps[["manque_prescription", "deperdition_entree"]].tolist() == [3, 2]
    assert np.isnan(gaps["absenteisme"])


def test_effective_size_oracle():
    assert effective_size(400, 50, 0.25) == pytest.approx(145.4545, abs=1e-4)


def test_effective_size_of_one_seance_each_is_their_number():
    assert effective_size(50, 50, 0.25) == 50
    assert np.isnan(effective_size(0, 0))


def test_correlation_of_persons_always_or_never_there_is_one():
    assert intra_person_correlation([8] * 40, [8, 0] * 20) == 1


def test_correlation_by_hand():
    # 20 persons at 4/4 and 20 at 2/4. Between: Σ n(p − .75)² / 39 = 160 × .0625 / 39 = 10/39.
    # Within: 20 × 4 × .25 / 120 = 1/6. ρ = (10/39 − 1/6) / (10/39 + 3/6) = 7/59
    assert intra_person_correlation([4] * 40, [4, 2] * 20) == pytest.approx(7 / 59)


def test_correlation_is_never_negative():
    # everybody at one séance in two: less spread than chance
    assert intra_person_correlation([4] * 40, [2] * 40) == 0


def test_correlation_is_not_read_in_a_handful_of_persons():
    assert intra_person_correlation([8] * 29, [8] * 14 + [0] * 15) == DEFAULT_CORRELATION
    assert intra_person_correlation([1] * 500, [1, 0] * 250) == DEFAULT_CORRELATION
