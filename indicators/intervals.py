"""95 % intervals of proportions: Wilson for one, Newcombe for a difference.

The methods are those of statsmodels. It is imported on first use: it costs more to load than all the rest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def wilson(successes: ArrayLike, trials: ArrayLike) -> tuple[NDArray, NDArray]:
    """Bounds of Wilson's 95 % interval, in [0, 1]; NaN where there is no trial or a count is not known.

    Counts may be fractional (effective sizes). successes above trials is not a proportion: ValueError.
    Source: Wilson (1927), through statsmodels.
    """
    from statsmodels.stats.proportion import proportion_confint

    k, n = np.broadcast_arrays(np.asarray(successes, float), np.asarray(trials, float))
    usable = (n > 0) & np.isfinite(k)
    if np.any(k[usable] > n[usable] * (1 + 1e-9)) or np.any(k[usable] < 0):
        raise ValueError("successes must lie between 0 and trials")
    low, high = np.full(k.shape, np.nan), np.full(k.shape, np.nan)
    if usable.any():
        low[usable], high[usable] = proportion_confint(k[usable], n[usable], method="wilson")
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def wilson_effective(proportion: ArrayLike, size: ArrayLike) -> tuple[NDArray, NDArray]:
    """Wilson's interval of an estimated proportion whose effective size is known (survey, attendance)."""
    size = np.asarray(size, float)
    return wilson(np.asarray(proportion, float) * size, size)


def newcombe(k1: float, n1: float, k2: float, n2: float) -> tuple[float, float, float]:
    """Difference of two proportions p1 − p2 and its 95 % interval (hybrid score, Newcombe 1998).

    The difference is not significant when the interval holds 0.
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff")
    return k1 / n1 - k2 / n2, float(low), float(high)


Estimate = tuple[float, float, float]  # value, low bound, high bound


def difference(first: Estimate, second: Estimate) -> Estimate:
    """first − second and its 95 % interval, from the Wilson interval of each (same hybrid score as `newcombe`).

    Any unit, the same for all. NaN bounds where one of the two has none.
    """
    (p1, low1, high1), (p2, low2, high2) = first, second
    gap = p1 - p2
    return gap, gap - np.hypot(p1 - low1, high2 - p2), gap + np.hypot(high1 - p1, p2 - low2)
