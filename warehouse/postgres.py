"""Editions in PostgreSQL: one schema per edition, everything in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial

import pandas as pd
import sqlalchemy as sa

from warehouse import schema
from warehouse.dictionary import table as declared
from warehouse.dictionary import tables as dictionary
from warehouse.edition import PUBLISHED, REFUSED, EditionInfo, Progress

REGISTER = "observatoire"
LOCK = 4_900_049  # any constant: the advisory lock that keeps two publications apart

_register = sa.MetaData(schema=REGISTER)
_editions = sa.Table(
    "editions",
    _register,
    sa.Column("departement", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("statut", sa.Text, nullable=False),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("published", sa.DateTime, nullable=False),
    sa.Column("synthetic", sa.Boolean, nullable=False),
    sa.Column("rows", sa.Text, nullable=False),
)
_current = sa.Table(
    "courante",
    _register,
    sa.Column("departement", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)


@cache
def _engine(url: str) -> sa.Engine:
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    with engine.begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        connection.execute(sa.schema.CreateSchema(REGISTER, if_not_exists=True))
        _register.create_all(connection)
    return engine


@dataclass(frozen=True)
class PostgresStore:
    """Schemas `edition_<département>_<number>` and a register of which one is served."""

    url: str = field(repr=False)
    departement: str

    def history(self) -> list[EditionInfo]:
        served = self.current()
        chosen = sa.select(_editions).where(_editions.c.departement == self.departement)
        with _engine(self.url).connect() as connection:
            rows = connection.execute(chosen.order_by(_editions.c.number.desc())).mappings()
            return [
                EditionInfo(**row | {"rows": json.loads(row["rows"]), "current": row["number"] == served})
                for row in map(dict, rows)
            ]

    def current(self) -> int | None:
        chosen = sa.select(_current.c.number).where(_current.c.departement == self.departement)
        with _engine(self.url).connect() as connection:
            return connection.execute(chosen).scalar()

    def read(self, number: int) -> Callable[[str], pd.DataFrame]:
        return partial(_read_table, self.url, self._schema(number))

    def publish(
        self, tables: dict[str, pd.DataFrame], verdict: str, synthetic: bool, progress: Progress
    ) -> EditionInfo:
        """One transaction from the first table to the pointer: a killed process leaves no trace."""
        with _engine(self.url).begin() as connection:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            number = 1 + (connection.execute(self._last()).scalar() or 0)
            place = self._schema(number)
            connection.execute(sa.schema.CreateSchema(place))
            schema.metadata(place).create_all(connection)
            rows = {}
            for name in dictionary():
                if name in tables:
                    progress(f"table {name}")
                    rows[name] = schema.write(connection, tables[name], declared(name), place)
            info = EditionInfo(
                number=number,
                departement=self.departement,
                statut=REFUSED if verdict == "refuse" else PUBLISHED,
                verdict=verdict,
                published=datetime.now().replace(microsecond=0),
                synthetic=synthetic,
                rows=rows,
                current=verdict != "refuse",
            )
            progress("scellé")
            connection.execute(_editions.insert().values(**_row(info)))
            if info.statut == PUBLISHED:
                self._point(connection, number)
            progress("mise en service")
        progress("terminé")
        return info

    def switch(self, number: int) -> None:
        with _engine(self.url).begin() as connection:
            self._point(connection, number)

    def _point(self, connection: sa.Connection, number: int) -> None:
        mine = _current.c.departement == self.departement
        connection.execute(_current.delete().where(mine))
        connection.execute(_current.insert().values(departement=self.departement, number=number))

    def _last(self) -> sa.Select:
        return sa.select(sa.func.max(_editions.c.number)).where(_editions.c.departement == self.departement)

    def _schema(self, number: int) -> str:
        return f"edition_{self.departement.lower()}_{number:06d}"


def _row(info: EditionInfo) -> dict:
    names = [column.name for column in _editions.columns]
    return {name: getattr(info, name) for name in names} | {"rows": json.dumps(info.rows)}


def _read_table(url: str, place: str, name: str) -> pd.DataFrame:
    with _engine(url).connect() as connection:
        return schema.read(connection, declared(name), place)
