"""A file another process follows while this one works: one line of JSON a step, and the code at the end (`--suivi`)."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from pathlib import Path


class Trail:
    """Appends to a file; a reader sees each line whole or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, step: str, done: int, total: int) -> None:
        self.tell(etape=step, fait=done, total=total)

    def tell(self, **facts: object) -> None:
        """One line: {"etape", "fait", "total"}, {"depot"}, or {"code"} which is the last one."""
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, (json.dumps(facts, ensure_ascii=False) + "\n").encode())
        finally:
            os.close(handle)


def trails(arguments: Namespace) -> list[Trail]:
    """Who follows this command: nobody without `--suivi`."""
    path = getattr(arguments, "suivi", None)
    return [Trail(Path(path))] if path else []
