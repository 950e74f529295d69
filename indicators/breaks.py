"""Breaks in series: from which period on a measure or an indicator no longer compares with what was before.

They stand in `breaks.csv`, one line per break with the codes it parts, joined by "|". A series is interrupted there,
and no change is computed across.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.wording import typography

TABLE = Path(__file__).with_name("breaks.csv")


@dataclass(frozen=True)
class Break:
    """first: first period after the break, a year. label: two or three words for a chart. sentence: what changed."""

    first: str
    label: str
    sentence: str


@cache
def breaks() -> dict[str, tuple[Break, ...]]:
    """Breaks of every code that has some, oldest first."""
    found: dict[str, list[Break]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told = Break(row["premiere_periode"], row["etiquette"], typography(row["phrase"]))
            for code in row["codes"].split("|"):
                found.setdefault(code, []).append(told)
    return {code: tuple(sorted(told, key=lambda one: one.first)) for code, told in found.items()}


def breaks_of(code: str) -> tuple[Break, ...]:
    """Breaks of a measure or an indicator, oldest first; () when its series is whole."""
    return breaks().get(code, ())


def breaks_between(code: str, before: str, after: str) -> tuple[Break, ...]:
    """Breaks that part two periods of a code, in whichever order they are given.

    Periods of all forms sort as texts against a year: "2023-T4" < "2024" ≤ "2024-S1".
    """
    before, after = sorted((before, after))
    return tuple(one for one in breaks_of(code) if before < one.first <= after)
