"""The straightforward way: pandas, then each rule of the dictionary asked of Great Expectations on every row.

It hashes no key, follows no commune, quotes no example and sets no row aside; it asks the same of prescriptions as the
dictionary and PRE-01 to PRE-10 do, as far as an expectation can say it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from quality.examine import ask
from quality.generic import declared_rules, required_rules
from quality.rule import Expect, expect
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
    failed = [check.name for check in _checks(sessions, places) if not ask(check, _derived(check, frame)).ok]
    if failed:
        raise RuntimeError(f"Attentes non tenues : {failed}")
    return len(frame)


def _checks(sessions: pd.DataFrame, places: pd.DataFrame) -> list[Expect]:
    declared = table("prescriptions")
    links = {"session_id": sessions["session_id"], "action_id": sessions["action_id"],
             "code_insee_domicile": places["code_insee"]}  # fmt: skip
    checks = [rule.check for rule in declared_rules(declared) if isinstance(rule.check, Expect)]
    checks += [rule.check for rule in rules_of("prescriptions") if isinstance(rule.check, Expect)]
    checks += [expect("column_values_to_not_be_null", column=rule.columns[0]) for rule in required_rules(declared)]
    checks += [
        expect("column_values_to_be_in_set", column=column, value_set=sorted(set(known)))
        for column, known in links.items()
    ]
    checks.append(expect("column_values_to_be_unique", column="prescription_id"))
    return checks


def _derived(check: Expect, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{name: derive(frame, None) for name, derive in check.derived.items()})
