"""Periods as the observatory writes them ("2024", "2024-12", "2025-T3"), and the day each one ends."""

from __future__ import annotations

import calendar
import re
from datetime import date

_QUARTER = re.compile(r"[1-4]")
_YEAR = re.compile(r"(19|20)\d\d")


def last_day(period: str) -> date | None:
    """The day « 2025-T3 » (30 September 2025) or « 2024-12 » ends; None for what is no period."""
    year, _, part = period.partition("-")
    if not year.isdigit() or (part.isdigit() and len(part) == 4):
        return None
    month = 3 * int(part[1]) if part.startswith("T") else int(part or 12)
    return date(int(year), month, calendar.monthrange(int(year), month)[1])


def quarter(header: str) -> str:
    """What « T3_2025 », « 2025T3 » and « 3e trimestre 2025 » are: « 2025-T3 ». ValueError for anything else."""
    year = _YEAR.search(header)
    number = _QUARTER.search(header.replace(year[0], "", 1)) if year else None
    if not year or not number:
        raise ValueError(f"{header} is no quarter")
    return f"{year[0]}-T{number[0]}"
