"""How a comparison tells its rows apart: one shade a role, and the words that say which is which."""

from __future__ import annotations

from disclosure.exhibit import Exhibit
from exports.palettes import ACCENT

SHADES = {"territoire": ACCENT, "englobant": "#7d858f", "pair": "#c3c9d0"}
WORDS = {
    "territoire": "en bleu, le territoire regardé",
    "englobant": "en gris foncé, ce qui le contient",
    "pair": "en gris clair, les territoires comparés",
}


def shades(exhibit: Exhibit) -> list[str]:
    """Colour of each row that is drawn."""
    return [SHADES[role] for role in _drawn(exhibit)]


def shades_told(exhibit: Exhibit) -> str:
    """ "En bleu, le territoire regardé ; en gris clair, les territoires comparés."; "" for any other chart."""
    told = " ; ".join(text for role, text in WORDS.items() if role in _drawn(exhibit))
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _drawn(exhibit: Exhibit) -> list[str]:
    return [exhibit.roles[rank] for rank in exhibit.drawn.index] if exhibit.roles else []
