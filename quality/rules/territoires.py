"""Communes of the département: all of them, each in one social action territory."""

from __future__ import annotations

import pandas as pd

from geodata.communes import listed
from quality.rule import BLOCKING, FILE, WARNING, Around, Finding, Rule, as_a_whole, at_fault, expect

# Paris, Marseille and Lyon: the commune counts, its districts do not.
DISTRICTS = tuple(
    [f"75{n}" for n in range(101, 121)] + [f"13{n}" for n in range(201, 217)] + [f"69{n}" for n in range(381, 390)]
)


def _all_covered(frame: pd.DataFrame, around: Around) -> Finding:
    departement = around.context.departement
    expected = {c for c in around.context.known_communes if c.startswith(departement) and c not in DISTRICTS}
    latest = frame[(frame["cog"] == frame["cog"].max()) & frame["code_tas"].notna()]
    missing = sorted(expected - set(latest["code_insee"]))
    return as_a_whole(not missing, n=len(missing), exemples=missing[:5])


def _elsewhere(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(~frame["code_insee"].str.startswith(around.context.departement))


def _beyond(frame: pd.DataFrame, around: Around) -> Finding:
    """TER-06: intercommunalities of the file that also have communes in another département (code officiel 2026)."""
    everywhere = listed()
    abroad = everywhere.loc[everywhere["code_departement"] != around.context.departement, "code_epci"]
    own = frame[frame["code_insee"].str.startswith(around.context.departement) & frame["code_epci"].notna()]
    shared = own[own["code_epci"].isin(abroad.dropna())].drop_duplicates("code_epci")
    named = shared["nom_epci"].fillna(shared["code_epci"]).tolist()
    return as_a_whole(not named, n=len(named), exemples=named[:5], noms=" ; ".join(named[:2]))


RULES = (
    Rule(
        "TER-03", "territoires", BLOCKING, FILE,
        "Chaque commune du département a un territoire d’action sociale",
        "{n|commune n’a|communes n’ont} pas de territoire d’action sociale (exemple : {exemple}).",
        _all_covered, ("code_tas", "code_insee", "cog"),
    ),
    Rule(
        "TER-04", "territoires", WARNING, FILE, "Les communes sont dans le département",
        "{n|commune est|communes sont} hors du département, sans entrer dans ses totaux (exemple : {exemple}).",
        _elsewhere, ("code_insee",), example="nom_commune",
    ),
    Rule(
        "TER-06", "territoires", WARNING, FILE, "Les intercommunalités tiennent dans le département",
        "{n|intercommunalité s’étend|intercommunalités s’étendent} hors du département ({noms}) : leurs chiffres ne "
        "couvrent que leur partie départementale.",
        _beyond, ("code_epci", "nom_epci", "code_insee"),
    ),
    Rule(
        "TER-07", "territoires", WARNING, FILE, "La superficie des communes est positive",
        "{n|commune a|communes ont} une superficie nulle (exemple : {exemple}).",
        expect("column_values_to_be_between", column="superficie_km2", min_value=0, strict_min=True),
        ("superficie_km2",), example="nom_commune",
    ),
)  # fmt: skip
