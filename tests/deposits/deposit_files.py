"""Small files as a département sends them, in the shape of the dictionary."""

from __future__ import annotations

import csv
import io

from etl.spreadsheets.mapping import Mapping, SheetMapping

ACTIONS = [{"action_id": "A1", "nom": "Atelier mobilité"}, {"action_id": "A2", "nom": "Chantier vert"}]
PRESCRIPTIONS = [{"prescription_id": "P1", "personne_key": "ab" * 32, "action_id": "A1"}]


def as_csv(rows: list[dict]) -> bytes:
    """Those rows as a CSV with semicolons, in UTF-8."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def mapped(table: str, *headers: str, feuille: str = "") -> Mapping:
    """Every header is the column of that name."""
    return Mapping((SheetMapping(feuille, headers, {name: f"{table}.{name}" for name in headers}),))
