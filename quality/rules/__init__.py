"""The rules proper to each table, one file a table, found by themselves: adding a rule is adding an entry."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from quality.rule import Rule


@cache
def specific_rules() -> tuple[Rule, ...]:
    """Every rule declared in this folder, in the order of the files."""
    found: list[Rule] = []
    for module in pkgutil.iter_modules(__path__):
        found += getattr(importlib.import_module(f"{__name__}.{module.name}"), "RULES", ())
    return tuple(found)


def rules_of(table: str) -> tuple[Rule, ...]:
    """The rules proper to that table."""
    return tuple(rule for rule in specific_rules() if rule.table == table)
