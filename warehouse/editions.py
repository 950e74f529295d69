"""Numbered editions: written aside, then switched on all at once, never changed afterwards.

One département, one sequence of editions. Two stores hold them behind the same functions: a folder of DuckDB
files (the embedded default) and PostgreSQL, one schema per edition (shared deployment). A load is prepared, looked
at, then released or abandoned; a refused load is an edition too: it keeps its report and its set-aside rows, and is
never served. Numbers are never used twice: everything computed from an edition is kept under its number.
"""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from config import Config
from warehouse import statut
from warehouse.edition import Draft, Edition, Progress, Reader
from warehouse.folder import FolderStore
from warehouse.postgres import PostgresStore
from warehouse.statut import EditionInfo, Event, StaleEdition, UnknownEdition

__all__ = ["EditionInfo", "Event", "StaleEdition", "UnknownEdition"]


def silent(step: str) -> None:
    """Nobody is told of the progress."""


class Store(Protocol):
    """Where the editions of one département lie."""

    def history(self) -> list[EditionInfo]: ...

    def current(self) -> int | None: ...

    def journal(self) -> list[Event]: ...

    def read(self, number: int) -> Reader: ...

    def publish(self, draft: Draft, progress: Progress) -> EditionInfo: ...

    def release(self, number: int, service: str, progress: Progress) -> EditionInfo: ...

    def discard(self, number: int, service: str) -> EditionInfo: ...

    def rollback(self, number: int, service: str) -> EditionInfo: ...


def store(config: Config) -> Store:
    """The store the configuration names."""
    if config.warehouse_url:
        return PostgresStore(config.warehouse_url, config.departement)
    return FolderStore(config.home / "editions" / config.departement, config.departement)


def publish(
    config: Config,
    tables: dict[str, pd.DataFrame],
    verdict: str,
    progress: Progress = silent,
    serve: bool = True,
    service: str = "",
) -> EditionInfo:
    """Write a new edition and, unless the gate refused it, serve it from now on; with serve=False, only prepare it.

    Whatever happens before the last step, the edition served until now stays served and whole. service: who loads,
    a service or a role (the configuration's by default).
    """
    return store(config).publish(Draft(tables, verdict, serve, service or config.service), progress)


def release(config: Config, number: int, author: str = "", progress: Progress = silent) -> EditionInfo:
    """Serve a prepared edition from now on.

    author: a service or a role. UnknownEdition when it is not prepared, StaleEdition when the edition it was
    compared with is no longer the one served: it must be checked again.
    """
    return store(config).release(number, author or config.service, progress)


def discard(config: Config, number: int, author: str = "") -> EditionInfo:
    """Abandon a prepared edition: its data are erased, its number is never used again. UnknownEdition otherwise."""
    return store(config).discard(number, author or config.service)


def history(config: Config) -> list[EditionInfo]:
    """Every edition of the département, the newest first: refused, prepared and abandoned ones included."""
    return store(config).history()


def journal(config: Config) -> list[Event]:
    """What happened to the editions, the oldest first: when, what, which number, by which service."""
    return store(config).journal()


def current(config: Config) -> Edition | None:
    """The edition being served, or None before the first publication."""
    number = store(config).current()
    return None if number is None else open_edition(config, number)


def open_edition(config: Config, number: int) -> Edition:
    """Any edition by its number, refused and prepared ones included. UnknownEdition when its data are gone."""
    shelf = store(config)
    info = statut.known(shelf.history(), number)
    statut.readable(info)
    return Edition(number, info.departement, info.published, info.synthetic, shelf.read(number))


def rollback(config: Config, number: int, service: str = "") -> EditionInfo:
    """Serve a previous edition again. UnknownEdition when it does not exist or was never published."""
    return store(config).rollback(number, service or config.service)
