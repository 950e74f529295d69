"""The checks of the gate as a reader may know them: `controls.csv`, written by `quality.listing`."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_suffix(".csv")
COLUMNS = ("regle", "gravite", "portee", "verifie", "tables")


class Control(NamedTuple):
    """One check. gravite: bloquant | alerte; portee: fichier | ligne; tables: names of those it is played on."""

    regle: str
    gravite: str
    portee: str
    verifie: str
    tables: tuple[str, ...]


@cache
def controls() -> tuple[Control, ...]:
    """Every check, by code."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    return tuple(Control(*(row[name] for name in COLUMNS[:-1]), tuple(row["tables"].split("|"))) for row in rows)
