"""First look at one file: is it empty, does it name persons, are its columns there, can its values be read."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from etl.staging import Staged
from quality.convert import WORDS, convert
from quality.examine import validate
from quality.freshness import judge_age
from quality.judgement import Context
from quality.ledger import Ledger, blocks
from quality.personal import names_nobody
from quality.pile import Received
from quality.rule import BLOCKING, FILE, PASSED, WARNING, Finding, Rule, as_a_whole, expect
from quality.sentences import place, shown, shows_a_person
from quality.tuning import applied
from warehouse.dictionary import Column, Table, table

# Unreadable cells listed one by one, for each column: a person corrects those of the département's own tables.
SHOWN, CORRECTED = 100, 10_000


def receive(number: int, staged: Staged, ledger: Ledger, context: Context) -> Received:
    """Judge one file as a file and convert what can be. The sentences are in the ledger."""
    declared = table(staged.table)
    raw = staged.frame.reset_index(drop=True)
    staged = replace(staged, frame=pd.DataFrame())  # what was read is heavy, and only looked at here
    lines = pd.Series(range(1, len(raw) + 1)) if staged.lines is None else staged.lines.reset_index(drop=True)
    marked = staged.synthetique or _marked(raw)
    received = Received(number, staged, len(raw), lines, marked, aside=staged.nb_aside)
    ledger.titles[number] = staged.titles or {}
    _tell_aside(received, ledger)
    _not_loaded_yet(received, ledger, context)
    if not _holds_rows(received, raw, ledger) or not names_nobody(received, raw, declared, ledger):
        received.refused = True
        return received
    judge_age(received, ledger, context)
    _has_columns(received, raw, declared, ledger, context)
    received.frame = _typed(received, raw, declared, ledger)
    return received


def _marked(raw: pd.DataFrame) -> bool:
    return "synthetique" in raw and bool(convert(raw["synthetique"], "bool")[0].fillna(False).any())


def _file_rule(code: str, name: str, label: str, sentence: str, severity: str = BLOCKING) -> Rule:
    return Rule(code, name, severity, FILE, label, sentence)


def file_rules(name: str) -> list[Rule]:
    """Every rule of this file that looks at the files of that table."""
    types = [type_rule(column) for column in table(name).columns if column.name != "synthetique"]
    own = [already_rule(name)] if table(name).origin == "departement" else []
    return [empty_rule(name), columns_rule(name), unknown_columns_rule(name), *types, *own]


def already_rule(name: str) -> Rule:
    """GEN-06."""
    sentence = "Le fichier {fichier} a déjà été chargé le {date}. Rien n’a changé."
    return _file_rule("GEN-06", name, "Le fichier n’a pas déjà été chargé", sentence)


def _not_loaded_yet(received: Received, ledger: Ledger, context: Context) -> None:
    """The same octets, read the same way, as a file of the edition served: what was carried over may well be."""
    staged = received.staged
    if table(staged.table).origin != "departement" or staged.carried or not staged.sha256:
        return
    rule = applied(context.tuning, already_rule(staged.table))
    day = context.loaded.get((staged.sha256, staged.correspondance))
    finding = as_a_whole(day is None, date=f"{day:%d/%m/%Y}" if day else "")
    ledger.record(rule, finding, received.rows, staged.fichier)
    received.refused = received.refused or blocks(rule, finding)


def _holds_rows(received: Received, raw: pd.DataFrame, ledger: Ledger) -> bool:
    staged = received.staged
    rule = empty_rule(staged.table)
    finding = validate(expect("table_row_count_to_be_between", min_value=1), raw)
    if received.aside:  # the file was read: every row of it is in the report
        finding = PASSED
    ledger.record(rule, finding, received.rows, staged.fichier)
    return finding.ok


def empty_rule(name: str) -> Rule:
    """GEN-04."""
    sentence = "Le fichier {fichier} est vide ou illisible. Aucune donnée n’a été remplacée."
    return _file_rule("GEN-04", name, "Le fichier contient des lignes", sentence)


def _tell_aside(received: Received, ledger: Ledger) -> None:
    """Rows that the publisher's own schema refuses: they are told one by one, and their file stands."""
    staged = received.staged
    if staged.aside is None:
        return
    sentence = (
        "{n|fiche, qui ne suit pas le schéma de l’éditeur, est écartée|fiches, qui ne suivent pas le schéma de "
        "l’éditeur, sont écartées} (exemple : {exemple})."
    )
    rule = _file_rule("EXT-01", staged.table, "Les fiches suivent le schéma de l’éditeur", sentence, WARNING)
    lines = [f"ligne {line}" for line in staged.aside["ligne"].drop_duplicates()[:5]]
    whole = received.rows + received.aside
    ledger.record(rule, as_a_whole(False), whole, staged.fichier, n=received.aside, exemples=lines)
    ledger.tell_aside(rule, staged)


