"""Unequal weights: surveys (effective size, post-stratification, bounds) and weighted medians."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

TRIM = (0.3, 5.0)  # weights kept between these multiples of their mean (domain reference, M13)


def kish_size(weights: ArrayLike) -> float:
    """Effective number of answers (Σw)² / Σw² (Kish 1965); 0 without any answer."""
    w = np.asarray(weights, float)
    squares = float(np.sum(w**2))
    return float(np.sum(w)) ** 2 / squares if squares > 0 else 0.0


def design_effect(weights: ArrayLike) -> float:
    """How many times larger unequal weights make the variance: n / n_eff, 1 when all are equal."""
    size = kish_size(weights)
    return len(np.asarray(weights)) / size if size else float("nan")


def poststratified_weights(strata: pd.Series, answered: pd.Series) -> pd.Series:
    """Weight of each answer so that strata regain their share of the frame: N_h / n_h, trimmed to TRIM × mean.

    strata: stratum of every person of the frame; answered: whether the person did. NaN for those who did not.
    A stratum nobody answered for has no weight: the others stand for it.
    """
    answered = answered.astype("bool")
    weight = strata.groupby(strata).transform("size") / answered.groupby(strata).transform("sum")
    weight = weight.where(answered).astype("float64")
    mean = weight.mean()
    return weight.clip(TRIM[0] * mean, TRIM[1] * mean)


def poststratified_share(sizes: ArrayLike, answers: ArrayLike, successes: ArrayLike) -> tuple[float, ...]:
    """Share estimated from strata, and its 95 % interval: (estimate, low, high).

    sizes N_h of the frame, answers n_h, successes k_h. Normal interval on the stratified variance with
    finite population correction, Σ W²(1 − n/N) p(1 − p)/(n − 1). ValueError when n_h < 2 in a stratum.
    """
    total, n, k = (np.asarray(values, float) for values in (sizes, answers, successes))
    if np.any(n < 2):
        raise ValueError("a stratum needs two answers for its variance")
    share, p = total / total.sum(), k / n
    variance = np.sum(share**2 * (1 - n / total) * p * (1 - p) / (n - 1))
    estimate, half = float(np.sum(share * p)), 1.959964 * float(np.sqrt(variance))
    return estimate, max(0.0, estimate - half), min(1.0, estimate + half)


def response_rate(answers: float, eligible: float) -> float:
    """Answers over eligible persons; NaN when nobody was."""
    return answers / eligible if eligible > 0 else float("nan")


def worst_case_bounds(proportion: float, response: float) -> tuple[float, float]:
    """What the share would be if no silent person, then every one, were concerned (Manski 1989)."""
    known = response * proportion
    return known, known + 1 - response


def weighted_median(values: ArrayLike, weights: ArrayLike) -> float:
    """Value that half of the weight does not pass; midway when a value stands exactly at the half.

    Pairs with a value or a weight that is not known, or no weight, do not count. NaN when none is left.
    """
    x, w = np.asarray(values, float), np.asarray(weights, float)
    usable = np.isfinite(x) & (w > 0)
    if not usable.any():
        return float("nan")
    order = np.argsort(x[usable], kind="stable")
    x, w = x[usable][order], w[usable][order]
    reached: NDArray = np.cumsum(w)
    half = reached[-1] / 2
    at = int(np.searchsorted(reached, half * (1 - 1e-12)))
    exactly = np.isclose(reached[at], half, rtol=1e-12) and at + 1 < len(x)
    return float((x[at] + x[at + 1]) / 2) if exactly else float(x[at])
