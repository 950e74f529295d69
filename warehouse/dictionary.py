"""The one dictionary of tables and columns: name, type, unit, label, rule. Declared in two CSV beside it.

`tables.csv`: table, libelle, cle (columns joined by |), grain, origine (departement | ouverte | systeme),
description, rythme (mensuel | annuel, of the tables of the département). `columns.csv`: table, colonne, type,
obligatoire (oui | non), unite, libelle, valeurs (joined by |, or @name of a vocabulary), reference (table.colonne),
minimum, maximum, motif (regular expression, of the whole value or of each item of a list), note.
`vocabularies.csv`: vocabulaire, code, libelle; the words a reader sees for the codes stored.
Every table also carries `synthetique`: the mark travels with the data, so no screen can forget it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
TYPES = ("text", "int", "float", "bool", "date", "timestamp", "list")
SURVEY = "enquete_qualite"  # a row is the answers of one person, who has no key
ORIGINS = ("departement", "ouverte", "systeme")


@dataclass(frozen=True)
class Column:
    """One column. `values` is a closed vocabulary (empty: open); bounds are inclusive, in `unit`.

    vocabulary: name under which `vocabulary()` gives the French label of each value, "" when it has none.
    """

    table: str
    name: str
    type: str
    required: bool
    unit: str
    label: str
    values: tuple[str, ...]
    reference: str
    minimum: float | None
    maximum: float | None
    pattern: str
    note: str
    vocabulary: str = ""


@dataclass(frozen=True)
class Table:
    """One table. `key` identifies a row; `origin` says whose data it is.

    rhythm: how often the département renews it, "" for what is not its own.
    """

    name: str
    label: str
    key: tuple[str, ...]
    grain: str
    origin: str
    description: str
    columns: tuple[Column, ...]
    rhythm: str = ""

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the dictionary does not know it."""
        return self._by_name()[name]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def individual(self) -> bool:
        """Whether a row is about one person: its rows are counted, never shown, compared or kept as received."""
        return "personne_key" in self.names or self.name == SURVEY

    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


@cache
def tables() -> dict[str, Table]:
    """Every declared table by name, in the order of `tables.csv`."""
    columns: dict[str, list[Column]] = {}
    for row in _rows("columns.csv"):
        columns.setdefault(row["table"], []).append(_column(row))
    return {row["table"]: _table(row, columns.get(row["table"], [])) for row in _rows("tables.csv")}


def table(name: str) -> Table:
    """The declared table of that name; KeyError when there is none."""
    return tables()[name]


@cache
def vocabularies() -> dict[str, dict[str, str]]:
    """Every closed vocabulary: name → {code: French label}, in the order a reader expects."""
    found: dict[str, dict[str, str]] = {}
    for row in _rows("vocabularies.csv"):
        found.setdefault(row["vocabulaire"], {})[row["code"]] = row["libelle"]
    return found


def vocabulary(name: str) -> dict[str, str]:
    """Codes and French labels of one vocabulary; KeyError when there is none."""
    return vocabularies()[name]


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _values(text: str) -> tuple[str, ...]:
    return tuple(vocabulary(text[1:])) if text.startswith("@") else _split(text)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _column(row: dict[str, str]) -> Column:
    return Column(
        table=row["table"],
        name=row["colonne"],
        type=row["type"],
        required=row["obligatoire"] == "oui",
        unit=row["unite"],
        label=row["libelle"],
        values=_values(row["valeurs"]),
        reference=row["reference"],
        minimum=_number(row["minimum"]),
        maximum=_number(row["maximum"]),
        pattern=row["motif"],
        note=row["note"],
        vocabulary=row["valeurs"].removeprefix("@") if row["valeurs"].startswith("@") else "",
    )


def _table(row: dict[str, str], columns: list[Column]) -> Table:
    mark = Column(row["table"], "synthetique", "bool", True, "", "Donnée de démonstration", (), "", None, None, "", "")
    return Table(
        name=row["table"],
        label=row["libelle"],
        key=_split(row["cle"]),
        grain=row["grain"],
        origin=row["origine"],
        description=row["description"],
        columns=(*columns, mark),
        rhythm=row["rythme"],
    )