def columns_rule(name: str) -> Rule:
    """GEN-01."""
    sentence = (
        "La colonne « {colonne} » manque dans le fichier {fichier}. Vérifiez que l’export n’a pas changé de modèle."
    )
    return _file_rule("GEN-01", name, "Les colonnes attendues sont présentes", sentence)


def unknown_columns_rule(name: str) -> Rule:
    """DIC-06."""
    sentence = "Colonnes inconnues, non chargées : {colonne}. Vérifiez leur nom s’il s’agit d’une information attendue."
    return _file_rule("DIC-06", name, "Toutes les colonnes sont connues", sentence, WARNING)


def _has_columns(received: Received, raw: pd.DataFrame, declared: Table, ledger: Ledger, context: Context) -> None:
    name, fichier = declared.name, received.staged.fichier
    wanted = [column.name for column in declared.columns if column.name != "synthetique"]
    check = expect("table_columns_to_match_set", column_set=wanted, exact_match=False)
    rule = columns_rule(name)
    finding = validate(check, raw)
    missing = [column for column in wanted if column not in raw]
    if finding.ok:
        ledger.record(rule, PASSED, received.rows, fichier)
    for column in missing:
        ledger.record(replace(rule, columns=(column,)), Finding(True, False), received.rows, fichier)
    received.complete, received.refused = finding.ok, received.refused or not finding.ok
    extra = [str(column) for column in raw if column not in declared.names]
    unknown = applied(context.tuning, unknown_columns_rule(name))
    finding = as_a_whole(not extra, colonne=", ".join(extra[:5]))
    ledger.record(unknown, finding, received.rows, fichier)
    received.refused = received.refused or blocks(unknown, finding)


def _typed(received: Received, raw: pd.DataFrame, declared: Table, ledger: Ledger) -> pd.DataFrame:
    """Declared columns in declared types; unreadable values refuse the file, each named with its place."""
    converted, wrong = {}, {}
    for column in declared.columns:
        if column.name in raw and column.name != "synthetique":
            keep_empty = column.required and column.type == "text" and bool(re.fullmatch(column.pattern or "x", ""))
            converted[column.name], wrong[column.name] = convert(raw[column.name], column.type, keep_empty)
    received.unread = {name: raw.index[rows] for name, rows in wrong.items() if rows.any()}
    unread = _unread(raw, pd.DataFrame(wrong, index=raw.index))
    for name in converted:
        rows = unread.rows[wrong[name].loc[unread.rows]] if len(unread.rows) else unread.rows
        _record_type(received, raw, declared.column(name), Finding(True, rows.empty, rows), ledger)
    if not unread.ok:
        received.complete, received.refused = False, True
    return pd.DataFrame(converted, index=raw.index)


def _unread(raw: pd.DataFrame, wrong: pd.DataFrame) -> Finding:
    """Great Expectations is shown, row by row, the first value that conversion could not read: none is expected."""
    names = np.where(wrong.any(axis=1), wrong.columns.to_numpy(dtype="object")[wrong.to_numpy().argmax(axis=1)], None)
    left = pd.DataFrame({"illisible": pd.Series(names, raw.index, dtype="object")})
    return validate(expect("column_values_to_be_null", column="illisible"), left)


def type_rule(column: Column) -> Rule:
    """GEN-03, for one column."""
    sentence = (
        "Fichier {fichier}, « {colonne} » : {n|valeur illisible|valeurs illisibles} (attendu : {type}). "
        "Exemple : « {exemple} », {lieu}."
    )
    return Rule(
        "GEN-03", column.table, BLOCKING, FILE, "Les dates et les nombres sont lisibles", sentence, None,
        (column.name,), f"« {{valeur}} » n’est pas lisible (attendu : {WORDS[column.type]})",
    )  # fmt: skip


def _record_type(received: Received, raw: pd.DataFrame, column: Column, finding: Finding, ledger: Ledger) -> None:
    staged, kind = received.staged, WORDS[column.type]
    rule = type_rule(column)
    rows = finding.rows[: CORRECTED if table(staged.table).origin == "departement" else SHOWN]
    values = [shown(value) for value in raw.loc[rows[:5], column.name]]
    values = ["non montré"] * len(values) if shows_a_person(column.name) else values
    where = place("", staged.feuille, received.lines[rows[0]], "") if len(rows) else ""
    heads = _headers(staged, column, finding.rows)
    title = (staged.titles or {}).get(column.name, "")
    named = {"colonne": heads.iloc[0]} if heads is not None and len(heads) else {"colonne": title} if title else {}
    ledger.record(rule, finding, received.rows, staged.fichier, exemples=values, type=kind, lieu=where, **named)
    if len(rows):
        heads = None if heads is None else heads.loc[rows]
        ledger.set_aside(rule, raw.loc[rows], received.origin().loc[rows], heads)


def _headers(staged: Staged, column: Column, rows: pd.Index) -> pd.Series | None:
    """The publisher's own column behind each of these values, when a wide file became a long table."""
    return staged.headers.loc[rows] if staged.headers is not None and column.name == "valeur" else None
