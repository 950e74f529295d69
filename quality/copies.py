"""Rows that share a key (GEN-02): identical ones are kept once, different ones are all set aside."""

from __future__ import annotations

from quality.examine import validate
from quality.ledger import Ledger, quotes
from quality.pile import Pile
from quality.rule import BLOCKING, NOT_PLAYED, ROW, WARNING, Expect, Finding, Rule, expect
from warehouse.dictionary import Table

DIFFERENT = (
    "{n|ligne porte|lignes portent} un identifiant déjà pris (exemple : {exemple}). Chaque ligne doit avoir un "
    "identifiant différent."
)
MISSING = "une colonne de l’identifiant"
IDENTICAL = "{n|ligne est répétée|lignes sont répétées} à l’identique (exemple : {exemple}). Une seule est gardée."


def part_copies(pile: Pile, declared: Table, ledger: Ledger) -> None:
    """Judge the key of the whole pile, across files, and set copies aside."""
    key = [column for column in declared.key if column in pile.frame]
    if len(key) < len(declared.key):
        rule = _rule(declared, BLOCKING, DIFFERENT)
        return ledger.record(rule, NOT_PLAYED, len(pile.frame), pile.fichier, manque=MISSING)
    shared = validate(_unique(key), pile.frame[key])
    named = pile.frame.loc[shared.rows]
    repeated = named.index[named.duplicated(keep="first")]
    different = named.drop(repeated)
    different = different.index[different.duplicated(key, keep=False)]
    # A row whose key is also carried by a different row goes with it, even when it is an identical copy.
    spoiled = named.set_index(key).index.isin(pile.frame.loc[different].set_index(key).index)
    different, repeated = named.index[spoiled], named.index[~spoiled].intersection(repeated)
    severity, rows, words = (
        (WARNING, repeated, IDENTICAL) if len(repeated) and not len(different) else (BLOCKING, different, DIFFERENT)
    )
    rule = _rule(declared, severity, words)
    finding = Finding(True, rows.empty, rows)
    ledger.record(
        rule, finding, len(pile.frame), pile.fichier, exemples=quotes(rule, pile.frame, finding, pile.origin["ligne"])
    )
    for reason, chosen in (("cet identifiant est déjà pris", different), ("cette ligne est répétée", repeated)):
        if len(chosen):
            rule = _rule(declared, BLOCKING, DIFFERENT, reason)
            ledger.set_aside(rule, pile.frame.loc[chosen], pile.origin.loc[chosen])
    pile.put_aside(different)
    pile.drop(repeated)
    return None


def _unique(key: list[str]) -> Expect:
    if len(key) == 1:
        return expect("column_values_to_be_unique", column=key[0])
    return expect("compound_columns_to_be_unique", column_list=key)


def _rule(declared: Table, severity: str, sentence: str, reason: str = "") -> Rule:
    label = "Chaque ligne a son propre identifiant"
    return Rule("GEN-02", declared.name, severity, ROW, label, sentence, None, declared.key[:1], reason)
