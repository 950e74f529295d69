"""Numbered editions: written aside, then switched on all at once, never changed afterwards.

One département, one sequence of editions. Two stores hold them behind the same four functions: a folder
of DuckDB files (the embedded default) and PostgreSQL, one schema per edition (shared deployment).
A refused load is an edition too: it keeps its report and its set-aside rows, and is never served.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import pandas as pd

from config import Config
from warehouse.edition import REFUSED, Edition, EditionInfo, Progress
from warehouse.folder import FolderStore
from warehouse.postgres import PostgresStore


class UnknownEdition(Exception):
    """No edition of that number can be served; the message says why, in French."""


class Store(Protocol):
    """Where the editions of one département lie."""

    def history(self) -> list[EditionInfo]: ...

    def current(self) -> int | None: ...

    def read(self, number: int) -> Callable[[str], pd.DataFrame]: ...

    def publish(
        self, tables: dict[str, pd.DataFrame], verdict: str, synthetic: bool, progress: Progress
    ) -> EditionInfo: ...

    def switch(self, number: int) -> None: ...


def store(config: Config) -> Store:
    """The store the configuration names."""
    if config.warehouse_url:
        return PostgresStore(config.warehouse_url, config.departement)
    return FolderStore(config.home / "editions" / config.departement, config.departement)


def publish(
    config: Config,
    tables: dict[str, pd.DataFrame],
    verdict: str,
    progress: Progress = lambda step: None,
) -> EditionInfo:
    """Write a new edition and, unless the gate refused it, serve it from now on.

    Whatever happens before the last step, the edition served until now stays served and whole.
    """
    synthetic = any(bool(f["synthetique"].any()) for f in tables.values() if "synthetique" in f and len(f))
    return store(config).publish(tables, verdict, synthetic, progress)


def history(config: Config) -> list[EditionInfo]:
    """Every edition of the département, the newest first, refused ones included."""
    return store(config).history()


def current(config: Config) -> Edition | None:
    """The edition being served, or None before the first publication."""
    number = store(config).current()
    return None if number is None else open_edition(config, number)


def open_edition(config: Config, number: int) -> Edition:
    """Any edition by its number, refused ones included (their report is readable)."""
    shelf = store(config)
    info = _info(shelf, number)
    return Edition(number, info.departement, info.published, info.synthetic, shelf.read(number))


def rollback(config: Config, number: int) -> EditionInfo:
    """Serve a previous edition again. UnknownEdition when it does not exist or was refused."""
    shelf = store(config)
    info = _info(shelf, number)
    if info.statut == REFUSED:
        raise UnknownEdition(
            f"L’édition {number} a été refusée par la barrière de qualité : elle ne peut pas être servie."
        )
    shelf.switch(number)
    return info


def _info(shelf: Store, number: int) -> EditionInfo:
    known = {info.number: info for info in shelf.history()}
    if number not in known:
        listed = ", ".join(str(n) for n in sorted(known)) or "aucune"
        raise UnknownEdition(f"L’édition {number} n’existe pas (éditions connues : {listed}).")
    return known[number]
