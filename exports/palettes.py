"""Colours: one meaning each, readable without telling red from green. Plain hex texts, for any drawing library.

Sequential scales go from little to much and darken as they go, so that they also survive a grey photocopy.
"""

from __future__ import annotations

# Five steps each. Orange, blue-green and purple ramps after ColorBrewer; cividis after Nuñez et al. (2018);
# changes after ColorBrewer's PuOr, whose two sides no colour-blind reader takes for one another.
PALETTES: dict[str, tuple[str, ...]] = {
    "besoin": ("#fee3c3", "#fdbb84", "#f1803f", "#cc4c17", "#7f2704"),
    "couverture": ("#dcecf5", "#a6cfe3", "#5fa5cb", "#2474ac", "#0b3c70"),
    "frequentation": ("#a6540a", "#e4a65b", "#f1eee6", "#8fa9d6", "#3f4f9e"),
    "resultats": ("#fce236", "#bcae6c", "#7d7c78", "#434e6c", "#002656"),
    "evolution": ("#5e3c99", "#b2abd2", "#f5f5f5", "#fdb863", "#c2570c"),
    "contexte": ("#ece7f2", "#c3bedb", "#938cc0", "#6a5aa4", "#42307d"),
}
DIVERGING = ("frequentation", "evolution")

SECRET = "#ffffff"  # under a hatch, see HATCH
HATCH = "#8a8a8a"
MISSING = "#cfcfcf"
UNSURE = "#e3ded3"  # a change within the intervals
UNCONCERNED = "#ffffff"
BORDER = "#6f6f6f"
INK, QUIET = "#1f2328", "#5a6068"
ACCENT = "#1f5f8b"
# Layers of points beside the offer of the Département: white figures are read on each.
POINTS = {
    "externes": "#8a5a00",
    "france_services": "#7b2d6e",
    "mediation_numerique": "#5a6068",
    "siae": "#1b7a5a",
}

# Which of the five steps a scale of n classes uses: far apart when they are few.
_SPREAD = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


def steps(classes: int) -> tuple[int, ...]:
    """Steps of a palette for that many classes (1 to 5), least first. KeyError beyond: nobody reads six."""
    return _SPREAD[classes]


def colour(palette: str, step: int) -> str:
    """Hex colour of a step (0 to 4). KeyError for a palette that does not exist."""
    return PALETTES[palette][step]


def principal(palette: str) -> str:
    """The one colour of bars, lines and circles of that meaning: dark enough on white."""
    return PALETTES[palette][4 if palette in DIVERGING else 3]
