"""Survey of quality: answers that were thought about, weights that count."""

from __future__ import annotations

import pandas as pd

from quality.rule import BLOCKING, FILE, ROW, WARNING, Around, Finding, Rule, as_a_whole, expect

TABLE = "enquete_qualite"
NOTES = ("note_globale", "q_continuite", "q_information", "q_reseau", "q_orientation", "q_ecoute", "q_avancer")


def _hurried(frame: pd.DataFrame, around: Around) -> Finding:
    marks = frame[list(NOTES)].astype("float64")
    several = marks.notna().sum(axis=1) >= 4
    same = several & (marks.max(axis=1) == marks.min(axis=1))
    share = float(same.sum() / several.sum()) if several.any() else 0.0
    return as_a_whole(share <= around.threshold / 100, pct=round(100 * share, 1))


RULES = (
    Rule(
        "QUA-03", TABLE, WARNING, FILE, "Les notes ne sont pas toutes les mêmes",
        "{pct} % des réponses ont la même note partout.",
        _hurried, NOTES, threshold=10, unit="%",
    ),
    Rule(
        "QUA-04", TABLE, BLOCKING, ROW, "Le poids d’une réponse est positif",
        "{n|réponse a un poids nul|réponses ont un poids nul} ({exemple}).",
        expect("column_values_to_be_between", column="poids", min_value=0, strict_min=True),
        ("poids",), "le poids de la réponse est nul", "reponse_id",
    ),
)  # fmt: skip
