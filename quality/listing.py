"""The list of the checks, for the application, which never loads the gate: `warehouse/controls.csv`, written from here.

`python -m quality.listing` writes it again after a rule was added or changed; a test says when it was forgotten.
"""

from __future__ import annotations

from quality.catalogue import every_rule
from quality.ledger import seuil
from quality.rule import Rule
from warehouse.controls import COLUMNS, FILE, Control


def controls() -> list[Control]:
    """One per code, severity, scope and thing verified, with every table it is played on; thresholds untuned."""
    tables: dict[tuple[str, str, str, str], list[str]] = {}
    for rule in every_rule():
        tables.setdefault((rule.code, rule.severity, rule.scope, _label(rule)), []).append(rule.table)
    told = [Control(*key, tuple(sorted(set(names)))) for key, names in tables.items()]
    return sorted(told, key=lambda one: (one.regle, one.tables, one.verifie, one.gravite))


def _label(rule: Rule) -> str:
    return rule.label.replace("{seuil}", seuil(rule))


def text() -> str:
    """The CSV: tables joined by |."""
    lines = [";".join(COLUMNS)]
    lines += [";".join((*one[:-1], "|".join(one.tables))) for one in controls()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
