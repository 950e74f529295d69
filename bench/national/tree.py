"""A process and all it starts, to its end: wall time, processor time, and the memory of all of them together."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

EVERY = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True)
class Spent:
    """seconds: wall. processor: user + system, of every process. memory: peak in MiB, of all together, 0 unwatched."""

    seconds: float
    processor: float
    memory: float
    status: int


def followed(command: list[str], folder: Path, environment: dict[str, str], told: IO, watched: bool) -> Spent:
    """Run it to its end. watched: look at its memory, which slows it down: what is timed is not watched.

    Memory is the proportional share of pages (PSS), as shared ones count once; where the system does not tell it, the
    peak of the largest process.
    """
    started, peak = time.perf_counter(), 0.0
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=told, stderr=subprocess.STDOUT)
    while not (ended := os.wait4(process.pid, os.WNOHANG if watched else 0))[0]:
        peak = max(peak, sum(map(_share, _tree(process.pid))))
        time.sleep(EVERY)
    _, status, usage = ended
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    memory = (peak or usage.ru_maxrss / 1024) if watched else 0.0
    return Spent(seconds, usage.ru_utime + usage.ru_stime, memory, status)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:  # it has just ended, or this system has no /proc
        return
    for child in children:
        yield from _tree(child)


def _share(pid: int) -> float:
    """Proportional set size in MiB; 0 when the process has just ended."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("Pss:")), 0.0)
