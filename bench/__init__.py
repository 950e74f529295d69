"""What we claim about speed, runnable by anyone: each measure pits ours against a named alternative."""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable


def versus(name: str, ours: str, other: str, run_ours: Callable, run_other: Callable, runs: int = 5) -> dict:
    """Time both in turn, A B A B…, after one warm-up of each; medians in seconds and ratio other / ours."""
    run_ours(), run_other()
    mine, theirs = [], []
    for _ in range(runs):
        mine.append(_seconds(run_ours))
        theirs.append(_seconds(run_other))
    return compared(name, ours, other, mine, theirs)


def compared(name: str, ours: str, other: str, mine: list[float], theirs: list[float]) -> dict:
    """The line of a measure from the seconds of both sides."""
    a, b = statistics.median(mine), statistics.median(theirs)
    return {
        "nom": name,
        "nous": ours,
        "autre": other,
        "mediane_nous_s": round(a, 4),
        "mediane_autre_s": round(b, 4),
        "rapport": round(b / a, 2),
        "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
    }


def lacking(name: str, why: str) -> dict:
    """What a measure gives when the machine lacks something it needs."""
    return {"nom": name, "non_mesure": why}


def sentence(result: dict) -> str:
    """A result for a person."""
    if "non_mesure" in result:
        return f"{result['nom']} : non mesuré ({result['non_mesure']})"
    return (
        f"{result['nom']} : {result['nous']} {result['mediane_nous_s']} s, {result['autre']} "
        f"{result['mediane_autre_s']} s, soit un rapport de {result['rapport']}"
    )


def _seconds(run: Callable) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
