"""Personal data: what must never enter, neither as a column nor as a value (GEN-05, PRE-06, REF-04, QUA-02)."""

from __future__ import annotations

import pandas as pd

from etl.persons.headers import AGENTS, FREE_TEXT, plain, undeclared
from etl.persons.numbers import ENROLMENT, NIR, PROTECTED, without_sites
from quality.convert import text
from quality.examine import validate
from quality.generic import declared_rules
from quality.ledger import Ledger
from quality.pile import Received
from quality.rule import BLOCKING, FILE, Rule, as_a_whole, expect
from quality.sentences import label
from warehouse.dictionary import Table

SHAPES = {"GEN-05": NIR, "PRE-06": ENROLMENT}
SHORTEST = {"GEN-05": 13, "PRE-06": 7}  # characters: shorter texts hold no such number
BIG = 10**12  # a number this long may be a person's


def forbidden_columns(frame: pd.DataFrame, table: Table) -> dict[str, list[str]]:
    """Undeclared columns that must not be there, by the code of the rule that forbids them."""
    extra = [str(name) for name in frame.columns if name not in table.names]
    found: dict[str, list[str]] = {}
    if table.name == "referents_file_active":
        found["REF-04"] = [name for name in extra if AGENTS.fullmatch(plain(name))]
    if table.name == "enquete_qualite":
        found["QUA-02"] = [name for name in extra if FREE_TEXT.fullmatch(plain(name))]
    told = {name for names in found.values() for name in names}
    return {"GEN-05": [name for name in extra if name not in told and undeclared(name, table.individual)]} | found


SENTENCES = {
    "GEN-05": "Le fichier contient des données personnelles ({colonne}). Il a été refusé et n’a pas été conservé.",
    "REF-04": "Le fichier nomme des agents. Il a été refusé.",
    "QUA-02": "Le fichier contient des commentaires libres. Ils doivent être codés avant dépôt.",
    "PRE-06": "Des numéros d’allocataire ont été reconnus. Le fichier est refusé et effacé.",
}
LABELS = {
    "GEN-05": "Aucune donnée personnelle",
    "REF-04": "Aucun nom d’agent",
    "QUA-02": "Aucun commentaire libre",
    "PRE-06": "Aucun identifiant réel de personne",
}


def names_nobody(received: Received, raw: pd.DataFrame, declared: Table, ledger: Ledger) -> bool:
    """No forbidden column, no value shaped like a person's number; nothing found is ever quoted."""
    found = forbidden_columns(raw, declared)
    found["GEN-05"] += _values_like(raw, "GEN-05")
    if "personne_key" in raw:
        found["PRE-06"] = _values_like(raw[["personne_key"]], "PRE-06")
    for code, columns in found.items():
        rule = Rule(code, declared.name, BLOCKING, FILE, LABELS[code], SENTENCES[code])
        named = ", ".join(f"« {label(declared.name, column)} »" for column in dict.fromkeys(columns))
        finding = as_a_whole(not columns, colonne=named)
        ledger.record(rule, finding, received.rows, received.staged.fichier)
    if any(found.values()) and "personne_key" in raw:
        _keys(received, raw, declared, ledger)
    return not any(found.values())


def _keys(received: Received, raw: pd.DataFrame, declared: Table, ledger: Ledger) -> None:
    """Say also whether keys are protected (PRE-05): nothing of this file will be looked at any further."""
    keys = pd.DataFrame({"personne_key": text(raw["personne_key"])})
    for rule in declared_rules(declared):
        if rule.code == "PRE-05":
            ledger.record(rule, validate(rule.check, keys), received.rows, received.staged.fichier)


def _values_like(raw: pd.DataFrame, code: str) -> list[str]:
    """Columns holding values shaped like a person's number: one question on the distinct texts of the file."""
    texts = [_distinct_texts(raw[column], SHORTEST[code]) for column in raw.columns]
    cells = pd.DataFrame(
        {
            "valeur": pd.concat([pd.Series(dtype="str"), *texts], ignore_index=True),
            "colonne": [column for column, values in zip(raw.columns, texts, strict=True) for _ in range(len(values))],
        }
    )
    if cells.empty:
        return []
    finding = validate(expect("column_values_to_not_match_regex", column="valeur", regex=SHAPES[code]), cells)
    return list(cells.loc[finding.rows, "colonne"].drop_duplicates())


def _distinct_texts(values: pd.Series, shortest: int) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values) or pd.api.types.is_bool_dtype(values):
        return pd.Series(dtype="str")
    if pd.api.types.is_numeric_dtype(values):
        values = values[values.abs() >= BIG]
    distinct = values.map(str, na_action="ignore") if values.dtype == "object" else values
    texts = text(distinct.drop_duplicates()).dropna()
    texts = texts[texts.str.len() >= shortest]
    sites = texts.str.contains("www.", regex=False) | texts.str.contains("://", regex=False)
    if sites.any():
        texts = pd.concat([texts[~sites], texts[sites].map(without_sites)])
    texts = texts.drop_duplicates()
    return texts[~texts.str.fullmatch(PROTECTED)].reset_index(drop=True)
