"""Where the periods of a series stand in time, and where its line is interrupted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from indicators.breaks import breaks

PARTS = {"T": 4, "S": 2, "": 12}  # quarters, half-years, months in a year
FORM = re.compile(r"(\d{4})-([TS]?)(\d{1,2})")


@dataclass(frozen=True)
class Break:
    """A break in a series. first: first period after it, a year. sentence: what changed."""

    first: str
    sentence: str

    @property
    def label(self) -> str:
        """A few words for a chart."""
        return f"Rupture en {self.first}"


def breaks_between(code: str, before: str, after: str) -> tuple[Break, ...]:
    """Breaks that part two periods of a code, in whichever order they are given, oldest first.

    Periods of all forms sort as texts against a year: "2023-T4" < "2024" ≤ "2024-S1".
    """
    before, after = sorted((before, after))
    return tuple(Break(first, sentence) for first, sentence in breaks(code) if before < first <= after)


def moments(periods: Iterable[str]) -> np.ndarray:
    """Middle of each period on a time axis, in years: "2024" → 2024.5; plain ranks when one has no known form."""
    parsed = [_moment(str(period)) for period in periods]
    return np.arange(len(parsed), dtype=float) if None in parsed else np.array(parsed, float)


def pieces(code: str, periods: Sequence[str]) -> list[list[int]]:
    """Ranks of the periods that one line may join: cut where a period is missing and where the series breaks."""
    found: list[list[int]] = []
    step, at = _step(periods), moments(periods)
    for rank in range(len(periods)):
        joined = rank and at[rank] - at[rank - 1] < 1.5 * step
        if joined and not breaks_between(code, periods[rank - 1], periods[rank]):
            found[-1].append(rank)
        else:
            found.append([rank])
    return found


def cuts(code: str, periods: Sequence[str]) -> list[tuple[float, Break]]:
    """(place on the time axis, break) of every break inside the series, midway between the periods it parts."""
    at = moments(periods)
    return [
        (float(at[rank - 1] + at[rank]) / 2, one)
        for rank in range(1, len(periods))
        for one in breaks_between(code, periods[rank - 1], periods[rank])
    ]


def _moment(period: str) -> float | None:
    if re.fullmatch(r"\d{4}", period):
        return int(period) + 0.5
    if found := FORM.fullmatch(period):
        return int(found[1]) + (int(found[3]) - 0.5) / PARTS[found[2]]
    return None


def _step(periods: Sequence[str]) -> float:
    """Years from one period to the next as they are published: one when every year has the same month or quarter."""
    parts = {found.group(2, 3) if (found := FORM.fullmatch(period)) else None for period in periods}
    if len(parts) < 2:
        return 1.0
    return 1 / min(PARTS[part[0]] if part else 1 for part in parts)
