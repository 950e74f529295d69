"""Draws that several rooms share: categories by shares, over-dispersed counts, subsets with unequal chances."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

Rng = np.random.Generator


def choose(rng: Rng, shares: Mapping[str, float], size: int) -> np.ndarray:
    """`size` category names with these shares (any positive numbers, divided by their sum)."""
    names = np.array(list(shares), dtype="object")
    return names[_pick(rng, np.tile(np.array(list(shares.values()), float), (size, 1)))]


def choose_by(rng: Rng, tables: Mapping[str, Mapping[str, float]], group: np.ndarray) -> np.ndarray:
    """One category per row, with the shares of the row's own group."""
    names = np.array(list(dict.fromkeys(name for shares in tables.values() for name in shares)), dtype="object")
    position = {key: number for number, key in enumerate(tables)}
    shares = np.array([[row.get(name, 0.0) for name in names] for row in tables.values()])
    return names[_pick(rng, shares[np.array([position[key] for key in group], dtype=int)])]


def pick_row(rng: Rng, weights: np.ndarray) -> np.ndarray:
    """Column drawn for each row of a table of weights (rows × columns)."""
    return _pick(rng, weights)


def _pick(rng: Rng, weights: np.ndarray) -> np.ndarray:
    ladder = np.cumsum(weights, axis=1)
    return (rng.random(len(weights))[:, None] * ladder[:, -1:] >= ladder).sum(axis=1)


def beta(rng: Rng, mean: np.ndarray, correlation: float) -> np.ndarray:
    """Individual probabilities around `mean`; two draws of one individual have that intra-class correlation."""
    size = 1 / correlation - 1
    kept = np.clip(mean, 1e-3, 1 - 1e-3)
    return rng.beta(kept * size, (1 - kept) * size)


def apportion(total: int, weights: np.ndarray) -> np.ndarray:
    """`total` whole units shared in proportion to the weights (largest remainders), summing exactly."""
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(int)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: total - whole.sum()]] += 1
    return whole
