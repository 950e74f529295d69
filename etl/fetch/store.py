"""The raw store, `OBS_HOME/brut`: every version of every publisher's file, dated, never changed.

    brut/<source>/<key>/<date>_<sha256, 12 first>/   the file, and version.json beside it
    brut/<source>/<key>/controle.json                when the publisher was last asked, and its validators
    brut/courant/<fingerprint>/<source>/             the latest versions, gathered for readers
    brut/partiel/                                    downloads to be resumed

A version is written aside and appears whole, by a rename. The same octets are never stored twice: a version that
comes back, and the gathered folder, are hard links where the file system has them.
"""

from __future__ import annotations

import os
import shutil
import uuid
from dataclasses import asdict, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from config import Config
from etl.fetch.content import digest
from etl.fetch.version import Version, note, read, write_note

ASIDE, PARTIAL = ".ecriture", "partiel"


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
        said = {"etag": etag, "last_modified": last_modified} if etag or last_modified else note(path)
        now = datetime.now().astimezone().isoformat()
        write_note(path, said | {"date": now, "sha256": version.sha256, "adresse": address})

    def conditions(self, version: Version, address: str) -> dict[str, str]:
        """Headers that let the publisher answer « unchanged », if it is the same address and the same version."""
        said = note(version.path.parents[1] / "controle.json")
        if (said.get("adresse"), said.get("sha256")) != (address, version.sha256):
            return {}
        headers = {"If-None-Match": said.get("etag", ""), "If-Modified-Since": said.get("last_modified", "")}
        return {name: value for name, value in headers.items() if value}

    @cached_property
    def _versions(self) -> list[Version]:
        found = [read(path) for path in self.root.glob("*/*/*/version.json")]
        return sorted((one for one in found if one), key=lambda one: one.when)

    @cached_property
    def _latest(self) -> dict[tuple[str, str], Version]:
        return {(one.source, one.cle): one for one in self._versions}

    def _write(self, octets: Path, version: Version) -> None:
        aside = self.aside()
        link(octets, aside / version.nom)
        _seal(aside / version.nom)
        said = {name: value for name, value in asdict(version).items() if name != "path"}
        write_note(aside / "version.json", said)
        version.path.parents[1].mkdir(parents=True, exist_ok=True)
        aside.rename(version.path.parent)

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


def _seal(path: Path) -> None:
    """On the disk for good, and read-only where that does not prevent removing the folder."""
    if os.name == "posix":
        path.chmod(0o444)
        with path.open("rb") as stream:
            os.fsync(stream.fileno())


def link(existing: Path, path: Path) -> None:
    """The same octets under another name: a hard link, a copy on a file system that has none."""
    try:
        os.link(existing, path)
    except OSError:
        shutil.copyfile(existing, path)
