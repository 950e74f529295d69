"""Spells of employment: they end after they begin."""

from __future__ import annotations

from quality.order import after
from quality.rule import BLOCKING, ROW, Rule

RULES = (
    Rule(
        "EPI-01", "episodes_emploi", BLOCKING, ROW, "Un emploi ne finit pas avant de commencer",
        "{n|emploi finit|emplois finissent} avant de commencer ({exemple}).",
        after("date_fin", "date_debut"), ("date_fin", "date_debut"), "l’emploi finit avant de commencer",
        "personne_key",
    ),
)  # fmt: skip
