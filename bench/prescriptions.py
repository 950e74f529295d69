"""A million prescriptions from their CSV to rows accepted: the whole gate against Great Expectations on every row.

Each side runs in a process of its own, so that its peak of memory and its processor time are its own. Ours also hashes
the keys again, follows the communes and keeps the report; the other way (`bench/registre/plain.py`) does none of that.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench import compared
from bench.registre.invented import ROWS, write
from config import ROOT, Config, for_child

NAME = "prescriptions"


@dataclass(frozen=True)
class Run:
    """Wall time and processor time in seconds, peak of memory in MiB, rows found right, of one process."""

    seconds: float
    processor: float
    memory: float
    rows: int


def measure(config: Config) -> dict:
    """One run of each, in turn, from files just written; the ratio of wall times, the other way over ours."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), ROWS)
        ours, other = (_child(config, way, folder) for way in ("nous", "autre"))
    line = compared(
        NAME, "lecture, clés protégées, toute la barrière", "pandas et Great Expectations sur chaque ligne",
        [ours.seconds], [other.seconds],
    )  # fmt: skip
    return line | {
        "processeur_nous_s": round(ours.processor, 1),
        "processeur_autre_s": round(other.processor, 1),
        "memoire_nous_mib": round(ours.memory),
        "memoire_autre_mib": round(other.memory),
        "lignes_nous": ours.rows,
        "lignes_autre": other.rows,
    }


def _child(config: Config, way: str, folder: str) -> Run:
    """`python -m bench.registre …` to its end, its progress bar on our own stderr; its last line counts rows."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "bench.registre", way, folder]
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, cwd=ROOT, env=for_child(config), stdout=told)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        told.seek(0)
        lines = told.read().splitlines()
    if status:
        raise RuntimeError(f"La mesure « {way} » a échoué : son erreur est affichée au-dessus.")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, int(lines[-1]))
