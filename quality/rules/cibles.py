"""Targets: they aim at an indicator that exists, before a date that comes after the decision."""

from __future__ import annotations

import pandas as pd

from quality.order import after
from quality.rule import BLOCKING, ROW, Around, Finding, Rule, at_fault

TABLE = "cibles"


def _unknown_indicator(frame: pd.DataFrame, around: Around) -> Finding:
    known = around.context.indicators
    return at_fault(~frame["code"].isin(list(known)) if known else pd.Series(False, frame.index))


def _out_of_unit(frame: pd.DataFrame, around: Around) -> Finding:
    """A target in per cent stands between 0 and 100."""
    percent = frame["code"].isin(list(around.context.percentages))
    return at_fault(percent & ~frame["valeur"].between(0, 100) & frame["valeur"].notna())


RULES = (
    Rule(
        "CIB-01", TABLE, BLOCKING, ROW, "Les cibles visent un indicateur connu",
        "{n|cible vise|cibles visent} un indicateur inconnu (exemple : « {exemple} »).",
        _unknown_indicator, ("code",), "l’indicateur « {valeur} » est inconnu",
    ),
    Rule(
        "CIB-01", TABLE, BLOCKING, ROW, "Les cibles sont dans l’unité de leur indicateur",
        "{n|cible n’est|cibles ne sont} pas dans l’unité de l’indicateur (exemple : {exemple}).",
        _out_of_unit, ("valeur", "code"), "la valeur {valeur} n’est pas dans l’unité de l’indicateur",
    ),
    Rule(
        "CIB-02", TABLE, BLOCKING, ROW, "L’échéance suit la décision",
        "{n|cible a|cibles ont} une échéance avant la décision (instance : {exemple}).",
        after("echeance", "date_decision"), ("echeance", "date_decision"), "l’échéance précède la décision", "instance",
    ),
)  # fmt: skip
