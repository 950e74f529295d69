"""Words compared without their accents, case, punctuation and articles."""

from __future__ import annotations

import re
from functools import lru_cache

from words import words_of

ARTICLES = {"de", "d", "du", "des", "l", "la", "le", "les", "a", "au", "aux", "en", "et", "un", "une"}
SHORT = {"nb": "nombre", "nbr": "nombre", "nbre": "nombre", "no": "numero", "num": "numero", "tel": "telephone",
         "dept": "departement", "dpt": "departement", "st": "saint", "ste": "sainte"}  # fmt: skip
_NUMERO = re.compile(r"\b[nN]\s?[°º]")
_LESS = re.compile(r"(?<!\d)(?<!\d\s)[-–<]\s?(?=\d)")
_MORE = re.compile(r"(?<!\w)[+>]\s?(?=\d)")
_YEAR = re.compile(r"\b20\d\d\b")


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """« N° de l’action » → « numero action »; « Jeunes -26 ans » → « jeunes moins 26 ans ».

    A text made of marks only (« ✓ », « - ») is left as it is, trimmed.
    """
    marked = _MORE.sub(" plus ", _LESS.sub(" moins ", _NUMERO.sub("numero ", text)))
    found = _words(marked)
    kept = [SHORT.get(word, word) for word in found if word not in ARTICLES or len(found) == 1]
    return " ".join(kept) or text.strip().casefold()


def without_year(text: str) -> str:
    """« Montant 2025 » → « Montant »."""
    return _YEAR.sub(" ", text).strip()


def year(text: str) -> str:
    """The year a header names, "" when it names none or several."""
    found = set(_YEAR.findall(text))
    return found.pop() if len(found) == 1 else ""


def slug(text: str) -> str:
    """« Régie de quartier d’Angers » → « regie-de-quartier-d-angers »: lower case, digits and hyphens."""
    return "-".join(_words(text))


def _words(text: str) -> list[str]:
    return words_of(text.replace("€", " euros "))
