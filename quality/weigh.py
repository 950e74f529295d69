"""Judging one table: its rows, its key, its links to the tables already accepted, its size."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from quality.communes import commune_rules, convert_communes
from quality.completeness import completeness_rules
from quality.copies import part_copies
from quality.corrections import hide_small_groups, merge_former_communes
from quality.drift import judge_drift
from quality.examine import examine
from quality.generic import declared_rules, first_missing, required_rules
from quality.ledger import Ledger, blocks, quotes
from quality.pile import Pile, Received, pile
from quality.rule import BLOCKING, FILE, NOT_PLAYED, Around, Finding, Rule, as_a_whole
from quality.rules import rules_of
from quality.tuning import applied
from warehouse.dictionary import table

LEAST, SHARE = 5, 2  # a file is refused from 5 rows set aside, when they are more than 2 % of it


def weigh(name: str, files: list[Received], around: Around, former: dict[str, str], ledger: Ledger) -> Pile | None:
    """Judge the files of one table together; the pile of those that were complete, or None.

    Files that lack a column or hold unreadable values are judged apart: they are refused already, but the
    report says everything that is wrong with them at once.
    """
    complete = [received for received in files if received.frame is not None and received.complete]
    for received in files:
        if received.frame is not None and not received.complete:
            _judge(pile(name, [received]), around, former, ledger)
    if not complete:
        return None
    whole = pile(name, complete)
    if len(whole.frame):  # every row of it may have been kept long enough: there is nothing left to judge
        _judge(whole, around, former, ledger)
    judge_drift(whole, around, ledger)
    _budget(whole, around, ledger)
    return whole


def _judge(whole: Pile, around: Around, former: dict[str, str], ledger: Ledger) -> None:
    declared = table(whole.table)
    changed = convert_communes(whole, around, former, ledger)
    merge_former_communes(whole, declared, changed, ledger)
    part_copies(whole, declared, ledger)
    _required(whole, around, ledger)
    proper = rules_of(whole.table)
    for rule in [*declared_rules(declared), *commune_rules(whole.table), *proper, *completeness_rules(whole.table)]:
        if not rule.late:
            play(rule, whole, around, ledger)
    hide_small_groups(whole, ledger)


def play(rule: Rule, whole: Pile, around: Around, ledger: Ledger) -> None:
    """Play one rule on the pile, as the département tunes it, and draw the consequences."""
    rule = applied(around.context.tuning, rule)
    conclude(rule, examine(rule, whole.frame, around), whole, around, ledger)


def _required(whole: Pile, around: Around, ledger: Ledger) -> None:
    """Empty cells where the dictionary wants a value: one question for the table, one answer a column."""
    rules = [applied(around.context.tuning, rule) for rule in required_rules(table(whole.table))]
    present = [rule for rule in rules if rule.columns[0] in whole.frame]
    rows = first_missing(whole.frame, present).rows if present else whole.frame.index[:0]
    for rule in rules:
        if rule in present:
            empty = whole.frame.loc[rows, rule.columns[0]].isna()
            conclude(rule, Finding(True, not empty.any(), rows[empty]), whole, around, ledger)
        else:
            conclude(rule, NOT_PLAYED, whole, around, ledger)


def conclude(rule: Rule, finding: Finding, whole: Pile, around: Around, ledger: Ledger) -> None:
    """What follows from a finding: rows set aside, files refused, or a warning."""
    finding = _read(rule, finding, whole)
    fills = {} if finding.played else {"manque": _lacking(rule, whole, around)}
    examples = quotes(rule, whole.frame, finding, whole.origin["ligne"])
    title = whole.title(rule.columns[0]) if rule.columns else ""
    fills |= {"colonne": title} if title else {}
    ledger.record(rule, finding, len(whole.frame), whole.fichier, **{"exemples": examples, **fills})
    if blocks(rule, finding):
        whole.refuse(finding.rows)
    elif rule.severity == BLOCKING and len(finding.rows):
        ledger.set_aside(rule, whole.frame.loc[finding.rows], whole.origin.loc[finding.rows])
        whole.put_aside(finding.rows)


def _read(rule: Rule, finding: Finding, whole: Pile) -> Finding:
    """The finding without the rows whose cell could not be read: it looks empty, and is not."""
    unread = whole.unread(rule.columns[0]) if rule.columns else finding.rows[:0]
    if not len(unread) or not len(finding.rows):
        return finding
    rows = finding.rows.difference(unread)
    return replace(finding, rows=rows, ok=rows.empty)


def _lacking(rule: Rule, whole: Pile, around: Around) -> str:
    absent = [column for column in rule.columns if column not in whole.frame]
    if absent:
        declared = table(whole.table)
        return "la colonne « " + declared.column(absent[0]).label + " »"
    without = [name for name in rule.needs if name not in around.tables]
    return "la table « " + table(without[0]).label + " »" if without else "une information"


def budget_rule(name: str) -> Rule:
    """GEN-15: a file with too many rows set aside is refused as a whole."""
    sentence = "{n|ligne écartée|lignes écartées} dans {fichier}, soit {pct} %, plus que les {seuil} % admis."
    label = "Peu de lignes sont écartées ({seuil} % au plus)"
    return Rule("GEN-15", name, BLOCKING, FILE, label, sentence, threshold=SHARE, unit="%")


def _budget(whole: Pile, around: Around, ledger: Ledger) -> None:
    rule = applied(around.context.tuning, budget_rule(whole.table))
    for received in whole.files:
        count = whole.of(received, whole.counted)
        ok = count < LEAST or count <= rule.threshold / 100 * received.rows
        pct = round(100 * count / received.rows, 1) if received.rows else 0.0
        finding = as_a_whole(ok, n=count, pct=pct)
        ledger.record(rule, finding, received.rows, received.staged.fichier)
        received.refused = received.refused or blocks(rule, finding)


def typed_for_good(frame: pd.DataFrame) -> pd.DataFrame:
    """Plain integers and booleans where nothing is missing, as an edition gives them back."""
    plain = {
        column: {"Int64": "int64", "boolean": "bool"}[str(values.dtype)]
        for column, values in frame.items()
        if str(values.dtype) in ("Int64", "boolean") and not values.isna().any()
    }
    return frame.astype(plain)
