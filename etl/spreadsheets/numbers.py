"""Numbers as people type them: « 1 234,5 », « 1.234,50 € », « 12 places », « 12 % ». Never guessed."""

from __future__ import annotations

import math
import re

from etl.spreadsheets.wording import slug

PEOPLE = {"places", "place", "pl", "personnes", "personne", "pers", "participants", "participant", "stagiaires",
          "beneficiaires", "beneficiaire", "postes", "poste", "foyers", "foyer"}  # fmt: skip
UNITS = {
    "€": {"euros", "euro", "eur", "euros-ttc", "euros-ht"},
    "places": PEOPLE,
    "personnes": PEOPLE,
    "habitants": {"habitants", "habitant", "hab", "personnes"},
    "heures": {"heures", "heure", "h", "hrs", "h-semaine", "h-sem", "heures-par-semaine", "h-par-semaine",
               "heures-semaine", "h-hebdo"},
    "semaines": {"semaines", "semaine", "sem"},
    "jours": {"jours", "jour", "j", "j-semaine", "jours-par-semaine", "jours-semaine"},
    "mois": {"mois", "m"},
    "années": {"an", "ans"},
    "km²": {"km2"},
    "équivalents": {"etp"},
    "note": {"10", "sur-10"},
}  # fmt: skip
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
_SHAPE = re.compile(r"(?P<sign>[+\-−]?)\s*(?P<number>\d[\d\s\u00a0\u202f\u2009'.,]*)(?P<rest>.*)", re.DOTALL)
_BOTH = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:,\d{3})+\.\d+")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")


def read(value: object, unit: str = "", whole: bool = False) -> float | None:
    """The number a cell says, None when it says none. unit: of the column, in French; whole: no decimals expected.

    A percentage becomes a part where the unit of the column is one (« part des places »).
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    found = _SHAPE.fullmatch(str(value).strip())
    if not found:
        return None
    number = _digits(found["number"], whole)
    factor = _factor(found["rest"].strip().rstrip("."), unit)
    if number is None or factor is None:
        return None
    return (-number if found["sign"] in ("-", "−") else number) / factor


def counted(value: object) -> bool:
    """Whether a cell is a number of anything: « 12 places » is, « 49000 Angers » is not."""
    return read(value, " ".join(UNITS)) is not None


def written(number: float) -> str:
    """« 1234 », « 1234.5 »: as the gate reads it, without a decimal that says nothing."""
    return str(int(number)) if number.is_integer() else repr(round(number, 10))


def _digits(text: str, whole: bool) -> float | None:
    compact = _SPACES.sub("", text)
    if _BOTH.fullmatch(compact):
        compact = compact.replace("." if compact.rfind(",") > compact.rfind(".") else ",", "")
    elif whole and _GROUPED.fullmatch(compact):
        compact = compact.replace(".", "")
    try:
        return float(compact.replace(",", "."))
    except ValueError:
        return None


def _factor(rest: str, unit: str) -> float | None:
    """What the number is divided by: 1, 100 for a percentage of a part, None when the unit is another one."""
    if not rest:
        return 1.0
    if rest == "%":
        return 100.0 if unit.startswith("part") else 1.0
    told = slug(rest)
    admitted = set().union(*(words for name, words in UNITS.items() if name in unit), {slug(unit)} if unit else set())
    return 1.0 if told in admitted else None
