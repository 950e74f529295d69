"""The last mappings a person confirmed, one file a shape of sheet, so that the next load asks nothing twice."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from etl.spreadsheets.mapping import Mapping, SheetMapping, read, written
from etl.spreadsheets.wording import plain

NEAR = 0.6  # share of headers two shapes have in common for one to help the other


@dataclass(frozen=True)
class Memory:
    """Sheets confirmed earlier, the latest first. `remembered` reads it, `remember` adds to it."""

    sheets: tuple[SheetMapping, ...] = ()

    def nearest(self, headers: Iterable[str]) -> SheetMapping | None:
        """The sheet whose headers are the most like these, the latest first; None when none is near enough."""
        wanted = _shape(headers)
        near = [(_common(wanted, _shape(one.headers)), one) for one in self.sheets]
        best = max(near, key=lambda pair: pair[0], default=(0.0, None))
        return best[1] if best[0] >= NEAR else None


def remembered(folder: Path) -> Memory:
    """What was confirmed in that folder; a file that is not readable any more is passed over."""
    sheets: list[SheetMapping] = []
    if folder.is_dir():
        for path in sorted(folder.glob("*.json"), key=lambda one: (-one.stat().st_mtime_ns, one.name)):
            with contextlib.suppress(ValueError, OSError):
                sheets += read(path.read_text(encoding="utf-8")).sheets
    return Memory(tuple(sheets))


def remember(folder: Path, mapping: Mapping) -> None:
    """Keep each sheet of a confirmed mapping, in place of the one of the same headers. OSError when it cannot."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in mapping.sheets:
        name = hashlib.sha256("\n".join(sorted(_shape(sheet.headers))).encode()).hexdigest()[:24]
        waiting = folder / f".{name}.{os.getpid()}.tmp"
        try:
            waiting.write_text(written(Mapping((sheet,))), encoding="utf-8")
            waiting.replace(folder / f"{name}.json")
        finally:
            waiting.unlink(missing_ok=True)


def _shape(headers: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(header) for header in headers)


def _common(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right) if left | right else 0.0
