"""Filling the French sentences: agreements, places, examples that show nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from warehouse.dictionary import Table, table, vocabulary

COUNTED = re.compile(r"\{n\|([^|}]*)\|([^}]*)\}")
PERSONAL = ("personne_key", "prescription_id", "parcours_id", "reponse_id", "courriel_generique", "telephone")
EXAMPLES = 5


def say(template: str, fills: Mapping[str, object]) -> str:
    """The sentence with every placeholder filled, starting with a capital."""
    text = fill(template, fills)
    return text[0].upper() + text[1:]


def fill(template: str, fills: Mapping[str, object]) -> str:
    """The text with every placeholder filled; {n|ligne est|lignes sont} agrees with the count `n`.

    KeyError when a placeholder has no value: a sentence with a hole is never shown.
    """

    def agree(match: re.Match[str]) -> str:
        count = int(fills["n"])
        return f"{figure(count)} {match.group(1 if count < 2 else 2)}"

    words = {name: figure(value) for name, value in fills.items()}
    return COUNTED.sub(agree, template).format(**words)


def figure(value: object) -> str:
    """A value as a French reader expects it: 13 860, 6,7; anything else as text."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    text = f"{value:,.1f}" if isinstance(value, float) and value != int(value) else f"{int(value):,}"
    return text.replace(",", "\u202f").replace(".", ",")


def shown(value: object) -> str:
    """A cell as text, for an example: dates in French, nothing for a missing value."""
    if value is None or value is pd.NaT or (not isinstance(value, str | list) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)[:60]


def in_words(name: str, column: str, value: object) -> str:
    """A value as an example: the words of its code; of a list, the items that are not admitted, if any."""
    declared = table(name).column(column)
    if declared.type != "list":
        words = vocabulary(declared.vocabulary) if declared.vocabulary else {}
        return words.get(str(value), shown(value))
    items = str(value).split("|")
    strange = [item for item in items if declared.values and item not in declared.values]
    return shown(", ".join(strange or items))


def label(name: str, column: str) -> str:
    """How the reader calls a column of a table."""
    declared: Table = table(name)
    return declared.column(column).label if column in declared.names else column


def shows_a_person(column: str) -> bool:
    """Whether the values of a column may lead to one person, and so are never quoted."""
    return column in PERSONAL


def place(fichier: str, feuille: str, ligne: object, colonne: str) -> str:
    """Where a cell is: « territoires.xlsx, feuille « Communes », ligne 12, colonne « Commune (code) » »."""
    parts = [fichier] if fichier else []
    parts += [f"feuille « {feuille} »"] if feuille else []
    parts += [f"ligne {ligne}"] if ligne else []
    parts += [f"colonne « {colonne} »"] if colonne else []
    return ", ".join(parts)
