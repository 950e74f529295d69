"""The folder of publishers' files: what lies in it, wherever it lies, archives included."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from etl.staging import SourceRefused

# What the standard library may raise on a cut, damaged, encrypted or exotic archive.
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError)


@dataclass(frozen=True)
class Document:
    """One file, or one member of a ZIP archive. `name` is what a person sees, without its folder."""

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        return Path(self.member).name if self.member else self.path.name

    @cached_property
    def content(self) -> bytes:
        """Every byte. SourceRefused when the archive that holds it is damaged."""
        if not self.member:
            return self.path.read_bytes()
        try:
            with zipfile.ZipFile(self.path) as archive:
                return archive.read(self.member)
        except DAMAGED as error:
            raise SourceRefused(
                f"L’archive « {self.path.name} » est abîmée : « {self.name} » ne peut pas en être extrait. "
                "Téléchargez-la de nouveau.",
                self.path.name,
            ) from error

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def head(self, size: int = 4096) -> bytes:
        """The first bytes, without reading the rest; empty when an archive cannot be opened."""
        if not self.member:
            with self.path.open("rb") as stream:
                return stream.read(size)
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as stream:
                return stream.read(size)
        except DAMAGED:
            return b""


def documents(mirror: Path, *suffixes: str) -> Iterator[Document]:
    """Files with one of these suffixes (".csv"), loose or in a ZIP, in the order of their paths."""
    if not mirror.is_dir():
        raise SourceRefused(
            f"Le dossier des fichiers d’éditeurs « {mirror} » n’existe pas. Corrigez OBS_MIRROR ou retirez-le."
        )
    for path in sorted(mirror.rglob("*")):
        if not path.is_file() or path.name.startswith(("~$", ".")):
            continue
        if path.suffix.lower() in suffixes:
            yield Document(path)
        elif path.suffix.lower() == ".zip":
            yield from _members(path, suffixes)


def _members(path: Path, suffixes: tuple[str, ...]) -> list[Document]:
    # An archive that cannot even be listed stands for itself: the source its name tells of will refuse it.
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if Path(name).suffix.lower() in suffixes)
    except DAMAGED:
        return [Document(path)]
    return [Document(path, name) for name in names]


def intact(content: bytes) -> bool:
    """Whether a workbook is a complete ZIP whose every part matches its checksum."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.testzip() is None
    except DAMAGED:
        return False
