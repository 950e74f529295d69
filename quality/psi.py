"""The population stability index: how far a distribution has moved between two loads."""

from __future__ import annotations

import numpy as np
import pandas as pd

FLOOR = 1e-4  # a share of zero has no logarithm: it counts as one in ten thousand
RARE = 0.001  # chance alone reaches the noise level once in a thousand loads


def shares(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """Shares `avant` and `apres` of each category of either, from counts by category."""
    both = pd.DataFrame({"avant": before, "apres": after}).fillna(0).astype("float64")
    return both / both.sum()


def terms(both: pd.DataFrame) -> pd.Series:
    """What each category adds to the index: (a − b) × ln(a / b), never negative.

    Siddiqi, « Credit Risk Scorecards », Wiley, 2006; the symmetric divergence of Kullback and Leibler (1951).
    """
    floored = both.clip(lower=FLOOR)
    return (floored["apres"] - floored["avant"]) * np.log(floored["apres"] / floored["avant"])


def psi(before: pd.Series, after: pd.Series) -> float:
    """The index of two counts by category: 0 when the shares are the same, the same whichever comes first."""
    return float(terms(shares(before, after)).sum())


def noise(before: pd.Series, after: pd.Series) -> float:
    """What the index reaches by chance alone, once in a thousand: small tables always move a little.

    When nothing changed, index × n·m / (n + m) follows a chi-squared law of k − 1 degrees of freedom: Yurdakul and
    Naranjo, « Statistical properties of the population stability index », Journal of Risk Model Validation, 2020.
    """
    from scipy.special import chdtri  # takes a second to import: only a load that has a previous one needs it

    categories = len(before.index.union(after.index))
    if categories < 2:
        return 0.0
    return float(chdtri(categories - 1, RARE)) * (1 / before.sum() + 1 / after.sum())
