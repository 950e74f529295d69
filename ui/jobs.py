"""A long work in a process of its own, followed from the screen: the application keeps serving meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config import ROOT, Config, for_child


@dataclass(frozen=True)
class Job:
    """A command under way, or over. trail: where it writes its steps; said: where it prints its sentences."""

    process: subprocess.Popen
    trail: Path
    said: Path


@dataclass(frozen=True)
class Progress:
    """What is known of a job. code: None while it works. part: from 0 to 1."""

    step: str
    part: float
    code: int | None
    sentences: tuple[str, ...] = ()


def start(config: Config, *words: str) -> Job:
    """`python -m commands …` with that configuration; its steps are followed in a file."""
    folder = Path(tempfile.mkdtemp(prefix="observatoire-"))
    trail, said = folder / "suivi.jsonl", folder / "phrases.txt"
    command = [sys.executable, "-m", "commands", *words, "--suivi", str(trail)]
    with said.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=for_child(config), stdout=out, stderr=out)
    return Job(process, trail, said)


def progress(job: Job) -> Progress:
    """Where it stands. A process that dies without a word gives its code too."""
    step, part = "Préparation", 0.0
    for line in _lines(job.trail):
        if "etape" in line:
            step, part = line["etape"], min(line["fait"] / max(line["total"], 1), 1.0)
    code = job.process.poll()
    return Progress(step, part, code, () if code is None else _sentences(job))


def _lines(path: Path) -> list[dict]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    whole = text[: text.rfind("\n") + 1]
    return [json.loads(line) for line in whole.splitlines()]


def _sentences(job: Job) -> tuple[str, ...]:
    """What it printed, without its steps: « 3/62  Lecture… »."""
    lines = job.said.read_text(encoding="utf-8", errors="replace").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.lstrip()[:1].isdigit())
