"""Whether a cell that went out in a workbook and came back is still the same: formats change, values do not."""

from __future__ import annotations

import math
import re
from datetime import date, datetime

import pandas as pd

LONGEST_TEXT = 32_767  # characters of a cell
EXACT = 10**15  # a spreadsheet keeps fifteen digits
FIRST_DAY = date(1900, 3, 1)  # earlier days are counted differently from one spreadsheet to the next
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def empty(value: object) -> bool:
    """Nothing, not a number, not a time, or blanks only."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def as_written(value: object) -> object:
    """What a workbook can hold of it: None, bool, number, date, datetime, or text when it is nothing of these.

    Text loses what a cell cannot hold (control characters, its end after 32 767 characters).
    """
    if empty(value):
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if math.isfinite(value) and abs(value) < EXACT else str(value)
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        if day >= FIRST_DAY and getattr(value, "tzinfo", None) is None:
            return value
        return value.strftime("%d/%m/") + f"{value.year:04}" if not isinstance(value, datetime) else str(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return CONTROLS.sub(" ", text)[:LONGEST_TEXT]


def same(before: object, after: object) -> bool:
    """Whether `after`, read back from the workbook, is `before` untouched."""
    if type(before) is type(after) and before == after:
        return True
    was, now = _plain(as_written(before)), _plain(as_written(after))
    if isinstance(was, float) and isinstance(now, float):
        return was == now or (not was.is_integer() and math.isclose(was, now, rel_tol=1e-14))
    return type(was) is type(now) and was == now


def _plain(value: object) -> object:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        return (pd.Timestamp(moment) + pd.Timedelta(milliseconds=500)).floor("s").to_pydatetime()
    return str(value).strip() or None  # what a cell cannot hold may leave blanks only
