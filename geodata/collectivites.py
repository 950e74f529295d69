"""Who answers for the RSA where it is not a département: the Métropole de Lyon, the rest of the Rhône, Corse.

Alsace keeps its two départements in every source, Paris, Martinique and Guyane are départements to the COG.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from geodata.communes import departements, listed

METROPOLE_DE_LYON = "200046977"  # its EPCI code: it is both
# Code as the DREES and the COG write it → name, and the départements whose communes it holds, whole or in part.
COLLECTIVITES = {
    "20": ("Corse", ("2A", "2B")),
    "69D": ("Rhône (hors Métropole de Lyon)", ("69",)),
    "69M": ("Métropole de Lyon", ("69",)),
}


def name_of(code: str) -> str:
    """Name of a collectivité or of a département: "69M" → "Métropole de Lyon", "49" → "Maine-et-Loire".

    KeyError for a code that is neither.
    """
    if code in COLLECTIVITES:
        return COLLECTIVITES[code][0]
    return departements().set_index("code").loc[code, "nom"]


def departements_of(code: str) -> tuple[str, ...]:
    """Départements that a collectivité touches: "20" → ("2A", "2B"), "69M" → ("69",), "49" → ("49",)."""
    return COLLECTIVITES[code][1] if code in COLLECTIVITES else (code,)


@cache
def communes_of(code: str) -> frozenset[str]:
    """Codes of the communes of a collectivité or of a département; empty for a code that is neither."""
    frame = listed()
    held = frame["code_departement"].isin(departements_of(code))
    if code in ("69D", "69M"):
        held &= frame["code_epci"].eq(METROPOLE_DE_LYON) == (code == "69M")
    return frozenset(frame.loc[held, "code"])


def collectivites() -> pd.DataFrame:
    """The collectivités that are not départements: code, nom, population_municipale."""
    people = listed().set_index("code")["population_municipale"]
    rows = [(code, nom, int(people[list(communes_of(code))].sum())) for code, (nom, _) in COLLECTIVITES.items()]
    return pd.DataFrame(rows, columns=["code", "nom", "population_municipale"])
