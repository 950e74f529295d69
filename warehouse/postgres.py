"""Editions in PostgreSQL: one schema per edition, everything in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

import pandas as pd
import sqlalchemy as sa

from warehouse import register, schema, statut
from warehouse.dictionary import table as declared
from warehouse.dictionary import tables as dictionary
from warehouse.edition import Draft, Progress, Reader
from warehouse.statut import DISCARDED, PUBLISHED, RELEASED, ROLLED_BACK, EditionInfo, Event, event

LOCK = 4_900_049  # any constant: the advisory lock that keeps two publications apart


@dataclass(frozen=True)
class PostgresStore:
    """Schemas `edition_<département>_<number>` and a register of which one is served."""

    url: str = field(repr=False)
    departement: str

    def history(self) -> list[EditionInfo]:
        with register.engine(self.url, LOCK).connect() as connection:
            return register.history(connection, self.departement)

    def current(self) -> int | None:
        with register.engine(self.url, LOCK).connect() as connection:
            return register.current(connection, self.departement)

    def journal(self) -> list[Event]:
        with register.engine(self.url, LOCK).connect() as connection:
            return register.journal(connection, self.departement)

    def read(self, number: int) -> Reader:
        return partial(_read_table, self.url, self._schema(number))

    def publish(self, draft: Draft, progress: Progress) -> EditionInfo:
        """One transaction from the first table to the pointer: a killed process leaves no trace."""
        with self._held() as connection:
            number = 1 + register.last(connection, self.departement)
            place = self._schema(number)
            connection.execute(sa.schema.CreateSchema(place))
            schema.metadata(place).create_all(connection)
            rows = {}
            for name in dictionary():
                if name in draft.tables:
                    progress(f"table {name}")
                    rows[name] = schema.write(connection, draft.tables[name], declared(name), place)
            info = draft.info(number, self.departement, rows, register.current(connection, self.departement))
            progress("scellé")
            register.insert(connection, info)
            self._happens(connection, event(info.statut, number, draft.service), switch=info.statut == PUBLISHED)
            progress("mise en service")
        progress("terminé")
        return info

    def release(self, number: int, service: str, progress: Progress) -> EditionInfo:
        """Serve a prepared edition, if the one it was compared with is still served."""
        with self._held() as connection:
            info = statut.known(register.history(connection, self.departement), number)
            statut.released(info, register.current(connection, self.departement))
            happened = event(RELEASED, number, service)
            info = replace(info, statut=PUBLISHED, published=happened.when.replace(microsecond=0), current=True)
            register.update(connection, info)
            self._happens(connection, happened, switch=True)
            progress("mise en service")
        progress("terminé")
        return info

    def discard(self, number: int, service: str) -> EditionInfo:
        """Abandon a prepared edition: its schema is dropped, its number stays taken."""
        with self._held() as connection:
            info = statut.known(register.history(connection, self.departement), number)
            statut.discarded(info)
            info = replace(info, statut=DISCARDED)
            register.update(connection, info)
            connection.execute(sa.schema.DropSchema(self._schema(number), cascade=True))
            self._happens(connection, event(DISCARDED, number, service), switch=False)
        return info

    def rollback(self, number: int, service: str) -> EditionInfo:
        """Serve again an edition that was published once."""
        with self._held() as connection:
            info = statut.known(register.history(connection, self.departement), number)
            statut.served_again(info)
            self._happens(connection, event(ROLLED_BACK, number, service), switch=True)
        return replace(info, current=True)

    @contextmanager
    def _held(self) -> Iterator[sa.Connection]:
        with register.engine(self.url, LOCK).begin() as connection:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            yield connection

    def _happens(self, connection: sa.Connection, happened: Event, switch: bool) -> None:
        register.note(connection, self.departement, happened)
        if switch:
            register.point(connection, self.departement, happened.number)

    def _schema(self, number: int) -> str:
        return f"edition_{self.departement.lower()}_{number:06d}"


def _read_table(url: str, place: str, name: str, distinct: tuple[str, ...] = ()) -> pd.DataFrame:
    with register.engine(url, LOCK).connect() as connection:
        return schema.read(connection, declared(name), place, distinct)
