"""Class breaks of maps: at most five, closed bounds that are really reached, never an empty class."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from exports.palettes import steps

MOST = 5


@dataclass(frozen=True)
class Classes:
    """Closed intervals in increasing order, apart from each other.

    bounds: smallest and largest value of each class, rounded to what is printed. counts: how many values it
    holds. steps: which of the five steps of the palette each takes.
    """

    bounds: tuple[tuple[float, float], ...]
    counts: tuple[int, ...]
    steps: tuple[int, ...]
    decimals: int

    def index(self, value: float) -> int | None:
        """Class of a value of the map; None when there is no value."""
        if math.isnan(value):
            return None
        rounded = _round(value, self.decimals)
        return next((i for i, (low, high) in enumerate(self.bounds) if low <= rounded <= high), None)


def quantiles(values: Iterable[float], decimals: int = 1, most: int = MOST, smallest: int = 1) -> Classes:
    """Classes of about as many values each; equal values (once rounded) are never parted.

    NaN are left out. smallest: no class holds fewer values, as far as there are enough: a class of one commune
    points at it. No value at all gives no class.
    """
    rounded = _rounded(values, decimals)
    count = max(1, min(most, MOST, len(rounded) // max(smallest, 1)))
    groups = _merge(_groups(rounded, count), smallest)
    return _classes(groups, steps(len(groups)) if groups else (), decimals)


def around(values: Iterable[float], target: float, decimals: int = 1, margin: float = 5.0) -> Classes:
    """Classes on each side of a target: up to two below, one within `margin` of it, up to two above.

    The middle class holds values from target − margin to target + margin, both included, and takes the middle
    of the palette; a side without values takes no class.
    """
    rounded = _rounded(values, decimals)
    low, high = _round(target - margin, decimals), _round(target + margin, decimals)
    below = _groups(rounded[rounded < low], 2)
    near = _groups(rounded[(rounded >= low) & (rounded <= high)], 1)
    above = _groups(rounded[rounded > high], 2)
    taken = (0, 1)[: len(below)] + (2,)[: len(near)] + (3, 4)[2 - len(above) :]
    return _classes(below + near + above, taken, decimals)


def changes(values: Iterable[float], decimals: int = 1) -> Classes:
    """Classes of changes: up to two falls, one of what is printed as zero, up to two rises."""
    return around(values, 0.0, decimals, margin=0.0)


def round_sizes(largest: float) -> tuple[float, ...]:
    """Up to three round sizes for the legend of circles, largest first, none above the largest value."""
    if not largest > 0:
        return ()
    sizes = (_nice(largest * share) for share in (1, 0.2, 0.04))
    return tuple(dict.fromkeys(size for size in sizes if largest < 1 or size >= 1))


def _nice(size: float) -> float:
    """Nearest 1, 2 or 5 of its power of ten, not above the size."""
    power = 10.0 ** math.floor(math.log10(size) + 1e-9)
    return max(step * power for step in (1, 2, 5) if step * power <= size * (1 + 1e-9))


def _groups(rounded: np.ndarray, count: int) -> list[np.ndarray]:
    """Sorted values cut at the quantiles; ties stay together and empty pieces vanish."""
    if not len(rounded):
        return []
    cuts = np.quantile(rounded, np.arange(1, count) / count)
    rank = np.searchsorted(cuts, rounded, side="left")
    return [rounded[rank == r] for r in np.unique(rank)]


def _merge(groups: list[np.ndarray], smallest: int) -> list[np.ndarray]:
    """Join a class that ties made too small to its smaller neighbour."""
    groups = list(groups)
    while len(groups) > 1 and min(map(len, groups)) < smallest:
        i = min(range(len(groups)), key=lambda i: len(groups[i]))
        j = min((j for j in (i - 1, i + 1) if 0 <= j < len(groups)), key=lambda j: len(groups[j]))
        i, j = sorted((i, j))
        groups[i : j + 1] = [np.concatenate(groups[i : j + 1])]
    return groups


def _classes(groups: list[np.ndarray], taken: tuple[int, ...], decimals: int) -> Classes:
    bounds = tuple((float(group.min()), float(group.max())) for group in groups)
    return Classes(bounds, tuple(map(len, groups)), taken, decimals)


def _rounded(values: Iterable[float], decimals: int) -> np.ndarray:
    known = np.array([_round(value, decimals) for value in values if not math.isnan(value)], float)
    return np.sort(known)


def _round(value: float, decimals: int) -> float:
    """As `indicators.wording.number` prints it. Adding zero turns −0.0 into 0.0."""
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0
