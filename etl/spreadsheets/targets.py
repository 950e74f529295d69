"""What their columns may feed: the columns of the département's tables, and a few that only help to place them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from warehouse.dictionary import Column, tables, vocabulary

OWN = "departement"
TRUTH = {"oui": "Oui", "non": "Non"}
# A list of actions says at once who carries them, where and when they take place, and what they cost.
OFFER = ("actions", "structures", "sessions", "budget_actions")
# Names of places that geocoding turns into codes: not in the dictionary, gone before the gate.
PSEUDO = {
    "structures.nom_commune": "Commune de la structure (nom)",
    "sessions.nom_commune": "Commune du lieu (nom)",
    "sessions.code_postal": "Code postal du lieu",
}
POSTCODE = r"^\d{5}$"
# Columns that may be made from others of a sheet: identifiers first.
MADE = {
    "structures.structure_id",
    "actions.action_id",
    "actions.structure_id",
    "sessions.session_id",
    "sessions.action_id",
    "budget_actions.action_id",
    "territoires.code_tas",
    "territoires.code_departement",
    "actions.description",
}


@cache
def targets() -> dict[str, Column]:
    """Every column they may feed, by "table.colonne", in the order of the dictionary."""
    found = {}
    for table in tables().values():
        if table.origin == OWN:
            found |= {f"{table.name}.{one.name}": one for one in table.columns if one.name != "synthetique"}
            found |= {key: _pseudo(key, label) for key, label in PSEUDO.items() if key.startswith(table.name + ".")}
    return found


def target(key: str) -> Column:
    """The column of that key; KeyError when nothing of that name may be fed."""
    return targets()[key]


@cache
def required(table: str) -> tuple[str, ...]:
    """Keys of the columns that table may not go without."""
    return tuple(key for key, column in targets().items() if column.table == table and column.required)


@cache
def choices(key: str) -> Mapping[str, str]:
    """Codes of a column and their French label; empty when any value may stand there."""
    column = target(key)
    if column.type == "bool":
        return TRUTH
    if column.vocabulary:
        return vocabulary(column.vocabulary)
    if column.values and column.type != "int":
        return {code: _anywhere(column.name, code) for code in column.values}
    return {}


def is_mark(header: str) -> bool:
    """Whether a header is the mark of invented data, which travels with every row and is never mapped."""
    return header.strip() in ("synthetique", "Donnée de démonstration")


def keyed_by_person(table: str) -> bool:
    """Whether the rows of that table carry the key of a person."""
    return f"{table}.personne_key" in targets()


def _anywhere(name: str, code: str) -> str:
    try:
        return vocabulary(name)[code]
    except KeyError:
        return code


def _pseudo(key: str, label: str) -> Column:
    table, _, name = key.partition(".")
    pattern = POSTCODE if name == "code_postal" else ""
    return Column(table, name, "text", False, "", label, (), "", None, None, pattern, "")
