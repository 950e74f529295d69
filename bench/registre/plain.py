"""The straightforward way: pandas, then each rule of the dictionary asked of Great Expectations on every row.

It hashes no key, follows no commune, quotes no example and sets no row aside; it asks the same of prescriptions as the
dictionary and PRE-01 to PRE-10 do, as far as an expectation can say it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from bench.registre.invented import TODAY
from quality.examine import ask
from quality.gate import Context
from quality.generic import declared_rules, required_rules
from quality.rule import Around, Expect, asked, expect
from quality.rules import rules_of
from warehouse.dictionary import table

DATES = ("date_prescription", "date_reponse", "date_entree", "date_fin_action", "date_retour_prescripteur")


def judged(folder: Path) -> int:
    """Rows of prescriptions, when every expectation holds."""
    frame = pd.read_csv(folder / "prescriptions.csv", sep=";", dtype="str")
    for column in DATES:
        frame[column] = pd.to_datetime(frame[column], format="%d/%m/%Y")
    sessions = pd.read_csv(folder / "sessions.csv", sep=";", dtype="str")
    places = pd.read_csv(folder / "territoires.csv", sep=";", dtype="str")
    failed = [check.name for check, threshold in _asked(sessions, places) if not _holds(check, threshold, frame)]
    if failed:
        raise RuntimeError(f"Attentes non tenues : {failed}")
    return len(frame)


def _asked(sessions: pd.DataFrame, places: pd.DataFrame) -> list[tuple[Expect, float | None]]:
    """Every expectation, with the threshold that its rule gives."""
    declared = table("prescriptions")
    links = {"session_id": sessions["session_id"], "action_id": sessions["action_id"],
             "code_insee_domicile": places["code_insee"]}  # fmt: skip
    rules = (*declared_rules(declared), *rules_of("prescriptions"))
    checks = [(rule.check, rule.threshold) for rule in rules if isinstance(rule.check, Expect)]
    checks += [
        (expect("column_values_to_not_be_null", column=rule.columns[0]), None) for rule in required_rules(declared)
    ]
    checks += [
        (expect("column_values_to_be_in_set", column=column, value_set=sorted(set(known))), None)
        for column, known in links.items()
    ]
    return [*checks, (expect("column_values_to_be_unique", column="prescription_id"), None)]


def _holds(check: Expect, threshold: float | None, frame: pd.DataFrame) -> bool:
    around = Around({}, Context("49", frozenset(), TODAY), pd.Timestamp(TODAY), threshold)
    derived = {name: derive(frame, around) for name, derive in check.derived.items()}
    return ask(asked(check, threshold), frame.assign(**derived)).ok
