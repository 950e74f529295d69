"""What a spreadsheet checks as one types: the rules of the dictionary, with a French sentence when one is broken."""

from __future__ import annotations

from datetime import date

from exports.templates.lists import COMMUNES, wanted
from exports.templates.rows import BETWEEN
from warehouse.dictionary import Column

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
# Lengths that the patterns of the dictionary imply: (shortest, longest).
LENGTHS = {
    r"^\d{14}$": (14, 14),
    r"^\d{5}$": (5, 5),
    r"^\d{4}$": (4, 4),
    r"^(\d{5}|2[AB]\d{3})$": (5, 5),
    r"^(\d{9}|Z{9})$": (9, 9),
    r"^[0-9a-f]{64}$": (64, 64),
    r"^[\s\S]{3,150}$": (3, 150),
    r"^[\s\S]{5,10000}$": (5, 10000),
}
Check = dict[str, object]


def check(column: Column, lists: dict[str, str]) -> Check | None:
    """The control of a column, as xlsxwriter wants it; None when anything may be typed.

    lists: what `write_lists` named. An identifier or a commune that is not listed is warned of, not refused.
    """
    source = lists.get(wanted(column), "")
    if source:
        return _listed(column, source)
    if column.type in ("int", "float"):
        return _number(column)
    if column.type in ("date", "timestamp"):
        return _told(
            {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY},
            "Date attendue",
            f"« {column.label} » attend une date, par exemple 31/12/2025.",
        )
    return _length(column) if column.pattern in LENGTHS else None


def limits(column: Column) -> str:
    """The bounds of a number in words, "" without bounds: « de 0 à 156 », « 0 ou plus »."""
    low, high = (_plain(value) for value in (column.minimum, column.maximum))
    if low and high:
        return f"de {low} à {high}"
    return f"{low} ou plus" if low else f"{high} au plus" if high else ""


def _listed(column: Column, source: str) -> Check:
    base: Check = {"validate": "list", "source": source}
    if column.type == "list":
        told = (
            f"Choisissez dans la liste. Plusieurs valeurs : séparez-les par « {BETWEEN.strip()} » (feuille « Listes »)."
        )
        return base | {"show_error": False, "input_title": _title(column.label), "input_message": told}
    if column.reference:
        where = "Listes" if wanted(column) == COMMUNES else "du même classeur"
        told = (
            "Ce code n’est pas celui d’une commune du département. Gardez-le seulement si la commune est voisine."
            if where == "Listes"
            else "Cet identifiant n’est dans aucune ligne de ce classeur. Gardez-le s’il a déjà été chargé."
        )
        return _told(base | {"error_type": "warning"}, "À vérifier", told)
    return _told(base, "Valeur inconnue", f"« {column.label} » attend une valeur de la liste.")


def _number(column: Column) -> Check:
    whole = column.type == "int"
    low, high = column.minimum, column.maximum
    kind: Check = {"validate": "integer" if whole else "decimal"}
    if low is not None and high is not None:
        kind |= {"criteria": "between", "minimum": _exact(low), "maximum": _exact(high)}
    elif high is not None:
        kind |= {"criteria": "<=", "value": _exact(high)}
    else:
        kind |= {"criteria": ">=", "value": _exact(-1e12 if low is None else low)}
    unit = f" ({column.unit})" if column.unit else ""
    words = f"un nombre entier{unit}" if whole else f"un nombre{unit}"
    bounds = f", {limits(column)}" if limits(column) else ""
    return _told(kind, "Nombre attendu", f"« {column.label} » attend {words}{bounds}.")


def _length(column: Column) -> Check:
    low, high = LENGTHS[column.pattern]
    between = {"criteria": "between", "minimum": low, "maximum": high}
    kind = {"validate": "length"} | ({"criteria": "==", "value": low} if low == high else between)
    many = f"{low}" if low == high else f"{low} à {_plain(high)}"
    return _told(kind, "Longueur inattendue", f"« {column.label} » attend {many} caractères.")


def _told(base: Check, title: str, sentence: str) -> Check:
    return base | {"error_title": title, "error_message": sentence[:255]}


def _title(label: str) -> str:
    return label if len(label) <= 32 else label[:31] + "…"


def _exact(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _plain(value: float | None) -> str:
    return "" if value is None else f"{_exact(value):,}".replace(",", "\u202f").replace(".", ",")
