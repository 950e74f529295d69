"""Intermediate results that several indicators share, kept with the edition they were computed from."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from warehouse.edition import Edition


def per_edition(compute: Callable[..., Any]) -> Callable[..., Any]:
    """Compute once per edition and arguments; what is kept must not be changed in place."""

    @wraps(compute)
    def recall(edition: Edition, *arguments: Any, **named: Any) -> Any:
        key = (compute.__module__, compute.__qualname__, *arguments, *sorted(named.items()))
        return edition.remember(key, lambda: compute(edition, *arguments, **named))

    return recall
