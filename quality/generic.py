"""Rules that the dictionary implies for every table: required, admitted values, bounds, shapes, references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from quality.examine import validate
from quality.official import official
from quality.rule import BLOCKING, ROW, Around, Finding, Rule, at_fault, expect
from quality.sentences import figure
from warehouse.dictionary import Column, Table

COMMUNES = "territoires.code_insee"


def declared_rules(table: Table) -> Iterator[Rule]:
    """Every rule the dictionary implies for that table, under its official code where the reference has one."""
    for column in table.columns:
        if column.name == "synthetique":
            continue
        for kind, rule in _of_column(column):
            yield replace(rule, **official(table.name, column.name, kind))


def required_rules(table: Table) -> list[Rule]:
    """One rule for each column that may not be empty. The gate plays them together: see `first_missing`."""
    return [
        replace(_required(table, column), **official(table.name, column.name, "required"))
        for column in table.columns
        if column.required and column.name != "synthetique"
    ]


def first_missing(frame: pd.DataFrame, rules: list[Rule]) -> Finding:
    """Rows where a required column is empty, asked once of Great Expectations for the whole table."""
    columns = [rule.columns[0] for rule in rules]
    empty = frame[columns].isna().to_numpy()
    names = np.where(empty.any(axis=1), np.array(columns, dtype="object")[empty.argmax(axis=1)], None)
    check = expect("column_values_to_be_null", column="manquant")
    return validate(check, pd.DataFrame({"manquant": pd.Series(names, frame.index, dtype="object")}))


def _of_column(column: Column) -> Iterator[tuple[str, Rule]]:
    if column.values:
        yield "values", _values(column)
    elif column.pattern:
        yield "pattern", _pattern(column)
    if column.minimum is not None or column.maximum is not None:
        yield "bounds", _bounds(column)
    if column.reference and column.reference != COMMUNES and column.reference != "sources.source":
        yield "reference", _reference(column)


def _rule(column: Column, code: str, label: str, sentence: str, reason: str, check) -> Rule:
    return Rule(code, column.table, BLOCKING, ROW, label, sentence, check, (column.name,), reason)


def _required(table: Table, column: Column) -> Rule:
    key = column.name in table.key
    return _rule(
        column,
        "GEN-02" if key else "DIC-01",
        "L’identifiant est renseigné" if key else "Les informations obligatoires sont renseignées",
        "« {colonne} » est vide sur {n|ligne|lignes} : cette information est obligatoire.",
        "cette information obligatoire est vide",
        None,
    )


def _values(column: Column) -> Rule:
    if column.type == "list":
        check = expect("column_values_to_match_regex", column=column.name, regex=_each(_one_of(column)))
    else:
        admitted = [int(value) for value in column.values] if column.type == "int" else list(column.values)
        check = expect("column_values_to_be_in_set", column=column.name, value_set=admitted)
    sentence = "La valeur « {exemple} » n’est pas admise pour « {colonne} » ({n|ligne|lignes})."
    reason = "la valeur « {valeur} » n’est pas admise"
    return _rule(column, "DIC-02", "Les valeurs font partie de la liste admise", sentence, reason, check)


def _one_of(column: Column) -> str:
    return "|".join(re.escape(value) for value in column.values)


def _each(item: str) -> str:
    return rf"^(?:{item})(?:\|(?:{item}))*$"


def _pattern(column: Column) -> Rule:
    shape = column.pattern.removeprefix("^").removesuffix("$")
    regex = _each(shape) if column.type == "list" else f"^(?:{shape})$"
    sentence = "« {colonne} » n’a pas la forme attendue sur {n|ligne|lignes} (exemple : « {exemple} »)."
    reason = "« {valeur} » n’a pas la forme attendue"
    check = expect("column_values_to_match_regex", column=column.name, regex=regex)
    return _rule(column, "DIC-04", "Les codes et les textes ont la forme attendue", sentence, reason, check)


def _bounds(column: Column) -> Rule:
    check = expect(
        "column_values_to_be_between", column=column.name, min_value=column.minimum, max_value=column.maximum
    )
    between = _between(column)
    sentence = "« {colonne} » : {n|valeur|valeurs} hors limites (exemple : {exemple}). Attendu : " + between + "."
    reason = f"la valeur {{valeur}} est hors limites (attendu : {between})"
    return _rule(column, "DIC-03", "Les nombres sont dans les limites possibles", sentence, reason, check)


def _between(column: Column) -> str:
    low, high = (None if bound is None else figure(bound) for bound in (column.minimum, column.maximum))
    if low is None or high is None:
        return f"{low} ou plus" if high is None else f"{high} au plus"
    return f"entre {low} et {high}"


def _reference(column: Column) -> Rule:
    parent, _, target = column.reference.partition(".")

    def check(frame: pd.DataFrame, around: Around) -> Finding:
        values = frame[column.name]
        return at_fault(values.notna() & ~values.isin(around.tables[parent][target]))

    sentence = "« {colonne} » : {n|ligne désigne|lignes désignent} un élément inconnu (exemple : {exemple})."
    reason = "« {valeur} » est inconnu"
    rule = _rule(column, "DIC-05", "Les liens entre les tables sont connus", sentence, reason, check)
    return replace(rule, needs=(parent,))
