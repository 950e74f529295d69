"""The folder of publishers' files: what lies in it, wherever it lies, archives included."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from etl.staging import SourceRefused

# What the standard library may raise on a cut, damaged, encrypted or exotic archive.
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError)
# What sources read; anything else in the folder is nobody's.
KINDS = frozenset((".csv", ".json", ".parquet", ".txt", ".xls", ".xlsx"))


@dataclass(frozen=True)
class Document:
    """One file, or one member of a ZIP archive. `name` is what a person sees, without its folder."""

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        return Path(self.member).name if self.member else self.path.name

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix.lower()

    @property
    def content(self) -> bytes:
        """Every byte, read anew each time. SourceRefused when the archive that holds it is damaged."""
        with self.stream() as stream:
            return stream.read()

    @contextmanager
    def stream(self) -> Iterator[IO[bytes]]:
        """Its bytes, to be read piece by piece. SourceRefused when the archive that holds it is damaged."""
        if not self.member:
            with self.path.open("rb") as stream:
                yield stream
            return
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as stream:
                yield stream
        except DAMAGED as error:
            raise SourceRefused(
                f"L’archive « {self.path.name} » est abîmée : « {self.name} » ne peut pas en être extrait. "
                "Téléchargez-la de nouveau.",
                self.path.name,
            ) from error

    @cached_property
    def sha256(self) -> str:
        with self.stream() as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    @cached_property
    def head(self) -> bytes:
        """The first bytes, without reading the rest; empty when an archive cannot be opened."""
        size = 4096
        if not self.member:
            with self.path.open("rb") as stream:
                return stream.read(size)
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as stream:
                return stream.read(size)
        except DAMAGED:
            return b""


@dataclass(frozen=True)
class Library:
    """Every readable document of a folder, in the order of their paths. A damaged archive stands for itself."""

    documents: tuple[Document, ...] = ()

    def of(self, *suffixes: str) -> Iterator[Document]:
        """Documents with one of these suffixes (".csv"), and archives that could not be opened."""
        return (one for one in self.documents if one.suffix in (*suffixes, ".zip"))


def library(folder: Path | None) -> Library:
    """What a folder holds, looked at once; nothing without a folder. SourceRefused when it does not exist."""
    if folder is None:
        return Library()
    if not folder.is_dir():
        raise SourceRefused(
            f"Le dossier des fichiers d’éditeurs « {folder} » n’existe pas. Corrigez OBS_MIRROR ou retirez-le."
        )
    return Library(tuple(_documents(folder)))


def alone(path: Path) -> Library:
    """One file, or the members of one archive; nothing for what no source reads."""
    if path.suffix.lower() == ".zip":
        return Library(tuple(_members(path)))
    return Library((Document(path),) if path.suffix.lower() in KINDS else ())


def _documents(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith(("~$", ".")):
            continue
        if path.suffix.lower() in KINDS:
            yield Document(path)
        elif path.suffix.lower() == ".zip":
            yield from _members(path)


def _members(path: Path) -> list[Document]:
    # An archive that cannot even be listed stands for itself: the source its name tells of will refuse it.
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if Path(name).suffix.lower() in KINDS)
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
