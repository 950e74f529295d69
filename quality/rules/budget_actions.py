"""Budget: what is spent stays near what was planned."""

from __future__ import annotations

import pandas as pd

from quality.rule import FILE, WARNING, Around, Finding, Rule, at_fault


def _overspent(frame: pd.DataFrame, around: Around) -> Finding:
    share = 100 * frame["montant_realise"] / frame["montant_prevu"].where(frame["montant_prevu"] > 0)
    mask = share > around.threshold
    return at_fault(mask, pct=round(float(share[mask].iloc[0]), 1) if mask.any() else 0.0)


RULES = (
    Rule(
        "BUD-02", "budget_actions", WARNING, FILE, "Le montant réalisé reste proche du montant prévu",
        "L’action « {exemple} » a consommé {pct} % de son budget.",
        _overspent, ("montant_realise", "montant_prevu"), example="action_id", threshold=110, unit="%",
    ),
)  # fmt: skip
