"""Every rule of the gate, on every table: what may be tuned, listed and proved."""

from __future__ import annotations

from functools import cache

from quality import copies, personal
from quality.communes import commune_columns, commune_rules, former_rule
from quality.completeness import completeness_rules
from quality.corrections import small_group_rule
from quality.drift import drift_rules
from quality.freshness import age_rules
from quality.gate import mixing_rule
from quality.generic import declared_rules, required_rules
from quality.judgement import Retention
from quality.receive import file_rules
from quality.retention import OF_PERSONS, retention_rule
from quality.rule import BLOCKING, FILE, ROW, WARNING, Rule
from quality.rules import rules_of
from quality.served import nothing_partial_rule
from quality.weigh import budget_rule
from warehouse.dictionary import table, tables

JUDGED = tuple(name for name, declared in tables().items() if declared.origin != "systeme" or name == "sources")


def rules_on(name: str) -> list[Rule]:
    """Every rule that looks at that table, several under one code when several columns are looked at."""
    declared = table(name)
    return [
        *file_rules(name),
        *_personal(name),
        *age_rules(name),
        *_keys(name),
        *required_rules(declared),
        *declared_rules(declared),
        *commune_rules(name),
        *(former_rule(name, column) for column, _ in commune_columns(name)),
        *rules_of(name),
        *([small_group_rule()] if name == "parcours" else []),
        *([retention_rule(name, Retention())] if name in OF_PERSONS else []),
        *completeness_rules(name),
        *drift_rules(name),
        budget_rule(name),
        *([mixing_rule(name)] if declared.origin == "departement" else []),
    ]


@cache
def every_rule() -> tuple[Rule, ...]:
    """Every rule on every table judged, and those that look at the load as a whole."""
    told = Rule("OPN-02", "faits", WARNING, FILE, "Le fichier a la forme attendue", "")
    return (*(rule for name in JUDGED for rule in rules_on(name)), told, nothing_partial_rule(None))


def _personal(name: str) -> list[Rule]:
    """What must never enter (`personal`), on the tables it is looked for."""
    only = {"REF-04": "referents_file_active", "QUA-02": "enquete_qualite"}
    codes = [code for code in personal.SENTENCES if only.get(code, name) == name]
    codes = [code for code in codes if code != "PRE-06" or "personne_key" in table(name).names]
    return [Rule(code, name, BLOCKING, FILE, personal.LABELS[code], personal.SENTENCES[code]) for code in codes]


def _keys(name: str) -> list[Rule]:
    """The key of the table (`copies`): taken twice, or repeated."""
    label, key = "Chaque ligne a son propre identifiant", table(name).key[:1]
    return [
        Rule("GEN-02", name, BLOCKING, ROW, label, copies.DIFFERENT, None, key, "cet identifiant est déjà pris"),
        Rule("GEN-02", name, WARNING, ROW, label, copies.IDENTICAL, None, key),
    ]
