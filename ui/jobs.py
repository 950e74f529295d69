"""A long work in a process of its own, followed from the screen: the application keeps serving meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config import ROOT, Config, for_child


@dataclass(frozen=True)
class Job:
    """A command under way, or over. trail: where it writes its steps; said: where it prints its sentences."""

    process: subprocess.Popen
    trail: Path
    said: Path
    begun: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> int:
        """Since it began."""
        return int(time.monotonic() - self.begun)


_UNDER_WAY: dict[str, Job] = {}  # by deposit, for every session of this server
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Progress:
    """What is known of a job. code: None while it works. part: from 0 to 1. number: of its step, out of total."""

    step: str
    part: float
    code: int | None
    number: int = 0
    total: int = 0
    sentences: tuple[str, ...] = ()


def start(config: Config, *words: str) -> Job:
    """`python -m commands …` with that configuration; its steps are followed in a file."""
    folder = Path(tempfile.mkdtemp(prefix="observatoire-"))
    trail, said = folder / "suivi.jsonl", folder / "phrases.txt"
    command = [sys.executable, "-m", "commands", *words, "--suivi", str(trail)]
    with said.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=for_child(config), stdout=out, stderr=out)
    return Job(process, trail, said)


def follow(key: str, begin: Callable[[], Job]) -> Job:
    """The job of that key, begun when none is under way: two screens, or one opened again, follow the same."""
    with _LOCK:
        job = _UNDER_WAY.get(key)
        if job is None or job.process.poll() is not None:
            job = _UNDER_WAY[key] = begin()
        return job


def under_way(key: str) -> Job | None:
    """The job of that key while it works, None otherwise."""
    job = _UNDER_WAY.get(key)
    return job if job is not None and job.process.poll() is None else None


def progress(job: Job) -> Progress:
    """Where it stands. A process that dies without a word gives its code too."""
    code = job.process.poll()  # before the trail: what it wrote last is then read
    told = [line for line in _lines(job.trail) if "etape" in line]
    last = told[-1] if told else {"etape": "Préparation", "fait": 0, "total": 0}
    done, total = last["fait"], last["total"]
    sentences = () if code is None else _sentences(job)
    return Progress(last["etape"], min(done / max(total, 1), 1.0), code, min(done + 1, total), total, sentences)


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
