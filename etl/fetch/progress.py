"""What a person sees while files arrive: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
import shutil
import sys
from typing import TextIO

from etl.fetch.pace import Clock
from etl.fetch.wording import NARROW, duration, size

WIDTH = 16
SHORTEST = 10  # characters of a title
REFRESH = 0.1  # seconds between two drawings of a bar
STEP = 10  # per cent between two plain lines
EVERY = 10.0  # seconds between two plain lines when the size is unknown


class Display:
    """One file at a time: start, total as soon as it is known, at, end; say for anything else. Silent by itself."""

    def start(self, title: str, done: int) -> None: ...

    def total(self, total: int | None) -> None: ...

    def at(self, done: int) -> None: ...

    def end(self) -> None: ...

    def say(self, sentence: str) -> None: ...


class Told(Display):
    """What bars and lines share: where the file is, how fast it comes, when it should be whole."""

    def __init__(self, stream: TextIO, clock: Clock | None = None) -> None:
        self.stream = stream
        self.clock = clock or Clock()
        self.title = ""

    def start(self, title: str, done: int) -> None:
        self.title, self.first, self.done, self.whole = title, done, done, None
        self.began = self.told = self.clock.now()
        self.percent_told = -STEP

    def total(self, total: int | None) -> None:
        self.whole = total

    def at(self, done: int) -> None:
        self.first = min(self.first, done)
        self.done = done

    def end(self) -> None:
        self.title = ""

    def write(self, text: str) -> None:
        """Somebody who stops reading (`collect 2>&1 | head`) does not stop the collection."""
        with contextlib.suppress(BrokenPipeError):
            self.stream.write(text)
            self.stream.flush()

    @property
    def percent(self) -> int | None:
        return self.done * 100 // self.whole if self.whole else None

    def figures(self) -> str:
        """« 1,5 Mo sur 3,3 Mo · 0,8 Mo/s · reste 3 s », what is not known left out."""
        elapsed = self.clock.now() - self.began
        speed = (self.done - self.first) / elapsed if elapsed > 0 else 0
        parts = [size(self.done) + (f" sur {size(self.whole)}" if self.whole else "")]
        parts += [f"{size(speed)}/s"] if speed else []
        parts += (
            [f"reste {duration((self.whole - self.done) / speed)}"]
            if speed and self.whole and self.whole > self.done
            else []
        )
        return " · ".join(parts)


class Bar(Told):
    """A line redrawn in place."""

    def start(self, title: str, done: int) -> None:
        super().start(title, done)
        self._draw()

    def at(self, done: int) -> None:
        super().at(done)
        if self.clock.now() - self.told >= REFRESH:
            self.told = self.clock.now()
            self._draw()

    def end(self) -> None:
        self._draw()
        self.write("\n")
        super().end()

    def say(self, sentence: str) -> None:
        self.write(f"\r\033[K  {sentence}\n")

    def _draw(self) -> None:
        full = min(self.percent or 0, 100) * WIDTH // 100
        drawn = f"{'█' * full}{'░' * (WIDTH - full)} {self.percent}{NARROW}% · " if self.percent is not None else ""
        told = drawn + self.figures()
        room = max(SHORTEST, shutil.get_terminal_size().columns - len(told) - 2)
        title = self.title if len(self.title) <= room else f"{self.title[: room - 1]}…"
        self.write(f"\r\033[K{title} {told}")


class Lines(Told):
    """One line per tenth of the file, for a log or a pipe."""

    def at(self, done: int) -> None:
        super().at(done)
        now = self.clock.now()
        late, further = now - self.told >= EVERY, (self.percent or 0) >= self.percent_told + STEP
        if late if self.percent is None else further:
            self.told, self.percent_told = now, (self.percent or 0) // STEP * STEP
            share = f"{self.percent}{NARROW}% · " if self.percent is not None else ""
            self.write(f"  {self.title} … {share}{self.figures()}\n")

    def say(self, sentence: str) -> None:
        self.write(f"  {self.title} : {sentence}\n" if self.title else f"  {sentence}\n")


def display(stream: TextIO | None = None) -> Display:
    """The one that fits the place it is written to (standard error by default)."""
    stream = stream or sys.stderr
    return Bar(stream) if stream.isatty() else Lines(stream)
