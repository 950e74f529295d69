"""Judging one table: its rows, its key, its links to the tables already accepted, its size."""

from __future__ import annotations

import pandas as pd

from quality.communes import commune_rules, convert_communes
from quality.copies import part_copies
from quality.corrections import hide_small_groups, merge_former_communes
from quality.examine import examine, validate
from quality.generic import declared_rules, first_missing, required_rules
from quality.ledger import Ledger, blocks, quotes
from quality.pile import Pile, Received, pile
from quality.rule import BLOCKING, FILE, NOT_PLAYED, WARNING, Around, Finding, Rule, as_a_whole, expect
from quality.rules import rules_of
from warehouse.dictionary import table

LEAST, SHARE = 5, 0.02  # a file is refused from 5 rows set aside, when they are more than 2 % of it
COLLAPSE, DRIFT = 0.6, 0.2  # fewer rows than 60 % of the last time; more than 20 % more or fewer


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
    _volume(whole, around, ledger)
    _budget(whole, ledger)
    return whole


def _judge(whole: Pile, around: Around, former: dict[str, str], ledger: Ledger) -> None:
    declared = table(whole.table)
    changed = convert_communes(whole, around, former, ledger)
    merge_former_communes(whole, declared, changed, ledger)
    part_copies(whole, declared, ledger)
    _required(whole, around, ledger)
    for rule in [*declared_rules(declared), *commune_rules(whole.table), *rules_of(whole.table)]:
        if not rule.late:
            play(rule, whole, around, ledger)
    hide_small_groups(whole, ledger)


def play(rule: Rule, whole: Pile, around: Around, ledger: Ledger) -> None:
    """Play one rule on the pile and draw the consequences."""
    conclude(rule, examine(rule, whole.frame, around), whole, around, ledger)


def _required(whole: Pile, around: Around, ledger: Ledger) -> None:
    """Empty cells where the dictionary wants a value: one question for the table, one answer a column."""
    rules = required_rules(table(whole.table))
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
    fills = {} if finding.played else {"manque": _lacking(rule, whole, around)}
    examples = quotes(rule, whole.frame, finding, whole.origin["ligne"])
    ledger.record(rule, finding, len(whole.frame), whole.fichier, **{"exemples": examples, **fills})
    if blocks(rule, finding):
        whole.refuse(finding.rows)
    elif rule.severity == BLOCKING and len(finding.rows):
        ledger.set_aside(rule, whole.frame.loc[finding.rows], whole.origin.loc[finding.rows])
        whole.put_aside(finding.rows)


def _lacking(rule: Rule, whole: Pile, around: Around) -> str:
    absent = [column for column in rule.columns if column not in whole.frame]
    if absent:
        declared = table(whole.table)
        return "la colonne « " + declared.column(absent[0]).label + " »"
    without = [name for name in rule.needs if name not in around.tables]
    return "la table « " + table(without[0]).label + " »" if without else "une information"


def _volume(whole: Pile, around: Around, ledger: Ledger) -> None:
    """GEN-07 and GEN-08: the number of rows against the edition served."""
    before = around.context.previous.get(whole.table)
    if not before:
        return
    rows = len(whole.frame)
    gap = round(100 * (rows / before - 1), 1)
    fills = {"lignes": rows, "n_avant": before, "ecart": gap, "baisse": -gap}
    for rule, low, high in (
        (_drift(whole.table), before * (1 - DRIFT), before * (1 + DRIFT)),
        (_collapse(whole.table), before * COLLAPSE, None),
    ):
        bounds = {"min_value": round(low), "max_value": None if high is None else round(high)}
        finding = validate(expect("table_row_count_to_be_between", **bounds), whole.frame)
        finding = Finding(True, finding.ok, fills=fills)
        ledger.record(rule, finding, rows, whole.fichier)
        if blocks(rule, finding):
            whole.refuse()


def _drift(name: str) -> Rule:
    sentence = "{lignes} lignes, contre {n_avant} la fois précédente ({ecart} %). Confirmez que c’est normal."
    return Rule("GEN-07", name, WARNING, FILE, "Le nombre de lignes est comparable au précédent", sentence)


def _collapse(name: str) -> Rule:
    """Blocking for what the département keeps; open data are as many as the files one has, which is only told."""
    label = "Le nombre de lignes ne s’effondre pas"
    if table(name).origin == "ouverte":
        sentence = (
            "{baisse} % de lignes de moins que dans l’édition servie : vérifiez qu’aucun fichier d’éditeur ne manque "
            "(manage.py collect)."
        )
        return Rule("GEN-08", name, WARNING, FILE, label, sentence)
    sentence = (
        "Le fichier contient {baisse} % de lignes de moins qu’au dernier chargement. Il est bloqué en attendant "
        "votre confirmation."
    )
    return Rule("GEN-08", name, BLOCKING, FILE, label, sentence)


def _budget(whole: Pile, ledger: Ledger) -> None:
    """GEN-15: a file with too many rows set aside is refused as a whole."""
    sentence = "{n|ligne écartée|lignes écartées} dans {fichier}, soit {pct} % : plus de 2 %, le fichier est refusé."
    for received in whole.files:
        count = whole.of(received, whole.counted)
        ok = count < LEAST or count <= SHARE * received.rows
        rule = Rule(
            "GEN-15", whole.table, BLOCKING, FILE, "Peu de lignes sont écartées (2 % au plus)", sentence
        )  # fmt: skip
        pct = round(100 * count / received.rows, 1) if received.rows else 0.0
        ledger.record(rule, as_a_whole(ok, n=count, pct=pct), received.rows, received.staged.fichier)
        received.refused = received.refused or not ok


def typed_for_good(frame: pd.DataFrame) -> pd.DataFrame:
    """Plain integers and booleans where nothing is missing, as an edition gives them back."""
    plain = {
        column: {"Int64": "int64", "boolean": "bool"}[str(values.dtype)]
        for column, values in frame.items()
        if str(values.dtype) in ("Int64", "boolean") and not values.isna().any()
    }
    return frame.astype(plain)
