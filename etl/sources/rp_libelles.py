"""Exports of the census from INSEE's web site: the words of the catalogue, put back into the codes of its files.

A place is named, not coded. An intercommunalité is found by its name; a commune by its name inside the
intercommunalités of the file, or alone of that name in France. What cannot be told is given back by name.
"""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from geodata.communes import listed

HEADERS = {
    "emploi_libelles": re.compile(r"Géographie.*Niveau Géo.*Statut d.emploi.*Mesure du recensement"),
    "diplomes_libelles": re.compile(
        r"Géographie.*Niveau Géo.*Diplôme.*Indicateur du lieu d.étude.*Mesure du recensement"
    ),
}
LEVELS = {"Commune": "COM", "Etablissement public de coopération intercommunal": "EPCI"}
EVERYONE = {"Total": "_T"}
WORDS = {
    "SEX": EVERYONE | {"Homme": "M", "Femme": "F"},
    "AGE": EVERYONE | {"De 15 à 64 ans": "Y15T64", "15 ans ou plus": "Y_GE15"},
    "EMPSTA_ENQ": EVERYONE | {"Actif occupé": "1", "Chômeur": "2", "Actif": "1T2", "Inactif": "3"},
    "EDUC": EVERYONE,
    "DIPLOME": EVERYONE | {"Aucun diplôme ou certificat d'études primaires": "001T100_RP"},
    "RP_MEASURE": {"Population": "POP"},
    "obs_status": {"Normale": "A", "Provisoire": "P"},
    "conf_status": {"Diffusable": "F", "Confidentiel (secret statistique)": "C"},
}


def coded(cells: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The cells with codes for words (a word that means none of ours stays), and the names of places not found."""
    told = {name: cells[name].map(words).fillna(cells[name]) for name, words in WORDS.items() if name in cells}
    level = cells["geo_object"].map(LEVELS).fillna("")
    place = _places(cells["geo"], level)
    lost = place.isna() & (level != "")
    names = sorted(cells.loc[lost, "geo"].unique())
    found = cells.assign(**told, geo=place, geo_object=level)
    return found[~lost & (level != "")], names


def _places(names: pd.Series, level: pd.Series) -> pd.Series:
    """Code of each named place, missing when it is several places or none."""
    known = _known()
    wanted = names.map(plain)
    epci = known.drop_duplicates("code_epci").drop_duplicates("nom_epci", keep=False).set_index("nom_epci")["code_epci"]
    own = wanted[level == "EPCI"].map(epci).dropna().unique()
    alone = _unique(known)
    inside = _unique(known[known["code_epci"].isin(own)])
    commune = wanted.map(inside).fillna(wanted.map(alone))
    return commune.where(level == "COM", wanted.map(epci))


@cache
def _known() -> pd.DataFrame:
    towns = listed()[["code", "nom", "code_epci", "nom_epci"]]
    epci = {name: plain(name) for name in towns["nom_epci"].unique()}
    return towns.assign(nom=[plain(name) for name in towns["nom"].tolist()], nom_epci=towns["nom_epci"].map(epci))


def _unique(known: pd.DataFrame) -> pd.Series:
    return known.drop_duplicates("nom", keep=False).set_index("nom")["code"]


def plain(name: object) -> str:
    """Straight apostrophes, small letters, single spaces."""
    return " ".join(str(name).replace("’", "'").casefold().split())
