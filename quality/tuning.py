"""The rules as one département tunes them: `reglages/<departement>.csv`, one file, read before anything is judged.

Columns regle;table;gravite;seuil;raison. `*` as a table stands for all those the rule looks at. A line that cannot be
understood refuses the load: a threshold that someone believes to be in force must be in force.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from math import isfinite
from pathlib import Path

from etl.staging import SourceRefused
from quality.rule import BLOCKING, WARNING, Rule
from quality.sentences import figure
from quality.settings import Setting, Tuning
from warehouse.dictionary import tables

COLUMNS = ("regle", "table", "gravite", "seuil", "raison")
EVERY = "*"
# What protects persons and secrets, and what keeps the invented apart from the real, is nobody's to soften.
PROTECTED = ("CON-01", "GEN-05", "GEN-13", "OPN-03", "PAR-06", "PAR-08", "PRE-05", "PRE-06", "QUA-02", "REF-04")
# Without these a table could not be read, linked nor kept: their severity stands.
STRUCTURAL = ("GEN-01", "GEN-02", "GEN-03", "GEN-04", "GEN-14", "DIC-01", "DIC-02", "DIC-03", "DIC-04", "DIC-05")


def applied(tuning: Tuning, rule: Rule) -> Rule:
    """The rule as it is to be played; `tuned` says in French what was changed and why."""
    chosen = tuning.settings.get((rule.code, rule.table)) or tuning.settings.get((rule.code, EVERY))
    if chosen is None or rule.code in PROTECTED or rule.tuned:
        return rule
    severity = chosen.gravite or rule.severity
    threshold = rule.threshold if chosen.seuil is None or rule.threshold is None else chosen.seuil
    told = []
    if threshold != rule.threshold:
        told.append(f"seuil {_measured(threshold, rule)} au lieu de {_measured(rule.threshold, rule)}")
    if severity != rule.severity:
        told.append(f"gravité « {severity} » au lieu de « {rule.severity} »")
    if not told:
        return rule
    sentence = f"Règle réglée par le département : {', '.join(told)}. Raison : {chosen.raison.rstrip('.')}."
    return replace(rule, severity=severity, threshold=threshold, tuned=sentence)


def _measured(threshold: float | None, rule: Rule) -> str:
    return f"{exact(threshold)} {rule.unit}".strip()


def exact(threshold: float | None) -> str:
    """A threshold as it was typed, with a French comma: 0,25."""
    return (
        figure(threshold) if threshold is None or float(threshold).is_integer() else f"{threshold:g}".replace(".", ",")
    )


def path(home: Path, departement: str) -> Path:
    """Where that département tunes its rules."""
    return home / "reglages" / f"{departement}.csv"


def read(file: Path, rules: Callable[[], Iterable[Rule]]) -> Tuning:
    """The settings of that file, none when it is not there. SourceRefused tells every line at fault at once.

    rules: gives all those that may be tuned, on every table; asked for only when the file is there.
    """
    if not file.exists():
        return Tuning()
    known: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules():
        known.setdefault((rule.code, rule.table), []).append(rule)
    settings: dict[tuple[str, str], Setting] = {}
    faults = []
    for line, row in rows(file, COLUMNS):
        setting, fault = _setting(line, row, known)
        if setting and (setting.regle, setting.table) in settings:
            fault = f"la règle {setting.regle} y est déjà réglée pour « {setting.table} » : gardez une seule ligne"
        if fault:
            faults.append(f"ligne {line} : {fault}.")
        elif setting:
            settings[setting.regle, setting.table] = setting
    if faults:
        raise SourceRefused(f"Réglages des règles, fichier {file.name}, " + " ".join(faults), file.name)
    return Tuning(settings)


def rows(file: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The lines of a file of settings, each with its number; SourceRefused when a column is missing."""
    octets = file.read_bytes()
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = octets.decode("cp1252", errors="replace")
    reader = csv.reader(text.replace("\0", "").splitlines(), delimiter=";")
    header = [name.strip().lower() for name in next(reader, [])]
    missing = [name for name in columns if name not in header]
    if missing:
        raise SourceRefused(
            f"Réglages, fichier {file.name} : la colonne « {missing[0]} » manque. Colonnes attendues, "
            f"séparées par des points-virgules : {', '.join(columns)}.",
            file.name,
            colonne=missing[0],
        )
    found = [(reader.line_num, dict(zip(header, map(str.strip, row), strict=False))) for row in reader]
    return [(line, row) for line, row in found if any(row.values())]


def _setting(
    line: int, row: Mapping[str, str], known: Mapping[tuple[str, str], list[Rule]]
) -> tuple[Setting | None, str]:
    """The setting of one line, or what is wrong with it and how to mend it."""
    regle, name, gravite, seuil, raison = (row.get(column, "") for column in COLUMNS)
    regle, gravite = regle.upper(), gravite.lower()
    concerned = [
        rule for (code, table), some in known.items() for rule in some if code == regle and name in (table, EVERY)
    ]
    fault = next((words for wrong, words in _faults(regle, name, gravite, raison, concerned, known) if wrong()), "")
    value = number(seuil)
    if not fault and seuil and value is None:
        fault = f"le seuil « {seuil[:30]} » n’est pas un nombre positif. Écrivez par exemple 30 ou 0,25"
    if not fault and value is None and not gravite:
        fault = "ni la gravité ni le seuil ne sont donnés. Donnez l’un des deux, ou retirez la ligne"
    if not fault and value is not None and all(rule.threshold is None for rule in concerned):
        fault = f"la règle {regle} n’a pas de seuil pour « {name} ». Laissez la case vide"
    return (None, fault) if fault else (Setting(regle, name, gravite, value, raison, line), "")


def _faults(
    regle: str, name: str, gravite: str, raison: str, concerned: list[Rule], known: Mapping[tuple[str, str], list[Rule]]
) -> list[tuple[Callable[[], bool], str]]:
    codes = {code for code, _ in known}
    return [
        (lambda: regle not in codes and regle not in PROTECTED, f"la règle « {regle[:20]} » n’existe pas. Les codes "
         "sont dans le rapport de la barrière"),
        (lambda: regle in PROTECTED, f"la règle {regle} protège des personnes, des secrets ou la séparation du réel "
         "et du fictif : elle ne se règle pas. Retirez la ligne"),
        (lambda: name != EVERY and name not in tables(), f"la table « {name[:40]} » n’existe pas. Écrivez son nom, "
         "ou * pour toutes"),
        (lambda: not concerned, f"la règle {regle} ne concerne pas la table « {name} ». Écrivez * pour toutes celles "
         "qu’elle concerne"),
        (lambda: gravite not in ("", BLOCKING, WARNING), f"la gravité « {gravite[:20]} » n’est pas admise. Écrivez "
         "bloquant ou alerte, ou laissez la case vide"),
        (lambda: regle in STRUCTURAL and gravite == WARNING, f"sans la règle {regle} la table ne peut pas être lue : "
         "sa gravité ne change pas. Laissez la case vide"),
        (lambda: not raison, "la raison manque. Dites en quelques mots pourquoi la règle est réglée"),
    ]  # fmt: skip


def number(text: str) -> float | None:
    """A positive number as a person types it (« 30 », « 0,25 », « 13 154 »); None when it is not one."""
    try:
        value = float(text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".").rstrip("%"))
    except ValueError:
        return None
    return value if isfinite(value) and value >= 0 else None
