"""What a folder of editions keeps beside the data: a manifest an edition, the pointer, the journal."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from warehouse.statut import EditionInfo, Event

MANIFEST, POINTER, JOURNAL = "manifeste.json", "courante", "journal.jsonl"


def write_manifest(place: Path, info: EditionInfo) -> None:
    """Replace the manifest of the edition that lies there, atomically."""
    content = asdict(info) | {"published": info.published.isoformat()}
    del content["current"]
    _replace(place / MANIFEST, json.dumps(content, ensure_ascii=False, indent=1))


def read_manifest(path: Path) -> EditionInfo:
    """What is known of an edition; manifests written before a field existed take its default."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return EditionInfo(**content | {"published": datetime.fromisoformat(content["published"])})


def point(folder: Path, event: Event) -> None:
    """Serve that edition: the one moment when what is served changes, who and when written by the same stroke.

    A reader sees the old number or the new one, nothing between.
    """
    _replace(folder / POINTER, f"{event.number}\n{_line(event)}\n")


def pointed(folder: Path) -> tuple[int | None, Event | None]:
    """The number served and how it came to be; (None, None) before the first publication."""
    try:
        number, *told = (folder / POINTER).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None, None
    return int(number), _event(told[0]) if told else None


def note(folder: Path, event: Event) -> None:
    """Add a line to the journal, whole or not at all."""
    path = folder / JOURNAL
    torn = path.exists() and not path.read_bytes().endswith(b"\n")
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, f"{chr(10) * torn}{_line(event)}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def journal(folder: Path) -> list[Event]:
    """Every event, the oldest first. The last switch is in the pointer first, and copied here a moment later."""
    events = lines(folder)
    _, last = pointed(folder)
    return [*events, last] if last and last not in events else events


def lines(folder: Path) -> list[Event]:
    """What the journal itself holds."""
    path = folder / JOURNAL
    written = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [event for event in map(_event, written) if event]


def _line(event: Event) -> str:
    return json.dumps(asdict(event) | {"when": event.when.isoformat()}, ensure_ascii=False)


def _event(line: str) -> Event | None:
    """The event of a line; None for one that a killed process left half written."""
    try:
        content = json.loads(line)
        return Event(**content | {"when": datetime.fromisoformat(content["when"])})
    except (ValueError, TypeError, KeyError):
        return None


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}")
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
