"""The example row of each template, and how it is known again when nobody erased it.

`examples.csv`: table, colonne, valeur (codes of the dictionary, ISO dates, oui/non, lists joined by |). In each row
one column of the key holds a mark, a word starting with « exemple » that no real identifier holds.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from etl.spreadsheets.block import Block
from warehouse.dictionary import table as declared

CSV = Path(__file__).with_suffix(".csv")
WORD = "exemple"
EXAMPLE = "exemple"  # nature of the line in `Block.passed`
LEFT_OUT = "Ligne d’exemple du modèle, laissée de côté : pour la charger, donnez-lui ses propres identifiants."


@cache
def examples() -> dict[str, dict[str, str]]:
    """The example row of every table of the département: table → column → value; columns left empty are absent."""
    found: dict[str, dict[str, str]] = {}
    with CSV.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["table"], {})[row["colonne"]] = row["valeur"]
    return found


@cache
def mark(table: str) -> tuple[str, str]:
    """The column and the value by which the example of that table is known. KeyError for a table without example."""
    row = examples()[table]
    return next((name, row[name]) for name in declared(table).key if row.get(name, "").startswith(WORD))


def without_examples(block: Block) -> Block:
    """The table without the example rows of the templates: their lines are told in `passed`.

    No mapping is needed: no cell of a real row is one of the marks.
    """
    marks = {value for row in examples().values() for value in row.values() if value.startswith(WORD)}
    found = block.frame.isin(marks).any(axis=1).to_numpy(dtype="bool")
    if not found.any():
        return block
    told = pd.DataFrame({"ligne": block.lines[found], "nature": EXAMPLE, "texte": LEFT_OUT})
    passed = pd.concat([block.passed, told], ignore_index=True).sort_values("ligne", ignore_index=True)
    kept = block.frame[~found].reset_index(drop=True)
    return replace(block, frame=kept, lines=block.lines[~found].reset_index(drop=True), passed=passed)
