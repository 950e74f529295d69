"""Which geography a figure is shown in, and which one its publisher used: the line « Géographie » of every exhibit."""

from __future__ import annotations

import pandas as pd

from geodata.levels import LEVELS
from indicators.remember import per_edition
from warehouse.edition import Edition

DATED = ("region", "departement", "arrondissement", "epci", "commune")  # known to change on the 1st of January


def shown_geography(edition: Edition, niveau: str, rows: pd.DataFrame) -> str:
    """ "Communes au 1er janvier 2026 ; chiffres publiés dans le découpage de 2025."; "" when nothing is known.

    rows: measures with their source and millesime. The second part is left out when it says the same year.
    """
    year, told = vintage(edition, niveau), published(edition, rows)
    shown = ""
    if year:
        shown = f"au 1er janvier {year}" if niveau in DATED else f", communes de {year}"
        shown = f"{LEVELS[niveau].plural}{shown if shown.startswith(',') else ' ' + shown}"
    if told in ([], [year]):
        return f"{shown}." if shown else ""
    several = f"les découpages de {told[0]} à {told[-1]}" if len(told) > 1 else f"le découpage de {told[0]}"
    figures = f"chiffres publiés dans {several}"
    return f"{shown} ; {figures}." if shown else f"{figures[:1].upper()}{figures[1:]}."


@per_edition
def vintage(edition: Edition, niveau: str) -> str:
    """Year of the zoning, as the edition holds it; "" when it does not say."""
    if niveau == "territoire_action_sociale":
        years = edition.table("territoires")["cog"]
    else:
        links = edition.table("appartenances")
        years = links.loc[links["niveau"] == niveau, "millesime"]
    return max(years.dropna().astype(str), default="")


def published(edition: Edition, rows: pd.DataFrame) -> list[str]:
    """Years of the geographies in which the sources of these rows were published, oldest first."""
    known = _by_source(edition)
    pairs = rows[["source", "millesime"]].drop_duplicates().itertuples(index=False, name=None)
    return sorted(set().union(*(known.get(pair, ()) for pair in pairs)))


@per_edition
def _by_source(edition: Edition) -> dict[tuple[str, str], set[str]]:
    """(source, millesime) → years of geography of its facts."""
    told = edition.distinct("faits", "source", "millesime", "geographie").dropna()
    found: dict[tuple[str, str], set[str]] = {}
    for source, millesime, year in told.astype(str).itertuples(index=False, name=None):
        found.setdefault((source, millesime), set()).add(year)
    return found
