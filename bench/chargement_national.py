"""All France from the publishers' files into a warehouse: ours against pandas, openpyxl and to_sql.

Each side runs in a process of its own, so that its peak of memory is its own. Three are timed:
- « chargement »: read every source, follow the communes to today's, sum with bounds, write an edition;
- « publication »: the same through the gate, with indicators and statistical secrecy (what a person waits for);
- the other way: what one would write first, which neither converts, nor sums, nor checks anything.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from bench import compared, lacking
from config import ROOT, Config, for_child

NAME = "chargement_national"
WAYS = (("bench.national", "chargement"), ("commands", "publish"), ("bench.national", "autre"))


@dataclass(frozen=True)
class Run:
    """Wall time in seconds, peak of memory in MiB, and rows written, of one process."""

    seconds: float
    memory: float
    rows: int


def measure(config: Config) -> dict:
    """One run of each, in turn; ratios of wall times, the other way over ours."""
    if config.mirror is None:
        return lacking(NAME, "OBS_MIRROR ne désigne pas de dossier")
    ours, whole, other = (_child(config, *words) for words in WAYS)
    line = compared(
        NAME, "une édition de toute la France", "pandas, openpyxl et to_sql (SQLite), sans aucun contrôle",
        [ours.seconds], [other.seconds],
    )  # fmt: skip
    return line | {
        "publication_s": round(whole.seconds, 1),
        "rapport_publication": round(other.seconds / whole.seconds, 2),
        "memoire_nous_mib": round(ours.memory),
        "memoire_publication_mib": round(whole.memory),
        "memoire_autre_mib": round(other.memory),
        "lignes_nous": ours.rows,
        "lignes_autre": other.rows,
    }


def _child(config: Config, *words: str) -> Run:
    """`python -m …` on an empty home, to its end; the last line is the number of rows where it says one."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as told:
        home = replace(config, home=Path(folder), departement="FR", warehouse_url=None)
        command = [sys.executable, "-m", *words]
        process = subprocess.Popen(command, cwd=ROOT, env=for_child(home), stdout=told, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        told.seek(0)
        lines = told.read().splitlines()
    if status:
        raise RuntimeError("\n".join(lines[-20:]))
    return Run(seconds, usage.ru_maxrss / 1024, int(lines[-1]) if lines[-1].isdigit() else 0)
