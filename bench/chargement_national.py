"""All France from the publishers' files into a warehouse: ours against pandas, openpyxl and to_sql.

Each way runs in a process of its own. Three are timed, in turn, RUNS times; medians are told:
- « chargement »: read every source, follow the communes to today's, sum with bounds, write an edition;
- « publication »: the same through the gate, with indicators and statistical secrecy (what a person waits for);
- the other way: the same tables written as one would first (see `bench/national/plain.py` for what it leaves out).
Processor time is that of every process of a way, and memory that of all of them together.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from bench import compared, lacking
from bench.national.tree import Spent, followed
from config import ROOT, Config, for_child

NAME = "chargement_national"
WAYS = {
    "nous": ("bench.national", "chargement"),
    "publication": ("commands", "publish"),
    "autre": ("bench.national", "autre"),
}
RUNS = 3


@dataclass(frozen=True)
class Run:
    """What one process spent, and the rows it wrote (0 when it does not say)."""

    spent: Spent
    rows: int


def measure(config: Config, runs: int = RUNS) -> dict:
    """Medians of each way; ratios of wall and of processor times, the other way over ours. Memory is that of one more
    run of each, which is not timed."""
    if config.mirror is None:
        return lacking(NAME, "OBS_MIRROR ne désigne pas de dossier")
    found: dict[str, list[Run]] = {way: [] for way in WAYS}
    for _ in range(runs):
        for way, words in WAYS.items():
            found[way].append(_child(config, *words))
    memory = {way: _child(config, *words, watched=True).spent.memory for way, words in WAYS.items()}
    wall = {way: [run.spent.seconds for run in some] for way, some in found.items()}
    processor = {way: statistics.median(run.spent.processor for run in some) for way, some in found.items()}
    line = compared(
        NAME, "une édition de toute la France", "les mêmes tables par pandas, openpyxl et to_sql (SQLite)",
        wall["nous"], wall["autre"],
    )  # fmt: skip
    return (
        line
        | {"tours": runs, "publication_s": round(statistics.median(wall["publication"]), 1)}
        | {"rapport_publication": round(statistics.median(wall["autre"]) / statistics.median(wall["publication"]), 2)}
        | {f"processeur_{way}_s": round(seconds, 1) for way, seconds in processor.items()}
        | {"rapport_processeur": round(processor["autre"] / processor["nous"], 2)}
        | {f"memoire_{way}_mib": round(peak) for way, peak in memory.items()}
        | {f"lignes_{way}": some[0].rows for way, some in found.items() if some[0].rows}
    )


def _child(config: Config, *words: str, watched: bool = False) -> Run:
    """`python -m …` on an empty home, to its end; the last line is the number of rows where it says one."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as told:
        home = replace(config, home=Path(folder), departement="FR", warehouse_url=None)
        spent = followed([sys.executable, "-m", *words], ROOT, for_child(home), told, watched)
        told.seek(0)
        lines = told.read().splitlines()
    if spent.status:
        raise RuntimeError("\n".join(lines[-20:]))
    return Run(spent, int(lines[-1]) if lines[-1].isdigit() else 0)
