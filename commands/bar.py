"""A progress bar for a work whose steps are known: one moving line on a terminal, one line a step elsewhere."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from typing import TextIO

WIDTH = 20  # characters of the bar
Listener = Callable[[str, int, int], None]


class Bar:
    """Call it with the name of each step as it begins; the last line stays when the work is over.

    listeners: told of each step too, as (step, number of those over, steps foreseen).
    """

    def __init__(self, stream: TextIO, steps: int, listeners: Iterable[Listener] = ()) -> None:
        self.stream, self.steps = stream, steps
        self.listeners = tuple(listeners)
        self.begun, self.started = 0, time.monotonic()
        self.moving = stream.isatty()

    def __call__(self, step: str) -> None:
        self.begun += 1
        self.stream.write(self._moving(step) if self.moving else f"  {self._count()}  {step}\n")
        self.stream.flush()
        for listener in self.listeners:
            listener(step, min(self.begun - 1, self.steps), self.steps)

    def close(self) -> None:
        """Leave the moving line as it is."""
        if self.moving and self.begun:
            self.stream.write("\n")
            self.stream.flush()

    def _count(self) -> str:
        return f"{min(self.begun, self.steps):>{len(str(self.steps))}}/{self.steps}"

    def _moving(self, step: str) -> str:
        done = min(self.begun - 1, self.steps) / self.steps
        full, elapsed = round(done * WIDTH), time.monotonic() - self.started
        head = f"[{'█' * full}{'·' * (WIDTH - full)}] {100 * done:3.0f}\u202f% · {elapsed:3.0f} s · "
        room = shutil.get_terminal_size().columns - len(head) - 1
        told = step if len(step) <= room else f"{step[: max(room - 1, 0)]}…"
        return f"\r\x1b[2K{head}{told}"
