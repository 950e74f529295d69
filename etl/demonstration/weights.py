"""Survey weights: the answers are made to look like the exit file they come from (raking, § M13)."""

from __future__ import annotations

import numpy as np
import pandas as pd

# Weights are kept within these multiples of their mean: inside the reference's 0.3 and 5, so that all waves
# together stay under the ratio of ten that the gate warns about (ENQ-05).
LOWEST, HIGHEST = 0.4, 2.2
ROUNDS = 15


def rake(answers: pd.DataFrame, frame: pd.DataFrame, margins: tuple[str, ...]) -> np.ndarray:
    """Weight of each answer so that every margin adds up to the frame's counts; sum = size of the frame.

    answers, frame: one column per margin. A category nobody answered for is left out of its margin.
    """
    weight = np.full(len(answers), len(frame) / max(len(answers), 1))
    codes, wanted = zip(*(_margin(answers[name], frame[name]) for name in margins), strict=True)
    for _ in range(ROUNDS):
        for code, target in zip(codes, wanted, strict=True):
            weight = weight * (target / np.bincount(code, weight, len(target)))[code]
    weight = np.clip(weight, LOWEST * weight.mean(), HIGHEST * weight.mean())
    return weight * len(frame) / weight.sum()


def _margin(answers: pd.Series, frame: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Category number of each answer, and the frame's count of each category that was answered for."""
    code, categories = pd.factorize(answers)
    count = frame.value_counts().reindex(categories).to_numpy(float)
    return code, count * len(frame) / count.sum()
