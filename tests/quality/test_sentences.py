"""What every rule says: French, short, filled, without a technical word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_rules import words

from quality.catalogue import every_rule
from quality.ledger import seuil
from quality.rule import BLOCKING, FILE, ROW, WARNING
from quality.sentences import say

TECHNICAL = re.compile(
    r"\b(null|nan|none|nat|regex|expression régulière|foreign|primary|key|clé étrangère|clé primaire|hash|sha256|sql|"
    r"dataframe|string|float|boolean|integer|psi|warning|error|row|column|dataset|outlier)\b",
    re.IGNORECASE,
)
# Words of the length that they have in a report.
FILLS = {
    "exemple": "Chantier du Layon", "colonne": "Date de début", "fichier": "sessions.xlsx", "pct": 12.5,
    "type": "une date",
    "lieu": "feuille « Sessions », ligne 14", "date": "31/12/2025", "jours": 120, "somme": 13154, "total": 15000,
    "ecart": 12.4, "a": 4400, "b": 5000, "jour": "30/04/2025", "periode": "2025-04", "valeur": 45, "places": 12,
    "paires": 3, "noms": "Pays d’Ancenis", "lignes": 120, "n_avant": 200, "baisse": 40, "avant": 50, "apres": 0,
    "colonnes": "« Commune (code) » (80 %)",
}  # fmt: skip
RULES = [rule for rule in every_rule() if rule.code != "OPN-02"]  # told by whoever read the file
DISTINCT = list({(rule.code, rule.sentence, rule.reason): rule for rule in RULES}.values())


@pytest.mark.parametrize("rule", DISTINCT, ids=lambda rule: f"{rule.code}-{rule.table}")
@pytest.mark.parametrize("count", [1, 1200])
def test_a_sentence_is_filled_short_and_plain(rule, count: int) -> None:
    told = say(rule.sentence, FILLS | {"n": count, "seuil": seuil(rule)})
    assert told[0].isupper() or told[0] in "«0123456789"
    assert told[-1] in ".?" and "{" not in told and "_" not in told.replace("manage.py", "")
    assert words(told) <= 30, told
    assert not TECHNICAL.search(told) and "'" not in told
    label = say(rule.label, FILLS | {"n": count, "seuil": seuil(rule)})
    assert label and "{" not in label and not TECHNICAL.search(label)


@pytest.mark.parametrize(
    "rule", [rule for rule in DISTINCT if rule.reason], ids=lambda rule: f"{rule.code}-{rule.table}"
)
def test_a_reason_ends_a_sentence_that_names_the_place(rule) -> None:
    assert rule.columns
    assert not TECHNICAL.search(rule.reason) and rule.reason[-1] not in ".?" and "'" not in rule.reason


def test_a_rule_is_blocking_or_warns_on_a_file_or_a_row() -> None:
    assert {rule.severity for rule in RULES} == {BLOCKING, WARNING}
    assert {rule.scope for rule in RULES} == {FILE, ROW}
    assert all(rule.unit for rule in RULES if rule.threshold is not None)
    assert all(("{seuil}" not in rule.sentence + rule.label) or rule.threshold is not None for rule in RULES)


def test_the_documentation_lists_every_code() -> None:
    told = (Path(__file__).parents[2] / "docs" / "barriere.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\b[A-Z]{3}-\d\d\b", told)) == {rule.code for rule in every_rule()} | {"EXT-01"}
