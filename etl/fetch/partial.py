"""A file on its way: what has arrived so far, and what is needed to ask only for the rest."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import httpx

RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


@dataclass(frozen=True)
class State:
    """Which version of the resource the octets belong to. total: its size in octets, None when not said."""

    nom: str
    asked: str
    url: str = ""
    etag: str = ""
    last_modified: str = ""
    total: int | None = None

    @property
    def validator(self) -> str:
        """What If-Range may carry: a strong ETag, else the date; empty when the version cannot be told."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


class Partial:
    """The octets of one resource, in a folder of their own. Kept from one run to the next until whole."""

    def __init__(self, folder: Path, nom: str, asked: str) -> None:
        self.folder = folder / hashlib.sha256(nom.encode()).hexdigest()[:16]
        self.octets = self.folder / "octets"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.state = State(nom, asked)
        kept = _read(self.folder / "etat.json")
        if kept and kept.asked == asked:
            self.state = kept
        else:
            self.forget()

    @property
    def size(self) -> int:
        return self.octets.stat().st_size if self.octets.exists() else 0

    @property
    def whole(self) -> bool:
        return self.state.total is not None and self.size == self.state.total

    def rest(self) -> dict[str, str]:
        """Headers that ask for what is missing, of this very version only; empty when that cannot be asked."""
        if not self.size or not self.state.validator or self.state.total is None:
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": self.state.validator}

    def continued_by(self, response: httpx.Response) -> bool:
        """Whether a 206 is the rest of what is here: same place, same size, same version."""
        place = RANGE.fullmatch(response.headers.get("content-range", "").strip())
        said = {"etag": self.state.etag, "last-modified": self.state.last_modified}
        same = all(response.headers.get(name, value) == value for name, value in said.items() if value)
        return place is not None and int(place[1]) == self.size and int(place[2]) == self.state.total and same

    def begin(self, response: httpx.Response) -> None:
        """Start over with this 200.

        The octets go first: a state may never describe those of another version. They go by their name, for the
        store may hold the same ones by a hard link.
        """
        self.octets.unlink(missing_ok=True)
        coded = response.headers.get("content-encoding", "identity") != "identity"
        length = response.headers.get("content-length", "")
        self.state = replace(
            self.state,
            url=str(response.url),
            etag=response.headers.get("etag", ""),
            last_modified=response.headers.get("last-modified", ""),
            total=int(length) if length.isdigit() and not coded else None,
        )
        _write(self.folder / "etat.json", self.state)

    def forget(self) -> None:
        """Drop the octets: they belong to nothing that can be asked for any more."""
        self.octets.unlink(missing_ok=True)
        self.state = State(self.state.nom, self.state.asked)

    def done(self) -> None:
        """Nothing is left to resume."""
        shutil.rmtree(self.folder, ignore_errors=True)


def waiting(folder: Path) -> list[tuple[str, int, int | None]]:
    """Name, octets arrived and octets in all (None when unknown) of every file to be resumed."""
    kept = [(_read(path), path.with_name("octets")) for path in sorted(folder.glob("*/etat.json"))]
    return [(state.nom, path.stat().st_size, state.total) for state, path in kept if state and path.exists()]


def _read(path: Path) -> State | None:
    try:
        return State(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write(path: Path, state: State) -> None:
    aside = path.with_suffix(".aside")
    aside.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
    aside.replace(path)
