"""What the gate can read, and what it says it cannot: dates, decimal commas, thin spaces, oui/non, lists."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.convert import convert

WRONG = "illisible"  # no value of the cases reads so

READ = [
    ("int", "12", 12),
    ("int", "1 234", 1234),
    ("int", "1\u202f234", 1234),
    ("int", "12,0", 12),
    ("int", 12.0, 12),
    ("int", "-3", -3),
    ("int", "12,5", WRONG),
    ("int", "douze", WRONG),
    ("int", "*", WRONG),
    ("int", "s", WRONG),
    ("int", "1e400", WRONG),
    ("int", "9007199254740993", WRONG),
    ("float", "6,7", 6.7),
    ("float", "6.7", 6.7),
    ("float", "1\u00a0234,5", 1234.5),
    ("float", "−0,5", -0.5),
    ("float", ",5", 0.5),
    ("float", "nan", WRONG),
    ("float", "inf", WRONG),
    ("float", "12 %", WRONG),
    ("float", "1_000", WRONG),
    ("bool", "oui", True),
    ("bool", "Non", False),
    ("bool", 1, True),
    ("bool", "0", False),
    ("bool", "VRAI", True),
    ("bool", "peut-être", WRONG),
    ("bool", 2, WRONG),
    ("date", "2025-03-31", pd.Timestamp(2025, 3, 31)),
    ("date", "31/03/2025", pd.Timestamp(2025, 3, 31)),
    ("date", "2025-03-31 00:00:00", pd.Timestamp(2025, 3, 31)),
    ("date", date(2025, 3, 31), pd.Timestamp(2025, 3, 31)),
    ("date", datetime(2025, 3, 31, 8), pd.Timestamp(2025, 3, 31)),
    ("date", "31/02/2025", WRONG),
    ("date", "03/31/2025", WRONG),
    ("date", "2025-3-1", WRONG),
    ("date", "mars 2025", WRONG),
    ("date", 45747, WRONG),
    ("timestamp", "2025-03-31 08:30", pd.Timestamp(2025, 3, 31, 8, 30)),
    ("timestamp", "31/03/2025 08:30:15", pd.Timestamp(2025, 3, 31, 8, 30, 15)),
    ("timestamp", "2025-03-31", pd.Timestamp(2025, 3, 31)),
    ("timestamp", "2025-03-31 25:00", WRONG),
    ("list", "a|b", "a|b"),
    ("list", " a | | b ", "a|b"),
    ("list", '["a", "b"]', "a|b"),
    ("list", "[a, b]", WRONG),
    ("list", ["a", "b"], "a|b"),
    ("text", " Angers ", "Angers"),
    ("text", 49007.0, "49007"),
    ("text", 49007, "49007"),
]


@pytest.mark.parametrize(("kind", "raw", "expected"), READ, ids=str)
def test_a_value_is_read_or_said_unreadable(kind: str, raw: object, expected: object) -> None:
    read, wrong = convert(pd.Series([raw, raw], dtype="object"), kind)
    assert list(wrong) == [expected is WRONG] * 2
    assert read.isna().all() if expected is WRONG else list(read) == [expected] * 2


@pytest.mark.parametrize("kind", ["text", "int", "float", "bool", "date", "timestamp", "list"])
def test_nothing_is_missing_and_not_a_fault(kind: str) -> None:
    read, wrong = convert(pd.Series(["", "  ", None, np.nan], dtype="object"), kind)
    assert read.isna().all() and not wrong.any()


def test_an_empty_text_may_be_a_value() -> None:
    read, _ = convert(pd.Series(["", None, "famille=V"], dtype="object"), "text", keep_empty=True)
    assert list(read) == ["", "", "famille=V"]


TYPES = {"text": "str", "list": "str", "int": "Int64", "float": "float64", "bool": "boolean"}


@pytest.mark.parametrize(("kind", "dtype"), TYPES.items())
def test_types_do_not_depend_on_what_is_inside(kind: str, dtype: str) -> None:
    assert str(convert(pd.Series([], dtype="object"), kind)[0].dtype) == dtype
    assert str(convert(pd.Series([None], dtype="object"), kind)[0].dtype) == dtype


def test_columns_that_a_reader_already_typed_are_kept() -> None:
    numbers = pd.Series([1, 2], dtype="int64")
    assert list(convert(numbers, "int")[0]) == [1, 2]
    assert list(convert(numbers, "text")[0]) == ["1", "2"]
    assert list(convert(pd.Series([0.5, np.nan]), "float")[0].dropna()) == [0.5]
    assert not convert(pd.Series([0.5, np.nan]), "float")[1].any()
    assert list(convert(pd.Series([0.5, 1.0]), "int")[1]) == [True, False]
    paris = pd.Series(pd.to_datetime(["2025-03-31 22:30+00:00"]))
    assert list(convert(paris, "date")[0]) == [pd.Timestamp(2025, 4, 1)]


@given(st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9)), max_size=8))
@settings(max_examples=40, deadline=None)
def test_numbers_written_in_french_come_back(values: list[int | None]) -> None:
    raw = pd.Series([None if v is None else f"{v:,}".replace(",", "\u202f") for v in values], dtype="object")
    read, wrong = convert(raw, "int")
    assert not wrong.any()
    assert [None if pd.isna(value) else int(value) for value in read] == values


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=8), st.sampled_from(list(TYPES)))
@settings(max_examples=60, deadline=None)
def test_a_text_is_read_missing_or_a_fault_never_lost(values: list[str | None], kind: str) -> None:
    raw = pd.Series(values, dtype="object")
    read, wrong = convert(raw, kind)
    present = raw.map(lambda value: bool(value and str(value).replace("|", "").strip()))
    assert not (wrong & read.notna()).any()
    blank = raw.map(lambda value: not (value and str(value).strip()))
    assert not (wrong & blank).any()
    assert (read.notna() | wrong | ~present).all()
