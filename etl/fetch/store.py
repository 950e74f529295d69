"""The raw store, `OBS_HOME/brut`: every version of every publisher's file, dated, never changed.

    brut/<source>/<key>/<date>_<sha256, 12 first>/   the file, and version.json beside it
    brut/<source>/<key>/controle.json                when the publisher was last asked, and its validators
    brut/courant/<fingerprint>/<source>/             the latest versions, gathered for readers
    brut/partiel/                                    downloads to be resumed

A version is written aside and appears whole, by a rename. The same octets are never stored twice: a version that
comes back, and the gathered folder, are hard links where the file system has them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from config import Config
from etl.fetch.content import digest

ASIDE, GATHERED, PARTIAL = ".ecriture", "courant", "partiel"
GATHERED_KEPT = 3  # a publication under way may still read an older gathering


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


class Store:
    """Versions by resource, in one folder. One process writes at a time; any number read."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def partial(self) -> Path:
        return self.root / PARTIAL

    def latest(self, source: str, cle: str) -> Version | None:
        """The last version stored of a resource."""
        return self._latest.get((source, cle))

    def current(self) -> list[Version]:
        """The latest version of every resource, by source and key."""
        return [self._latest[pair] for pair in sorted(self._latest)]

    def keep(self, octets: Path, about: Version) -> tuple[Version, bool]:
        """Take a whole file in as the latest version; False when that one holds the same octets.

        The file given stays where it is until its owner lets it go, so that a killed process loses nothing.
        """
        sha256 = digest(octets)
        last = self.latest(about.source, about.cle)
        if last and last.sha256 == sha256:
            return last, False
        now = datetime.now().astimezone()
        version = replace(about, sha256=sha256, octets=octets.stat().st_size, date=now.isoformat())
        place = self.root / about.source / about.cle / f"{now:%Y-%m-%dT%H-%M-%S.%f}_{sha256[:12]}"
        version = replace(version, path=place / about.nom)
        same = next((one.path for one in self._versions if one.sha256 == sha256), octets)
        self._write(same, version)
        del self._versions, self._latest
        return version, True

    def asked(self, version: Version, address: str, etag: str = "", last_modified: str = "") -> None:
        """Note that the publisher was asked now, and what tells its version; left out, what it said last time stays."""
        path = version.path.parents[1] / "controle.json"
        said = {"etag": etag, "last_modified": last_modified} if etag or last_modified else _json(path)
        now = datetime.now().astimezone().isoformat()
        _replace(path, said | {"date": now, "sha256": version.sha256, "adresse": address})

    def conditions(self, version: Version, address: str) -> dict[str, str]:
        """Headers that let the publisher answer « unchanged », if it is the same address and the same version."""
        said = _json(version.path.parents[1] / "controle.json")
        if (said.get("adresse"), said.get("sha256")) != (address, version.sha256):
            return {}
        headers = {"If-None-Match": said.get("etag", ""), "If-Modified-Since": said.get("last_modified", "")}
        return {name: value for name, value in headers.items() if value}

    def gathered(self) -> Path | None:
        """A plain folder of the latest files, complete, that no later collection changes; None when there are none."""
        held = {Path(one.source) / one.nom: one for one in self.current()}
        if not held:
            return None
        said = "\n".join(f"{place} {one.sha256}" for place, one in sorted(held.items()))
        folder = self.root / GATHERED / hashlib.sha256(said.encode()).hexdigest()[:16]
        if not all((folder / place).is_file() for place in held):
            self._gather(held, folder)
        return folder

    @cached_property
    def _versions(self) -> list[Version]:
        found = [_read(path) for path in self.root.glob("*/*/*/version.json")]
        return sorted((one for one in found if one), key=lambda one: one.when)

    @cached_property
    def _latest(self) -> dict[tuple[str, str], Version]:
        return {(one.source, one.cle): one for one in self._versions}

    def _write(self, octets: Path, version: Version) -> None:
        aside = self.aside()
        _link(octets, aside / version.nom)
        _seal(aside / version.nom)
        said = {name: value for name, value in asdict(version).items() if name != "path"}
        _replace(aside / "version.json", said)
        version.path.parents[1].mkdir(parents=True, exist_ok=True)
        aside.rename(version.path.parent)

    def _gather(self, held: dict[Path, Version], folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        aside = self.aside()
        for place, version in held.items():
            (aside / place).parent.mkdir(exist_ok=True)
            _link(version.path, aside / place)
        folder.parent.mkdir(exist_ok=True)
        try:
            aside.rename(folder)
        except OSError:  # another process has just gathered the same files
            shutil.rmtree(aside, ignore_errors=True)
        older = sorted(folder.parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in older[GATHERED_KEPT:]:
            shutil.rmtree(path, ignore_errors=True)

    def aside(self) -> Path:
        """A new folder to write in, on the same file system; what a killed process left there is of no use."""
        place = self.root / ASIDE / uuid.uuid4().hex
        place.mkdir(parents=True)
        return place

    def sweep(self) -> None:
        """Clear what killed processes left half written. Call it only while holding the collection's lock."""
        shutil.rmtree(self.root / ASIDE, ignore_errors=True)


def store(config: Config) -> Store:
    """The raw store of a home."""
    return Store(config.home / "brut")


def current(config: Config) -> list[Version]:
    """The latest version of every resource held, with its path, address, date and licence."""
    return store(config).current()


def current_files(config: Config) -> list[Path]:
    """Paths of the latest versions."""
    return [version.path for version in current(config)]


def reading_folder(config: Config) -> Path | None:
    """The folder of publishers' files a publication reads: the mirror if one is given, else the raw store."""
    return config.mirror or store(config).gathered()


def _read(path: Path) -> Version | None:
    """A version whose file is there and has its size; None otherwise."""
    said = _json(path)
    try:
        version = Version(**said, path=path.parent / said["nom"])
        return version if version.path.stat().st_size == version.octets and version.when.tzinfo else None
    except (OSError, TypeError, KeyError, ValueError):
        return None


def _json(path: Path) -> dict:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _replace(path: Path, said: dict) -> None:
    aside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    with aside.open("w", encoding="utf-8") as stream:
        json.dump(said, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)


def _seal(path: Path) -> None:
    """On the disk for good, and read-only where that does not prevent removing the folder."""
    if os.name == "posix":
        path.chmod(0o444)
        with path.open("rb") as stream:
            os.fsync(stream.fileno())


def _link(existing: Path, path: Path) -> None:
    try:
        os.link(existing, path)
    except OSError:  # a file system without hard links
        shutil.copyfile(existing, path)
