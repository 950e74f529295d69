"""Dates as people type them. A text that is no date of the calendar gives None: it is never guessed."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta

from etl.spreadsheets.wording import slug

FIRST, LAST = "premier", "dernier"  # day of the month that « mars 2025 » stands for, where a column allows it
ORIGIN = datetime(1899, 12, 30)  # workbooks count days from there
SERIALS = range(30_000, 60_000)  # from 1982 to 2064: below, a number is not a date
CENTURY = 80  # « 79 » is 2079, « 80 » is 1980

MONTHS = {name: number for number, names in enumerate((
    ("janvier", "janv", "jan"), ("fevrier", "fevr", "fev"), ("mars", "mar"), ("avril", "avr"), ("mai",),
    ("juin",), ("juillet", "juil", "jul"), ("aout", "aou"), ("septembre", "sept", "sep"), ("octobre", "oct"),
    ("novembre", "nov"), ("decembre", "dec")), 1) for name in names}  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lun", "mer", "jeu", "ven", "sam")

_CLOCK = r"(?:[ tT,]+(?:a |à )?(?P<h>\d{1,2})\s?[:hH]\s?(?P<min>\d{2})?(?::(?P<s>\d{2})(?:\.\d+)?)?)?"
_FRENCH = re.compile(rf"(?P<d>\d{{1,2}})\s?[/.\-]\s?(?P<m>\d{{1,2}})\s?[/.\-]\s?(?P<y>\d{{4}}|\d{{2}}){_CLOCK}")
_ISO = re.compile(rf"(?P<y>\d{{4}})[/.\-](?P<m>\d{{1,2}})[/.\-](?P<d>\d{{1,2}}){_CLOCK}")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_WORDS = re.compile(r"(?P<d>\d{1,2})(?:er)?-(?P<m>[a-z]+)-(?P<y>\d{4}|\d{2})")
_MONTH = re.compile(r"(?:(?P<w>[a-z]+)|(?P<n>\d{1,2}))-(?P<y>\d{4})")
_YEAR_MONTH = re.compile(r"(?P<y>\d{4})-(?P<n>\d{1,2})")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")


def read(value: object, whole_month: str = "") -> datetime | None:
    """The moment a cell says, None when it says none. whole_month: FIRST or LAST, else a month alone is no date."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, date):
        plain = datetime.combine(value, time()) if not isinstance(value, datetime) else value
        return plain.replace(tzinfo=None) if plain == plain else None
    if isinstance(value, int | float):
        return _serial(float(value))
    return _typed(str(value).strip(), whole_month)


def _typed(text: str, whole_month: str) -> datetime | None:
    for shape in (_ISO, _FRENCH, _COMPACT):
        if found := shape.fullmatch(text.removesuffix("Z")):
            return _moment(**found.groupdict())
    if _SERIAL.fullmatch(text):
        return _serial(float(text.replace(",", ".")))
    words = _without_weekday(slug(text))
    if (found := _WORDS.fullmatch(words)) and found["m"] in MONTHS:
        return _moment(found["y"], str(MONTHS[found["m"]]), found["d"])
    return _of_month(words, whole_month) if whole_month else None


def _without_weekday(words: str) -> str:
    first, _, rest = words.partition("-")
    return rest if first in WEEKDAYS else words


def _of_month(words: str, which: str) -> datetime | None:
    found = _MONTH.fullmatch(words) or _YEAR_MONTH.fullmatch(words)
    if not found:
        return None
    named = found.groupdict()
    number = MONTHS.get(named["w"], 0) if named.get("w") else int(named["n"])
    first = _moment(named["y"], str(number), "1")
    if first is None or which == FIRST:
        return first
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _moment(
    y: str, m: str, d: str, h: str | None = None, min: str | None = None, s: str | None = None
) -> datetime | None:
    year = int(y) if len(y) == 4 else int(y) + (1900 if int(y) >= CENTURY else 2000)
    try:
        return datetime(year, int(m), int(d), int(h or 0), int(min or 0), int(s or 0))
    except ValueError:
        return None


def _serial(number: float) -> datetime | None:
    if not math.isfinite(number) or int(number) not in SERIALS:
        return None
    moment = ORIGIN + timedelta(days=number)
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)
