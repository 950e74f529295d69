"""What a département tuned or confirmed stands in the sentence of the check."""

from __future__ import annotations

import pandas as pd

from ui.findings import spelled

TUNED = "Règle réglée par le département : seuil 30 % d’écart au lieu de 20 % d’écart. Raison : Campagne d’été."


def result(**said: object) -> pd.DataFrame:
    row = {
        "table": "sessions", "regle": "GEN-07", "gravite": "alerte", "phrase": "Il y a 40 lignes de plus.",
        "exemples": None,
    } | said  # fmt: skip
    return pd.DataFrame([row])


def test_a_tuned_and_confirmed_finding_says_both():
    (row,) = spelled(result(reglage=TUNED, confirmation="Nouvelle session d’hiver.")).to_dict("records")
    assert row["Constat"] == f"Il y a 40 lignes de plus. {TUNED} Confirmé : Nouvelle session d’hiver."
    assert row["Table"] == "Sessions" and row["Gravité"] == "Alerte"


def test_a_finding_that_nobody_touched_is_its_own_sentence():
    assert spelled(result(reglage="", confirmation=float("nan")))["Constat"].tolist() == ["Il y a 40 lignes de plus."]
    assert spelled(result())["Constat"].tolist() == ["Il y a 40 lignes de plus."]  # a report older than the columns
