"""The words of a text: how two names, labels or headers that people typed are compared."""

from __future__ import annotations

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae"})
_WORD = re.compile("[a-z0-9]+")


def words_of(text: object) -> list[str]:
    """« L’Œuvre d’été, n° 2 » → l, oeuvre, d, ete, n, 2: no case, accent, ligature nor mark."""
    bare = unicodedata.normalize("NFKD", str(text).translate(LIGATURES))
    return _WORD.findall("".join(letter for letter in bare if not unicodedata.combining(letter)).casefold())
