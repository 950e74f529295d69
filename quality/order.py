"""Dates in order, with a tolerance in days: what many rules on dates have in common."""

from __future__ import annotations

import pandas as pd

from quality.rule import Expect, expect


def after(later: str, earlier: str) -> Expect:
    """`later` is not before `earlier`, give or take as many days as the rule's threshold; absent is not compared."""
    shifted = {"au_plus_tard": lambda frame, around: frame[later] + pd.Timedelta(days=around.threshold or 0)}
    return expect(
        "column_pair_values_a_to_be_greater_than_b",
        derived=shifted,
        column_A="au_plus_tard",
        column_B=earlier,
        or_equal=True,
        ignore_row_if="either_value_is_missing",
    )
