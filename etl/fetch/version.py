"""One version of one publisher's file, and the notes in JSON that the store keeps beside it."""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Version:
    """One version of one resource. octets: its size. date: ISO 8601 with its offset, when it was stored.

    cle: key of the resource (`nom` of its address). nom: name of the file. url: address actually read, or empty
    for a file taken from a folder. path: where the file is.
    """

    source: str
    cle: str
    millesime: str
    titre: str
    licence: str
    nom: str
    sha256: str = ""
    octets: int = 0
    url: str = ""
    date: str = ""
    etag: str = ""
    last_modified: str = ""
    path: Path = Path()

    @property
    def when(self) -> datetime:
        return datetime.fromisoformat(self.date)


def read(path: Path) -> Version | None:
    """A version whose file is there and has its size; None otherwise."""
    said = note(path)
    try:
        version = Version(**said, path=path.parent / said["nom"])
        return version if version.path.stat().st_size == version.octets and version.when.tzinfo else None
    except (OSError, TypeError, KeyError, ValueError):
        return None


def note(path: Path) -> dict:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_note(path: Path, said: dict) -> None:
    aside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    with aside.open("w", encoding="utf-8") as stream:
        json.dump(said, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)
