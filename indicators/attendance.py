"""Attendance of sessions: where places are lost, and how sure a presence rate is."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

DEFAULT_CORRELATION = 0.25  # the domain reference's choice when attendance is too thin to estimate it
MINIMUM_PERSONS = 30  # repeated persons under which the estimate is not trusted


def decompose(places: ArrayLike, prescriptions: ArrayLike, entrees: ArrayLike, presents: ArrayLike) -> pd.DataFrame:
    """Gap between places and people present, session by session: one row per session.

    With P' = max(P, E) and Q' = max(Q, E): manque_prescription = max(P' − Q', 0), deperdition_entree =
    min(P', Q') − E, absenteisme = E − A, liste_attente = max(Q' − P', 0); the first three add up to P' − A.
    Sum the rows afterwards: on totals, sessions prescribed too much would hide the empty ones.
    presents: mean number of people present (A), NaN when no attendance was kept.
    """
    p, q, e, a = (np.asarray(values, float) for values in (places, prescriptions, entrees, presents))
    capacity, demand = np.maximum(p, e), np.maximum(q, e)
    return pd.DataFrame(
        {
            "manque_prescription": np.maximum(capacity - demand, 0),
            "deperdition_entree": np.minimum(capacity, demand) - e,
            "absenteisme": e - a,
            "liste_attente": np.maximum(demand - capacity, 0),
        }
    )


def effective_size(seances: ArrayLike, persons: ArrayLike, correlation: float = DEFAULT_CORRELATION) -> NDArray:
    """How many independent answers the séances of the same persons are worth: n / (1 + (n/persons − 1)·ρ)."""
    n, people = np.asarray(seances, float), np.asarray(persons, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return n / (1 + (n / people - 1) * correlation)


def intra_person_correlation(seances: ArrayLike, presences: ArrayLike) -> float:
    """ρ of presence within a person, by one-way analysis of variance, kept in [0, 1].

    seances: expected séances of each person; presences: those attended. DEFAULT_CORRELATION when fewer than
    MINIMUM_PERSONS persons have two séances or when presence does not vary.
    """
    n, k = np.asarray(seances, float), np.asarray(presences, float)
    n, k = n[n > 0], k[n > 0]
    groups, total = len(n), n.sum()
    if np.sum(n >= 2) < MINIMUM_PERSONS:
        return DEFAULT_CORRELATION
    p, mean = k / n, k.sum() / total
    between = np.sum(n * (p - mean) ** 2) / (groups - 1)
    within = np.sum(n * p * (1 - p)) / (total - groups)
    typical = (total - np.sum(n**2) / total) / (groups - 1)
    spread = between + (typical - 1) * within
    return float(np.clip((between - within) / spread, 0, 1)) if spread > 0 else DEFAULT_CORRELATION
