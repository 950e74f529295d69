"""« de » before a place, as French wants it: the article codes of INSEE (TNCC) say which."""

from __future__ import annotations

from geodata.communes import departements
from geodata.levels import FRANCE

# What stands before a département's name, which carries no article of its own.
_DEPARTEMENT = {0: "de ", 1: "d’", 2: "du ", 3: "de la ", 4: "des ", 5: "de l’"}


def of_departement(code: str) -> str:
    """ "49" → "de Maine-et-Loire", "01" → "de l’Ain", "72" → "de la Sarthe". KeyError for an unknown code."""
    row = departements().set_index("code").loc[code]
    return _DEPARTEMENT[row["liaison"]] + row["nom"]


def edition_name(edition: str) -> str:
    """What an edition observes, inside a sentence: "49" → "département 49", "FR" → "France entière"."""
    return "France entière" if edition == FRANCE else f"département {edition}"


def the_whole(edition: str) -> str:
    """ "le département", or "la France"."""
    return "la France" if edition == FRANCE else "le département"


def of_the_whole(edition: str) -> str:
    """ "du département", or "de la France"."""
    return "de la France" if edition == FRANCE else "du département"


def entire(edition: str) -> str:
    """ "département entier", or "France entière"."""
    return "France entière" if edition == FRANCE else "département entier"
