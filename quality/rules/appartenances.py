"""Memberships: every commune belongs to territories that have a name."""

from __future__ import annotations

import pandas as pd

from quality.rule import FILE, WARNING, Around, Finding, Rule, at_fault


def _unnamed(frame: pd.DataFrame, around: Around) -> Finding:
    zones = around.tables["zones"]
    return at_fault(~(frame["niveau"] + "/" + frame["code_zone"]).isin(zones["niveau"] + "/" + zones["code"]))


RULES = (
    Rule(
        "APP-01", "appartenances", WARNING, FILE, "Les communes appartiennent à des territoires connus",
        "{n|appartenance renvoie|appartenances renvoient} à un territoire sans nom (exemple : {exemple}).",
        _unnamed, ("code_zone", "niveau"), needs=("zones",), late=True,
    ),
)  # fmt: skip
