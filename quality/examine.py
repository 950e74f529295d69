"""The door to Great Expectations: no file, no network, no progress bar, one result object.

It takes seconds to import, so it is imported here only, when the first question is asked or by `ready`.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from quality.rule import NOT_PLAYED, PASSED, Around, Expect, Finding, Rule, asked

# What a question about the table as a whole needs to see of it: every frame shown is fingerprinted.
OF_THE_TABLE = {
    "expect_table_row_count_to_be_between": lambda frame: frame.iloc[:, :1],
    "expect_table_columns_to_match_set": lambda frame: frame.head(0),
}
VALUE_BY_VALUE = frozenset(
    f"expect_column_{what}"
    for what in (
        "value_lengths_to_be_between", "values_to_be_between", "values_to_be_in_set", "values_to_match_regex",
        "values_to_not_be_in_set", "values_to_not_match_regex", "values_to_be_null",
    )
)  # fmt: skip
PAIR_BY_PAIR = "expect_column_pair_values_a_to_be_greater_than_b"


def ready() -> None:
    """What the first question would wait for: done ahead of it, while the sources are read."""
    _whole_frame()


@cache
def _whole_frame():
    """Where every frame enters: an ephemeral context, one pandas asset, whole-frame batches."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("barriere").add_dataframe_asset("table")
    return asset.add_batch_definition_whole_dataframe("entiere")


def examine(rule: Rule, frame: pd.DataFrame, around: Around) -> Finding:
    """Play one rule on one frame. A missing column or table gives a finding that was not played."""
    if not set(rule.columns) <= set(frame.columns) or not set(rule.needs) <= set(around.tables):
        return NOT_PLAYED
    around = replace(around, threshold=rule.threshold)
    if not isinstance(rule.check, Expect):
        return rule.check(frame, around)
    if _holds_nothing(rule.check, frame):
        return PASSED
    check = asked(rule.check, rule.threshold)
    derived = {name: derive(frame, around) for name, derive in check.derived.items()}
    return validate(check, frame[list(rule.columns)].assign(**derived))


def _holds_nothing(check: Expect, frame: pd.DataFrame) -> bool:
    """An expectation on values looks at those present: in an empty column it holds, and need not be asked."""
    column = check.arguments.get("column")
    return column in frame and check.name != "expect_column_values_to_not_be_null" and frame[column].isna().all()


def validate(check: Expect, frame: pd.DataFrame) -> Finding:
    """Evaluate one expectation on a frame whose index is unique; the finding names rows by that index.

    What is expected of each value is asked once for each distinct one: a million rows hold few.
    """
    if check.name in OF_THE_TABLE:
        return ask(check, OF_THE_TABLE[check.name](frame))
    if check.name == PAIR_BY_PAIR:
        return _of_pairs(check, frame)
    if check.name not in VALUE_BY_VALUE or "mostly" in check.arguments:
        return ask(check, frame)
    column = check.arguments["column"]
    if column not in frame:
        return NOT_PLAYED
    places, distinct = pd.factorize(frame[column])
    finding = ask(check, pd.DataFrame({column: distinct}))
    return replace(finding, rows=frame.index[np.isin(places, finding.rows)])


def _of_pairs(check: Expect, frame: pd.DataFrame) -> Finding:
    """What is expected of two values of a row, asked once for each pair: two columns of dates hold few."""
    columns = [check.arguments["column_A"], check.arguments["column_B"]]
    if not set(columns) <= set(frame.columns) or frame.empty:
        return ask(check, frame)
    first, second = (pd.factorize(frame[column]) for column in columns)
    # A missing value has rank −1: every pair of ranks has a number of its own.
    numbers = (first[0] + 1).astype("int64") * (len(second[1]) + 1) + second[0] + 1
    places, _ = pd.factorize(numbers)
    chosen = np.unique(places, return_index=True)[1]
    finding = ask(check, frame[columns].iloc[chosen].reset_index(drop=True))
    return replace(finding, rows=frame.index[np.isin(places, finding.rows)])


def ask(check: Expect, frame: pd.DataFrame) -> Finding:
    """The question to Great Expectations, on every row of the frame.

    Whether it holds is asked first, and which rows are at fault only when it does not: on the demonstration
    this halves the time.
    """
    expectation = _expectation_class(check.name)(**check.arguments)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        batch = _whole_frame().get_batch(batch_parameters={"dataframe": frame})
        if batch.validate(expectation, result_format="BOOLEAN_ONLY").success:
            return PASSED
        result = batch.validate(expectation, result_format="COMPLETE")
    if not result.result:  # the expectation raised: the column is not there
        return NOT_PLAYED
    rows = pd.Index(result.result.get("unexpected_index_list") or [], dtype=frame.index.dtype)
    return Finding(True, False, rows)


def _expectation_class(name: str) -> type:
    from great_expectations.expectations import core

    return getattr(core, "".join(part.capitalize() for part in name.split("_")))
