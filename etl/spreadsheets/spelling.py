"""What a cell looks like: a label, a number, a date; and how it is compared with another."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from words import words_of

_NUMBER = re.compile(r"[-+(]?\s*[€$]?\s*\d[\d\s\u00a0\u202f.,'’]*\)?\s*(?:%|€|k€|h|j)?")
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{1,4})?(?:[ T]\d{1,2}[:h]\d{2}.*)?")
_LETTER = re.compile(r"[^\W\d_]")
DASHES = frozenset(("-", "–", "—", "/", "//", ".", "…", "0", "ø", "s", "ns", "nd", "n.d.", "nc"))
ANSWERS = frozenset(("oui", "non", "o", "n", "x", "vrai", "faux", "true", "false"))
LONGEST_LABEL = 200


def missing(cell: object) -> bool:
    """Whether nothing stands in the cell; blanks are nothing."""
    return cell is None or cell is pd.NaT or cell != cell or (isinstance(cell, str) and not cell.strip())


def plain(text: object) -> str:
    """Lower case, without accents, with single spaces: how two labels are compared."""
    return " ".join(words_of(text))


def shown(cell: object) -> str:
    """The cell on one line."""
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return " ".join(str(cell).split())


def is_number(cell: object) -> bool:
    """A number, or a text written as one (« 1 234,5 », « 45 % »)."""
    if isinstance(cell, str):
        return _NUMBER.fullmatch(cell.strip()) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def number(cell: object) -> float:
    """Its value, 0 when it is none: « 1 234,5 » is 1234.5."""
    if not isinstance(cell, str):
        return float(cell) if is_number(cell) and cell == cell else 0.0
    if not is_number(cell):
        return 0.0
    digits = re.sub(r"[^\d.,-]", "", cell)
    if digits.count(",") == 1:
        digits = digits.replace(".", "").replace(",", ".")
    try:
        return float(digits.replace(",", ""))
    except ValueError:
        return 0.0


def is_label(cell: object) -> bool:
    """A text that may head a column: with a letter, neither a number nor a date nor a yes."""
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    if not _LETTER.search(text) or len(text) > LONGEST_LABEL or text.lower() in ANSWERS:
        return False
    return not (_NUMBER.fullmatch(text) or _DATE.fullmatch(text) or "@" in text or text.startswith("http"))


def is_period(cell: object) -> bool:
    """A year or a day heading a column: « 2023 », 31/12/2023."""
    if isinstance(cell, date):
        return True
    text = str(cell).strip()
    return bool(re.fullmatch(r"(?:19|20)\d\d", text) or _DATE.fullmatch(text))
