"""What to change in a row set aside, in words: what is wrong, then what is expected there."""

from __future__ import annotations

import re

from exports.templates.checks import LENGTHS, limits
from exports.templates.rows import words
from warehouse.dictionary import Column, tables

PLACE = re.compile(r"^.*?ligne \d+(, colonne « .*? »)? : ")
ALREADY = re.compile(r" \(attendu : [^)]*\)")  # said again, and better, by what is expected
SHOWN = 8  # admitted values quoted in full
FULL_LIST = "la liste complète est dans le modèle, feuille « Listes »"


def advice(name: str, column: str, headers: list[str], valeur: str, phrase: str) -> str:
    """One fault: « Places : 700 est au-dessus de 500. Attendu : un nombre entier, de 0 à 500. »

    name, column: table and column of the dictionary (a column it ignores is a header of the file); headers: those
    of the sheet behind that column; phrase: the sentence of `rejets`, whose place is left out.
    """
    expected = expectation(_declared(name, column), bool(valeur))
    reason = PLACE.sub("", phrase, count=1).strip()
    reason = ALREADY.sub("", reason) if expected else reason
    reason = reason[:1].upper() + reason[1:]
    where = " et ".join(f"« {header} »" for header in headers)
    return " ".join(part for part in (f"{where} : {reason}" if where else reason, expected) if part)


def expectation(column: Column | None, filled: bool) -> str:
    """What the dictionary expects there, in a sentence; "" when anything may be typed."""
    if column is None:
        return ""
    told = _expected(column)
    if column.required and not filled:
        return f"À remplir{f' : {told}' if told else ''}."
    return f"Attendu : {told}." if told else ""


def _expected(column: Column) -> str:
    if column.values:
        several = " (plusieurs : séparées par |)" if column.type == "list" else ""
        known = [words(column, code) for code in column.values]
        if len(known) > SHOWN:
            return f"une valeur de la liste{several} ; {FULL_LIST}"
        return f"{', '.join(known[:-1])} ou {known[-1]}{several}"
    if column.type in ("int", "float"):
        bounds = f", {limits(column)}" if limits(column) else ""
        return ("un nombre entier" if column.type == "int" else "un nombre") + bounds
    if column.type in ("date", "timestamp"):
        return "une date, par exemple 31/12/2025"
    if column.type == "bool":
        return "oui ou non"
    low, high = LENGTHS.get(column.pattern, (0, 0))
    return "" if not high else f"{low} caractères" if low == high else f"de {low} à {high} caractères"


def _declared(name: str, column: str) -> Column | None:
    declared = tables().get(name)
    return declared.column(column) if declared and column in declared.names else None
