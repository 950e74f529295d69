"""Shapes of the numbers and addresses that lead to one person."""

from __future__ import annotations

import re

GAP = "[ \u00a0\u202f]?"
_MONTH = "(?:0[1-9]|1[0-2]|[2-9][0-9])"  # 20 and above: an unknown month, or a full list of that month
_PLACE = "(?:[0-9]{2}|2[AB])"
# A French social security number of 13 digits, or 15 with its key, alone or inside a text, with or without spaces, or
# with a dot or a dash at every place. A key that does not hold is still somebody's number, badly typed.
NIR = (
    rf"(?<![0-9A-Za-z.,])[12]{GAP}[0-9]{{2}}{GAP}{_MONTH}{GAP}{_PLACE}{GAP}[0-9]{{3}}{GAP}[0-9]{{3}}"
    rf"(?:{GAP}[0-9]{{2}})?(?![0-9A-Za-z])"
    rf"|(?<![0-9A-Za-z.,-])[12]([.-])[0-9]{{2}}\1{_MONTH}\1{_PLACE}\1[0-9]{{3}}\1[0-9]{{3}}(?:\1[0-9]{{2}})?(?![0-9A-Za-z])"
)
ENROLMENT = r"^[0-9]{7,13}$"  # what a key must never be
PROTECTED = r"[0-9a-f]{64}"  # a key as it should be: it may hold digits in a row by chance
CAF = r"[0-9]{7} ?[A-Za-z]"
CAF_BARE = r"[0-9]{7}"
_PAIRS = r"(?:[ .\-/\u00a0\u202f]?[0-9]{2}){4}"
_START = r"(?<![0-9A-Za-z])(?:\+ ?33|0033|\(\+33\))[ .\-\u00a0]?(?:\(0\))?[ .\-]?"
MOBILE = rf"(?:{_START}|(?<![0-9A-Za-z])0)[67]{_PAIRS}(?![0-9])"
PHONE = rf"(?:{_START}|(?<![0-9A-Za-z])0)[1-9]{_PAIRS}(?![0-9])"
MOBILE_SHORT = r"[67][0-9]{8}"  # a workbook drops the first zero
PHONE_SHORT = r"[1-9][0-9]{8}"
MAIL = r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
STREET = (
    r"(?:\d{1,4}[ ,]*(?:bis|ter|quater|[a-d])?[ ,]+)(?:rue|avenue|av\.?|bd|boulevard|place|chemin|route|impasse|allee"
    r"|all\.?|square|quai|cours|lotissement|residence|lieu-dit|passage|cite|sentier|faubourg|ruelle|venelle|mail|clos|hameau)"
)

# The address of a site may carry any number: a page of a social network has one of fifteen digits.
SITE = r"(?:https?://|www\.)\S+"


def without_sites(text: str) -> str:
    """The text without the addresses of sites in it."""
    return re.sub(SITE, " ", text) if "www." in text or "://" in text else text
