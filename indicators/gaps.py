"""The gap between two figures of an indicator: whether it is one, and how it is said.

A row is any mapping with valeur, ic_bas, ic_haut. Two figures whose intervals leave room for equality are never
said to differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from indicators.catalogue import Indicator
from indicators.intervals import Estimate, difference
from indicators.wording import signed

UNCERTAIN = "écart non significatif"
Row = Mapping[str, Any]


def bounds(row: Row) -> Estimate:
    """(value, low, high): without interval a figure is exact; an interval with one end is open on the other."""
    value, low, high = (float(row[name]) for name in ("valeur", "ic_bas", "ic_haut"))
    if math.isnan(low) and math.isnan(high):
        return value, value, value
    return value, -math.inf if math.isnan(low) else low, math.inf if math.isnan(high) else high


def gap(indicator: Indicator, mine: Row, other: Row) -> Estimate:
    """mine − other and its interval, in the indicator's unit.

    The interval of a count is what rounding and secret cells leave: the extremes are subtracted. Another one is an
    estimate's, at 95 %.
    """
    (value, low, high), (theirs, their_low, their_high) = bounds(mine), bounds(other)
    if indicator.nature == "effectif":
        return value - theirs, low - their_high, high - their_low
    return difference((value, low, high), (theirs, their_low, their_high))


def is_uncertain(indicator: Indicator, mine: Row, other: Row) -> bool:
    """Whether the interval of the difference holds zero; two exact figures are what they are."""
    _, low, high = gap(indicator, mine, other)
    return low < high and low <= 0 <= high


def moved(indicator: Indicator, size: float) -> str:
    """ "2,1 points de plus": direction in words, size in the unit; "" when the gap rounds to nothing."""
    if round(size, indicator.decimals) == 0:
        return ""
    told = signed(abs(size), indicator.decimals, unit_of_gap(indicator)).lstrip("+")
    return f"{told} de plus" if size > 0 else f"{told} de moins"


def unit_of_gap(indicator: Indicator) -> str:
    """A difference of two rates is in points; any other keeps its unit."""
    return "points" if indicator.unite in ("%", "‰") else indicator.unite


def said(indicator: Indicator, mine: Row, other: Row) -> str:
    """Mine against the other one: "2,1 points de plus", "écart non significatif", "même valeur"; "" if unknown."""
    if math.isnan(mine["valeur"]) or math.isnan(other["valeur"]):
        return ""
    if is_uncertain(indicator, mine, other):
        return UNCERTAIN
    return moved(indicator, mine["valeur"] - other["valeur"]) or "même valeur"
