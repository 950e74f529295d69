"""« de » before a place, as French wants it: the article codes of INSEE (TNCC) say which."""

from __future__ import annotations

from geodata.communes import communes, departements
from geodata.levels import FRANCE
from geodata.passage import departement_of

# What stands before a département's name, which carries no article of its own.
_DEPARTEMENT = {0: "de ", 1: "d’", 2: "du ", 3: "de la ", 4: "des ", 5: "de l’"}
# Articles that « de » swallows in a commune's name, which carries its own: Le Mans → du Mans.
_SWALLOWED = {2: ("Le ", "du "), 4: ("Les ", "des ")}


def of_departement(code: str) -> str:
    """ "49" → "de Maine-et-Loire", "01" → "de l’Ain", "72" → "de la Sarthe". KeyError for an unknown code."""
    row = departements().set_index("code").loc[code]
    return _DEPARTEMENT[row["liaison"]] + row["nom"]


def of_commune(code: str) -> str:
    """ "49007" → "d’Angers", "72181" → "du Mans", "49246" → "des Ponts-de-Cé". KeyError for an unknown code."""
    row = communes(departement_of(code)).set_index("code").loc[code]
    article, contracted = _SWALLOWED.get(row["liaison"], ("", ""))
    if article and row["nom"].startswith(article):
        return contracted + row["nom"].removeprefix(article)
    return ("d’" if row["liaison"] in (1, 6) else "de ") + row["nom"]


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
