"""Editions as a folder of DuckDB files, one per edition, and a pointer replaced atomically."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
import sqlalchemy as sa
from filelock import FileLock

from warehouse import manifest, schema, statut
from warehouse.dictionary import table as declared
from warehouse.dictionary import tables as dictionary
from warehouse.edition import Draft, Progress, Reader
from warehouse.statut import (
    DISCARDED,
    PREPARED,
    PUBLISHED,
    RELEASED,
    ROLLED_BACK,
    EditionInfo,
    Event,
    NotWritten,
    event,
)

DATABASE = "entrepot.duckdb"
DRAFT = ".brouillon-"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class FolderStore:
    """`folder/000001/{entrepot.duckdb, manifeste.json}`, … and `folder/courante`, which holds a number."""

    folder: Path
    departement: str

    def history(self) -> list[EditionInfo]:
        """The newest first. A folder without its manifest is not an edition."""
        served = self.current()
        manifests = sorted(self.folder.glob(f"[0-9]*/{manifest.MANIFEST}"), reverse=True)
        return [_as_served(manifest.read_manifest(path), served) for path in manifests]

    def current(self) -> int | None:
        """The number in the pointer, or None before the first publication."""
        return manifest.pointed(self.folder)[0]

    def journal(self) -> list[Event]:
        return manifest.journal(self.folder)

    def read(self, number: int) -> Reader:
        return partial(_read_table, self._place(number) / DATABASE)

    def publish(self, draft: Draft, progress: Progress) -> EditionInfo:
        """Draft, seal, rename, then switch: four steps, of which only the last changes what is served."""
        with self._held():
            number = 1 + max((info.number for info in self.history()), default=0)
            place = self.folder / f"{DRAFT}{number:06d}"
            with _whole(place):
                rows = _write_database(place / DATABASE, draft.tables, progress)
                info = draft.info(number, self.departement, rows, self.current())
                progress("scellé")
                manifest.write_manifest(place, info)
            progress("rangement")
            place.rename(self._place(number))
            progress("mise en service")
            happened = event(info.statut, number, draft.service)
            if info.statut == PUBLISHED:
                manifest.point(self.folder, happened)
            manifest.note(self.folder, happened)
        progress("terminé")
        return info

    def release(self, number: int, service: str, progress: Progress) -> EditionInfo:
        """Serve a prepared edition. The pointer alone decides: its manifest follows, now or at the next writing."""
        with self._held():
            info = statut.known(self.history(), number)
            statut.released(info, self.current())
            progress("mise en service")
            self._switch(event(RELEASED, number, service), progress)
        progress("terminé")
        return next(info for info in self.history() if info.number == number)

    def discard(self, number: int, service: str) -> EditionInfo:
        """Abandon a prepared edition: its data are erased, its number stays taken."""
        with self._held():
            info = statut.known(self.history(), number)
            statut.discarded(info)
            info = replace(info, statut=DISCARDED)
            manifest.write_manifest(self._place(number), info)
            (self._place(number) / DATABASE).unlink(missing_ok=True)
            manifest.note(self.folder, event(DISCARDED, number, service))
        return info

    def rollback(self, number: int, service: str) -> EditionInfo:
        """Serve again an edition that was published once."""
        with self._held():
            info = statut.known(self.history(), number)
            statut.served_again(info)
            self._switch(event(ROLLED_BACK, number, service), lambda step: None)
        return replace(info, current=True)

    def _switch(self, happened: Event, progress: Progress) -> None:
        manifest.point(self.folder, happened)
        progress("inscription")
        self._mend()

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Be the only one to write here, over what a killed process may have left."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / ".verrou"):
            for leftover in self.folder.glob(f"{DRAFT}*"):
                shutil.rmtree(leftover)
            self._mend()
            yield

    def _mend(self) -> None:
        """Make manifests and journal say what the pointer decided, and erase what was abandoned."""
        served, last = manifest.pointed(self.folder)
        if last and last not in manifest.lines(self.folder):
            manifest.note(self.folder, last)
        for path in self.folder.glob(f"[0-9]*/{manifest.MANIFEST}"):
            info = manifest.read_manifest(path)
            if info.number == served and info.statut == PREPARED:
                when = last.when.replace(microsecond=0) if last else info.published
                manifest.write_manifest(path.parent, replace(info, statut=PUBLISHED, published=when))
            if info.statut == DISCARDED:
                (path.parent / DATABASE).unlink(missing_ok=True)

    def _place(self, number: int) -> Path:
        return self.folder / f"{number:06d}"


@contextmanager
def _whole(place: Path) -> Iterator[None]:
    """A folder that is written whole or leaves nothing. NotWritten when the disk refuses it."""
    try:
        place.mkdir()
        yield
    except BaseException as error:
        shutil.rmtree(place, ignore_errors=True)
        if (told := _of_the_disk(error)) is None:
            raise
        raise NotWritten(
            f"L’édition n’a pas pu être écrite dans {place.parent} : {told}. Ce qui est affiché n’a pas changé. Faites "
            "de la place ou vérifiez les droits sur ce dossier, puis recommencez."
        ) from error


def _of_the_disk(error: BaseException) -> str | None:
    """Why the disk refused, None when it is not the disk. DuckDB tells it in words only."""
    if isinstance(error, sa.exc.DBAPIError):
        error = error.orig or error
    full = "No space left" in str(error) or (isinstance(error, OSError) and error.errno in FULL)
    if full:
        return "le disque est plein"
    return "le disque refuse l’écriture" if isinstance(error, OSError | duckdb.IOException) else None


def _as_served(info: EditionInfo, served: int | None) -> EditionInfo:
    if info.number != served:
        return info
    return replace(info, current=True, statut=PUBLISHED)


def _write_database(path: Path, tables: dict[str, pd.DataFrame], progress: Progress) -> dict[str, int]:
    engine = sa.create_engine(f"duckdb:///{path}")
    rows = {}
    try:
        with engine.begin() as connection:
            schema.metadata().create_all(connection)
            for name in dictionary():
                if name in tables:
                    progress(f"table {name}")
                    rows[name] = schema.write(connection, tables[name], declared(name))
    finally:
        engine.dispose()
    return rows


def _read_table(path: Path, name: str, distinct: tuple[str, ...] = ()) -> pd.DataFrame:
    engine = sa.create_engine(f"duckdb:///{path}", connect_args={"read_only": True}, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        return schema.read(connection, declared(name), distinct=distinct)
