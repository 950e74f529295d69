"""Intermediate results kept for as long as the edition they were computed from."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import Any

from warehouse.edition import Edition


def per_edition(compute: Callable[..., Any]) -> Callable[..., Any]:
    """Compute once per edition object and arguments; what is kept must not be changed in place.

    Keyed by identity, not equality: two editions made in memory may carry the same number and other data.
    """
    kept: dict[int, dict[tuple, Any]] = {}

    @wraps(compute)
    def recall(edition: Edition, *arguments: Any) -> Any:
        if id(edition) not in kept:
            kept[id(edition)] = {}
            weakref.finalize(edition, kept.pop, id(edition), None)
        results = kept[id(edition)]
        if arguments not in results:
            results[arguments] = compute(edition, *arguments)
        return results[arguments]

    return recall
