"""The register of editions in PostgreSQL: what each is, which one is served, what happened."""

from __future__ import annotations

import json
from functools import cache

import sqlalchemy as sa

from warehouse.statut import EditionInfo, Event

REGISTER = "observatoire"

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
    sa.Column("base", sa.Integer),
    sa.Column("service", sa.Text, nullable=False, server_default=""),
)
_current = sa.Table(
    "courante",
    _register,
    sa.Column("departement", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)
_journal = sa.Table(
    "journal",
    _register,
    sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("departement", sa.Text, nullable=False, index=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("when", sa.DateTime, nullable=False),
    sa.Column("service", sa.Text, nullable=False),
)
# Columns that registers made before them lack.
ADDED = (
    f"ALTER TABLE {REGISTER}.editions ADD COLUMN IF NOT EXISTS base integer",
    f"ALTER TABLE {REGISTER}.editions ADD COLUMN IF NOT EXISTS service text NOT NULL DEFAULT ''",
)


@cache
def engine(url: str, lock: int) -> sa.Engine:
    """The database, with its register made or brought up to date. lock: of the advisory lock held meanwhile."""
    made = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    with made.begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock})
        connection.execute(sa.schema.CreateSchema(REGISTER, if_not_exists=True))
        _register.create_all(connection)
        for statement in ADDED:
            connection.execute(sa.text(statement))
    return made


def history(connection: sa.Connection, departement: str) -> list[EditionInfo]:
    """The editions of a département, the newest first."""
    served = current(connection, departement)
    chosen = sa.select(_editions).where(_editions.c.departement == departement)
    rows = connection.execute(chosen.order_by(_editions.c.number.desc())).mappings()
    return [
        EditionInfo(**row | {"rows": json.loads(row["rows"]), "current": row["number"] == served})
        for row in map(dict, rows)
    ]


def current(connection: sa.Connection, departement: str) -> int | None:
    """The number served, or None."""
    return connection.execute(sa.select(_current.c.number).where(_current.c.departement == departement)).scalar()


def last(connection: sa.Connection, departement: str) -> int:
    """The last number taken, 0 before the first edition."""
    chosen = sa.select(sa.func.max(_editions.c.number)).where(_editions.c.departement == departement)
    return connection.execute(chosen).scalar() or 0


def insert(connection: sa.Connection, info: EditionInfo) -> None:
    """Write down a new edition."""
    connection.execute(_editions.insert().values(**_row(info)))


def update(connection: sa.Connection, info: EditionInfo) -> None:
    """What became of an edition."""
    mine = (_editions.c.departement == info.departement) & (_editions.c.number == info.number)
    connection.execute(_editions.update().where(mine).values(statut=info.statut, published=info.published))


def point(connection: sa.Connection, departement: str, number: int) -> None:
    """Serve that edition once the transaction ends."""
    connection.execute(_current.delete().where(_current.c.departement == departement))
    connection.execute(_current.insert().values(departement=departement, number=number))


def note(connection: sa.Connection, departement: str, event: Event) -> None:
    """Add a line to the journal."""
    row = {"departement": departement, "number": event.number, "what": event.what, "when": event.when}
    connection.execute(_journal.insert().values(**row, service=event.service))


def journal(connection: sa.Connection, departement: str) -> list[Event]:
    """Every event, the oldest first."""
    chosen = sa.select(_journal.c.when, _journal.c.what, _journal.c.number, _journal.c.service)
    rows = connection.execute(chosen.where(_journal.c.departement == departement).order_by(_journal.c.id))
    return [Event(*row) for row in rows]


def _row(info: EditionInfo) -> dict:
    names = [column.name for column in _editions.columns]
    return {name: getattr(info, name) for name in names} | {"rows": json.dumps(info.rows)}
