"""Breaks in series are declared once, for codes that exist, in sentences a reader understands."""

from __future__ import annotations

import csv

from indicators.breaks import CSV, breaks
from indicators.catalogue import catalogue
from warehouse.dictionary import vocabularies


def test_a_period_sorts_on_the_right_side_of_its_break():
    ((first, phrase),) = breaks("demandeurs_emploi_abc")
    assert "2024-T4" < first <= "2025-T1" and "inscrits d’office" in phrase
    assert [period for period, _ in breaks("taux_pauvrete")] == ["2023"]
    assert [period for period, _ in breaks("bmo_tension")] == ["2024"]
    assert breaks("population_municipale") == []


def test_every_break_is_of_a_known_code_and_says_a_sentence():
    known = set(catalogue()) | set(vocabularies()["mesure"])
    with CSV.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            assert set(row["codes"].split("|")) <= known
            assert row["phrase"].endswith(".") and "'" not in row["phrase"]
