"""The stability index: by hand on small counts, and what any such index must obey."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.psi import noise, psi, shares, terms

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 10_000), min_size=1).map(pd.Series)


def test_the_index_by_hand() -> None:
    # 50/50 then 40/60: (0.4 − 0.5) ln(0.4/0.5) + (0.6 − 0.5) ln(0.6/0.5) = 0.022314 + 0.018232
    assert psi(pd.Series({"a": 50, "b": 50}), pd.Series({"a": 40, "b": 60})) == pytest.approx(0.0405465, abs=1e-6)
    # 80/20 then 50/50: (0.5 − 0.8) ln(0.625) + (0.5 − 0.2) ln(2.5) = 0.141001 + 0.274887
    assert psi(pd.Series({"a": 80, "b": 20}), pd.Series({"a": 500, "b": 500})) == pytest.approx(0.4158883, abs=1e-6)


def test_a_category_that_appears_counts_as_one_in_ten_thousand_before() -> None:
    # 0 then 10 %: (0.1 − 0.0001) ln(1000) = 0.690085 ; 100 then 90 %: (0.9 − 1) ln(0.9) = 0.010536
    both = shares(pd.Series({"a": 100}), pd.Series({"a": 90, "b": 10}))
    assert terms(both).to_dict() == pytest.approx({"a": 0.010536, "b": 0.690085}, abs=1e-6)


def test_the_noise_of_small_tables_by_the_table_of_chi_squared() -> None:
    # one degree of freedom, 0.999: 10.828, with 50 and 50 rows: 10.828 × (1/50 + 1/50)
    assert noise(pd.Series({"a": 25, "b": 25}), pd.Series({"a": 25, "b": 25})) == pytest.approx(0.43312, abs=1e-4)
    assert noise(pd.Series({"a": 5}), pd.Series({"a": 50})) == 0


@given(COUNTS)
def test_nothing_moved_when_the_shares_are_the_same(counts: pd.Series) -> None:
    assert psi(counts, counts * 3) == pytest.approx(0, abs=1e-12)


@given(COUNTS, COUNTS)
def test_the_index_is_symmetric_and_never_negative(before: pd.Series, after: pd.Series) -> None:
    assert psi(before, after) >= 0
    assert psi(before, after) == pytest.approx(psi(after, before))
