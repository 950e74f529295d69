"""Commune codes: former codes are replaced by the current one (TER-02), unknown codes set their row aside (TER-01)."""

from __future__ import annotations

import pandas as pd

from geodata.passage import to_current
from quality.examine import validate
from quality.ledger import Ledger
from quality.pile import Pile
from quality.rule import BLOCKING, FILE, PASSED, ROW, WARNING, Around, Finding, Rule, expect
from quality.tuning import applied
from warehouse.dictionary import table

# Columns that hold a commune beside those the dictionary refers to `territoires`; the second name tells at
# which level the code is read, when the table mixes levels.
BESIDE = {
    "territoires": (("code_insee", ""),),
    "passage_communes": (("code_courant", ""),),
    "zones": (("code", "niveau"),),
    "faits": (("code_territoire", "niveau"),),
    "cibles": (("code_territoire", "niveau"),),
}


def commune_columns(name: str) -> tuple[tuple[str, str], ...]:
    """(column of commune codes, column of the level or "") for that table."""
    referring = tuple((c.name, "") for c in table(name).columns if c.reference == "territoires.code_insee")
    return referring + BESIDE.get(name, ())


def passage(pairs: pd.DataFrame, known: frozenset[str]) -> dict[str, str]:
    """Former code → current code, through successive mergers, for codes that are no longer in use."""
    pairs = pairs[["code_ancien", "code_courant"]].drop_duplicates("code_ancien")
    found = dict(zip(pairs["code_ancien"], to_current(pairs["code_courant"], pairs), strict=True))
    return {old: new for old, new in found.items() if old not in known and new in known}


def convert_communes(pile: Pile, around: Around, former: dict[str, str], ledger: Ledger) -> pd.Index:
    """Replace former codes in the pile, warn, and return the rows that changed."""
    changed = pd.Index([], dtype="int64")
    for column, level in commune_columns(pile.table):
        if column not in pile.frame or (level and level not in pile.frame) or not former:
            continue
        view = _codes(pile.frame, column, level)
        # Only codes met are asked about: the whole country would make the expectation heavy for nothing.
        met = [code for code in view[column].dropna().unique() if code in former]
        finding = (
            validate(expect("column_values_to_not_be_in_set", column=column, value_set=met), view) if met else PASSED
        )
        rule = applied(around.context.tuning, former_rule(pile.table, column))
        old = pile.frame.loc[finding.rows, column]
        examples = [f"{code} → {former[code]}" for code in old.drop_duplicates()[:5]]
        ledger.record(rule, finding, len(pile.frame), pile.fichier, n=int(old.nunique()), exemples=examples)
        pile.frame.loc[finding.rows, column] = old.map(former).astype(pile.frame[column].dtype)
        changed = changed.union(finding.rows)
    return changed


def _codes(frame: pd.DataFrame, column: str, level: str) -> pd.DataFrame:
    """The codes to look at: those of communes, when the table mixes levels."""
    codes = frame[column].where(frame[level] == "commune") if level else frame[column]
    return pd.DataFrame({column: codes})


def former_rule(name: str, column: str) -> Rule:
    """TER-02, for one column."""
    sentence = (
        "{n|ancienne commune a été rattachée|anciennes communes ont été rattachées} à la commune actuelle ({exemple})."
    )
    return Rule(
        "TER-02", name, WARNING, FILE, "Les communes sont désignées par leur code actuel", sentence,
        None, (column,),
    )  # fmt: skip


def commune_rules(name: str) -> list[Rule]:
    """One rule for each column of commune codes of that table."""
    return [_known_rule(name, column, level) for column, level in commune_columns(name)]


def _known_rule(name: str, column: str, level: str) -> Rule:
    def check(frame: pd.DataFrame, around: Around) -> Finding:
        view = _codes(frame, column, level)
        # Only codes met are asked about: the whole country would make the expectation heavy for nothing.
        unknown = [code for code in view[column].dropna().unique() if code not in around.context.known_communes]
        if not unknown:
            return PASSED
        return validate(expect("column_values_to_not_be_in_set", column=column, value_set=unknown), view)

    sentence = "Le code commune « {exemple} » n’existe pas. {n|ligne est écartée|lignes sont écartées}."
    return Rule(
        "TER-01", name, BLOCKING, ROW, "Les communes existent", sentence, check,
        (column, level) if level else (column,), "le code commune « {valeur} » n’existe pas",
    )  # fmt: skip
