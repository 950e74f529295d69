"""Breaks in series: periods from which a figure no longer compares with those before. Declared in `ruptures.csv`.

codes: measures and indicators, joined by « | »; periode: the first one after the break; phrase: what a reader is told.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

CSV = Path(__file__).parent / "ruptures.csv"


def breaks(code: str) -> list[tuple[str, str]]:
    """Breaks of a measure or an indicator, oldest first: (first period after it, French sentence).

    A period is after a break when it sorts at or after its period: "2025-T4" is after the break of "2025".
    """
    return list(_declared().get(code, ()))


@cache
def _declared() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    with CSV.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for code in row["codes"].split("|"):
                found[code] = tuple(sorted((*found.get(code, ()), (row["periode"], row["phrase"]))))
    return found
