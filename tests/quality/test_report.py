"""The report says in plain values what the gate decided."""

from __future__ import annotations

import json
import subprocess
import sys

import pandas as pd
import pytest
from quality_world import clean, context, staged

from quality.gate import judge
from quality.report import report, summary
from quality.sentences import figure, place, say


@pytest.fixture(scope="module")
def judgement():
    tables = clean()
    lieux = pd.concat([tables["lieux"].assign(lieu_id=f"l{n}") for n in range(8)], ignore_index=True)
    lieux.loc[0, "type_lieu"] = "phare"
    budget = tables["budget_actions"].drop(columns="financeur")
    names = ("territoires", "structures", "actions")
    return judge(
        staged(tables | {"lieux": lieux, "budget_actions": budget}, *names, "lieux", "budget_actions"), context()
    )


def test_a_report_is_plain_and_adds_up(judgement) -> None:
    told = json.loads(json.dumps(report(judgement)))
    assert told["verdict"] == "refuse"
    assert told["lignes"] == {"recues": 17, "acceptees": 14, "ecartees": 1, "refusees": 2}
    assert told["ecartees"] == [{"table": "lieux", "regle": "DIC-02", "lignes": 1}]
    codes = {line["regle"] for line in told["bloquants"]}
    assert {"GEN-01", "DIC-02"} <= codes
    assert {line["statut"] for line in told["bloquants"]} == {"non_respectee", "non_executee"}
    assert all(line["phrase"] for line in told["bloquants"] + told["alertes"])
    assert sum(told["regles"].values()) == len(judgement.results)


def test_a_report_is_the_same_from_stored_tables(judgement) -> None:
    assert {"verdict": "refuse"} | summary(judgement.reports) == report(judgement)


@pytest.mark.parametrize("module", ["quality.report", "quality.catalogue", "quality.gate", "etl.pipeline"])
def test_only_the_first_question_loads_great_expectations(module: str) -> None:
    code = f"import sys, {module}; sys.exit(bool({{'great_expectations', 'scipy.stats'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_sentences_agree_and_leave_no_hole() -> None:
    assert (
        say("{n|ligne est|lignes sont} à revoir ({a})", {"n": 1, "a": 1234.5}) == "1 ligne est à revoir (1\u202f234,5)"
    )
    assert say("{n|ligne est|lignes sont} à revoir ({a})", {"n": 0, "a": "x"}) == "0 ligne est à revoir (x)"
    assert say("{n|ligne est|lignes sont} à revoir", {"n": 2000}) == "2\u202f000 lignes sont à revoir"
    with pytest.raises(KeyError):
        say("{inconnu}", {"n": 1})
    assert figure(12.0) == "12" and figure(True) == "True" and figure(0.25) == "0,2"
    assert place("f.csv", "", 3, "Commune") == "f.csv, ligne 3, colonne « Commune »"
