"""The demonstration through the gate: the clean load passes, each spoilt load meets the rule meant for it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from etl.demonstration.faulty import EXPECTED, faulty
from etl.demonstration.generate import generate
from etl.staging import Staged
from geodata.communes import communes
from geodata.passage import passage
from quality.gate import judge
from quality.judgement import Context

DAY, TODAY = date(2025, 12, 31), date(2026, 1, 1)
OFFER = ("territoires", "structures", "actions", "sessions")
# What each fault needs around it to be judged; the other tables would only take time.
TABLES = {
    "a": (*OFFER, "prescriptions"),
    "b": ("territoires",),
    "c": (*OFFER, "prescriptions"),
    "d": OFFER,
    "e1": (*OFFER, "prescriptions", "presences"),
    "e2": ("presences",),
    "f": ("brsa_effectifs",),
    "g": ("sessions",),
    "h": ("prescriptions",),
    "i": ("brsa_effectifs",),
    "j": ("brsa_effectifs",),
}
REFUSED = {"e2", "f", "g", "h", "i", "j"}
WARNINGS = {"TER-02", "PRE-04", "SES-08", "GEN-07"}
SECONDS = 25
# An intercommunality of Maine-et-Loire reaches into Loire-Atlantique; some requests were never answered.
REASONS = {"TER-06", "PRE-09"}


@pytest.fixture(scope="module")
def around() -> Context:
    return Context("49", frozenset(communes()["code"]), TODAY, passage())


@pytest.fixture(scope="module")
def mini() -> dict[str, pd.DataFrame]:
    return generate("49", profile="mini")


def files(tables: dict[str, pd.DataFrame], real: bool = False) -> list[Staged]:
    """The tables as demonstration files; `real` takes the mark away, for what only real files must obey."""
    return [
        Staged(
            name,
            frame.assign(synthetique=False) if real else frame,
            f"demo_{name}.csv",
            date_donnees=frame.attrs.get("date_donnees", DAY),
            synthetique=not real,
        )
        for name, frame in tables.items()
    ]


def test_the_clean_demonstration_is_accepted_whole_and_in_time(around: Context) -> None:
    tables = generate("49")
    start = time.process_time()
    judgement = judge(files(tables), around)
    spent = time.process_time() - start
    stopped = judgement.results.query("gravite == 'bloquant' and statut != 'respectee'")
    assert stopped.empty, stopped["phrase"].tolist()
    told = judgement.results.query("gravite == 'alerte' and statut == 'non_respectee'")
    assert set(told["regle"]) <= REASONS, told["phrase"].tolist()
    assert judgement.loads["nb_acceptees"].sum() == sum(map(len, tables.values()))
    assert set(judgement.accepted) == set(tables)
    assert all(frame["synthetique"].all() for frame in judgement.accepted.values())
    assert spent < SECONDS


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_spoilt_load_meets_its_rule(kind: str, mini: dict[str, pd.DataFrame], around: Context) -> None:
    chosen = {name: mini[name] for name in TABLES[kind]}
    before = {name: len(frame) for name, frame in chosen.items()}
    spoilt = {name: frame for name, frame in faulty(chosen, kind).items() if name in chosen}
    loaded = replace(around, previous=before)
    judgement = judge(files(spoilt, real=kind == "f"), loaded)
    failed = judgement.results.query("statut == 'non_respectee'")
    assert set(EXPECTED[kind]) <= set(failed["regle"])
    assert (judgement.verdict == "refuse") == (kind in REFUSED)
    severities = failed[failed["regle"].isin(EXPECTED[kind])].groupby("regle")["gravite"].first()
    assert severities.to_dict() == {code: "alerte" if code in WARNINGS else "bloquant" for code in EXPECTED[kind]}
