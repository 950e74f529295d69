"""The dictionary as SQL tables, and the way frames enter and leave them."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from warehouse.dictionary import Table, tables

SQL_TYPES = {
    "text": sa.Text,
    "list": sa.Text,
    "int": sa.BigInteger,
    "float": sa.Double,
    "bool": sa.Boolean,
    "date": sa.Date,
    "timestamp": sa.DateTime,
}


def metadata(schema: str | None = None) -> sa.MetaData:
    """SQLAlchemy tables for the whole dictionary, in that schema (None: the database's own)."""
    declared = sa.MetaData(schema=schema)
    for table in tables().values():
        sa.Table(table.name, declared, *(sa.Column(c.name, SQL_TYPES[c.type]) for c in table.columns))
    return declared


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with exactly the declared columns, in order, in pandas types.

    Dates and timestamps become datetime64; integers and booleans keep numpy types when nothing is missing
    and take pandas' nullable types otherwise. Columns that the frame lacks are added empty.
    """
    columns = {}
    for column in table.columns:
        values = frame[column.name] if column.name in frame else pd.Series(pd.NA, frame.index, dtype="object")
        columns[column.name] = _cast(values, column.type)
    return pd.DataFrame(columns, index=frame.index)


def _cast(values: pd.Series, kind: str) -> pd.Series:
    if kind in ("date", "timestamp"):
        return pd.to_datetime(values)
    if kind == "float":
        return pd.to_numeric(values).astype("float64")
    if kind == "int":
        number = pd.to_numeric(values)
        return number.astype("Int64") if number.isna().any() else number.astype("int64")
    if kind == "bool":
        return values.astype("boolean") if values.isna().any() else values.astype("bool")
    return values.astype("str")


def write(connection: sa.Connection, frame: pd.DataFrame, table: Table, schema: str | None = None) -> int:
    """Append the frame to its table by the fastest way the database has; number of rows written."""
    frame = typed(frame, table)
    target = f'"{schema}"."{table.name}"' if schema else f'"{table.name}"'
    if frame.empty:
        return 0
    if connection.dialect.name == "duckdb":
        raw = connection.connection.driver_connection
        # Read faster than from pandas, and in one piece: pieces of a few rows are written twice.
        raw.register("incoming", pa.Table.from_pandas(frame, preserve_index=False).combine_chunks())
        raw.execute(f"INSERT INTO {target} SELECT * FROM incoming")
        raw.unregister("incoming")
    else:
        _copy(connection, frame, target)
    return len(frame)


def _copy(connection: sa.Connection, frame: pd.DataFrame, target: str) -> None:
    # Row by row rather than as CSV text, which cannot tell an empty text from a missing one.
    plain = frame.astype("object").where(frame.notna(), None)
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in plain.itertuples(index=False, name=None):
            copy.write_row(row)


def read(
    connection: sa.Connection, table: Table, schema: str | None = None, distinct: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The whole table as a typed frame, or the distinct rows of some columns; empty in an edition older than it."""
    names = list(distinct or table.names)
    if not sa.inspect(connection).has_table(table.name, schema=schema):
        return typed(pd.DataFrame(), table)[names]
    target = f'"{schema}"."{table.name}"' if schema else f'"{table.name}"'
    held = connection.execute(sa.text(f"SELECT * FROM {target} LIMIT 0")).keys()
    columns = ", ".join(f'"{name}"' for name in names if name in held)
    question = f"SELECT {'DISTINCT ' if distinct else ''}{columns} FROM {target}"
    if connection.dialect.name == "duckdb":
        found = connection.connection.driver_connection.execute(question).df()
    else:
        found = pd.read_sql(sa.text(question), connection)
    return typed(found, table)[names]
