"""Questions of one subject under one heading, so that what they share is said once."""

from __future__ import annotations

from etl.spreadsheets.asking import COLUMN, CONSTANT, LABEL, Question
from etl.spreadsheets.targets import target
from warehouse.dictionary import table


def subject(asked: Question) -> str:
    """The heading a question stands under, "" for one that says all by itself."""
    where = f" de la feuille « {asked.feuille} »" if asked.feuille else " de votre fichier"
    if asked.kind == LABEL:
        return f"Les mots de la colonne « {asked.header} »{where if asked.feuille else ''}"
    if asked.kind == CONSTANT:
        return f"{_table(asked)} : ce qu’aucune colonne{where} ne dit. Votre réponse vaudra pour toutes les lignes."
    if asked.kind == COLUMN and not asked.header and not asked.label and asked.target:
        return f"{_table(asked)} : quelle colonne{where} le dit ?"
    return ""


def short(asked: Question) -> str:
    """What is left to ask under that heading."""
    if asked.kind == LABEL:
        return f"« {asked.label} »{_lines(asked.lines)} veut dire"
    if subject(asked):
        return target(asked.target).label
    return asked.sentence


def _table(asked: Question) -> str:
    return table(target(asked.target).table).label


def _lines(lines: tuple[int, ...]) -> str:
    if not lines:
        return ""
    return f" (ligne {lines[0]})" if len(lines) == 1 else f" (lignes {', '.join(map(str, lines))}…)"
