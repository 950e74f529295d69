"""Asking once for each distinct value, or pair of values, gives the verdict and the rows of asking for every row."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quality_world import changed, clean, context, staged

from etl.staging import Staged
from quality.examine import ask, validate
from quality.gate import judge
from quality.order import after
from quality.rule import Finding, expect

DAYS = st.sampled_from([None, "2025-01-01", "2025-01-02", "2025-03-01", "2024-12-31"])


def same(one: Finding, other: Finding) -> bool:
    return (one.played, one.ok, sorted(one.rows)) == (other.played, other.ok, sorted(other.rows))


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=25), st.integers(0, 50))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_pairs_of_dates(rows: list[tuple], first: int) -> None:
    frame = pd.DataFrame(rows, columns=["au_plus_tard", "avant"]).astype("datetime64[us]")
    frame.index += first
    check = after("apres", "avant")
    found = validate(check, frame)
    assert same(found, ask(check, frame))
    # By hand: at fault where both are known and the later one comes first.
    late = frame["au_plus_tard"] < frame["avant"]
    assert sorted(found.rows) == list(frame.index[late])


@given(st.lists(st.sampled_from([None, "une colonne", "une autre"]), min_size=1, max_size=25), st.integers(0, 50))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_values_that_should_be_missing(values: list[str | None], first: int) -> None:
    frame = pd.DataFrame({"manquant": pd.Series(values, dtype="object")})
    frame.index += first
    check = expect("column_values_to_be_null", column="manquant")
    found = validate(check, frame)
    assert same(found, ask(check, frame))
    assert sorted(found.rows) == list(frame.index[frame["manquant"].notna()])


def test_a_column_that_should_be_missing_and_is_holds() -> None:
    frame = pd.DataFrame({"manquant": pd.Series([None] * 3, dtype="object")})
    found = validate(expect("column_values_to_be_null", column="manquant"), frame)
    assert found.played and found.ok and found.rows.empty


@pytest.mark.parametrize(
    ("site", "verdict"),
    [
        ("https://exemple.invalid/pages/Atelier/299999999999999", "accepte"),
        ("www.exemple.invalid/299999999999999", "accepte"),
        ("299999999999999 https://exemple.invalid", "refuse"),
    ],
)
def test_the_number_of_a_page_is_not_a_persons(site: str, verdict: str) -> None:
    lieux = changed(clean()["lieux"], {0: {"nom": site}})
    assert judge([Staged("lieux", lieux, "l.csv")], context()).verdict == verdict


def test_each_table_is_told_once_as_it_is_judged() -> None:
    told: list[str] = []
    judge(staged(clean(), "sessions", "structures", "territoires", "actions"), context(), told.append)
    assert told == [
        "Contrôle : Communes et rattachements", "Contrôle : Structures d’insertion", "Contrôle : Actions d’insertion",
        "Contrôle : Sessions",
    ]  # fmt: skip
