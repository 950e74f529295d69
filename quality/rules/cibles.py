"""Targets: they aim at an indicator that exists, before a date that comes after the decision."""

from __future__ import annotations

import pandas as pd

from quality.order import after
from quality.rule import BLOCKING, ROW, Around, Finding, Rule, at_fault

TABLE = "cibles"


def _unknown_indicator(frame: pd.DataFrame, around: Around) -> Finding:
    known = around.context.indicators
    return at_fault(~frame["code"].isin(known) if known else pd.Series(False, frame.index))


RULES = (
    Rule(
        "CIB-01", TABLE, BLOCKING, ROW, "Les cibles visent un indicateur connu",
        "{n|cible vise|cibles visent} un indicateur inconnu (exemple : « {exemple} »).",
        _unknown_indicator, ("code",), "l’indicateur « {valeur} » est inconnu",
    ),
    Rule(
        "CIB-02", TABLE, BLOCKING, ROW, "L’échéance suit la décision",
        "{n|cible a|cibles ont} une échéance avant la décision (instance : {exemple}).",
        after("echeance", "date_decision"), ("echeance", "date_decision"), "l’échéance précède la décision", "instance",
    ),
)  # fmt: skip
