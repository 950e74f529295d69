"""Recognising a column of names by what is in it.

`first_names.csv` is a modest list of first names frequent in France, written from general knowledge for this project:
no register nor publisher's file stands behind it. It only has to recognise a column, where most values start with one.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pandas as pd

from etl.persons.headers import plain

LIST = Path(__file__).with_name("first_names.csv")
LEAST, MOST = 2, 0.5  # distinct names, and share of a column's values, from which the column is one of names
# A civility followed by a surname: « Mme DUPUIS », never « Mme la directrice » nor « M. le maire ».
CIVILITY = r"(?:M\.|Mr\.?|MM\.|Mme\.?|Mmes|Mlle\.?|Melle|Monsieur|Madame|Mademoiselle)"
TITLED = rf"(?<![\w.]){CIVILITY} ?(?:[A-ZÉÈ]\.? )?(?!Le |La |Les |L’|L')[A-ZÀ-ÖØ-Þ][\w’'-]+"
_TITLE = re.compile(rf"^(?:{CIVILITY}|M) (?=\S)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?")
# Words of organisations, places and trainings: with one of them, a value is not somebody's name.
_THINGS = """
    action actions aide alliance amicale antenne asso association atelier ateliers bassin bourg bureau caf cap cafe
    ccas centre chantier chantiers cidff club college commune communaute compagnie conseil departement ecole emploi
    entreprise epicerie espace ferme fondation formation foyer france garage gare groupe groupement habitat hopital
    ime jardin jardins lycee mairie maison mds mfr mission mutuelle office parcours parc place plateforme plie pole
    quartier regie relais residence rue sas saint sainte sarl service session social solidaire solidarites theatre
    travail union universite ville
"""
THINGS = frozenset(_THINGS.split())
NOT_ALONE = frozenset({"avril", "rose", "marin", "martin", "cholet", "france"})


@cache
def first_names() -> frozenset[str]:
    """The list, without accents nor case."""
    with LIST.open(encoding="utf-8", newline="") as stream:
        return frozenset(row["prenom"] for row in csv.DictReader(stream))


def is_name(text: str) -> bool:
    """Whether a text reads « Marie Dupuis », « DUPUIS Marie », « Mme Dupuis »: two to four words and nothing else."""
    bare = _TITLE.sub("", text.strip())
    words = bare.replace(",", " ").split()
    if not all(_WORD.fullmatch(word) for word in words) or THINGS & {plain(word) for word in words}:
        return False
    if bare != text.strip():
        return 1 <= len(words) <= 4
    return 2 <= len(words) <= 4 and (_first(words[0]) or _first(words[-1]))


def is_first_name(text: str) -> bool:
    """Whether a text is a first name alone, « Jean-Pierre » too."""
    return text.strip().count(" ") == 0 and plain(text) not in NOT_ALONE and _first(text.strip())


def _first(word: str) -> bool:
    return plain(word).partition("_")[0] in first_names()


def holds_names(values: pd.Series) -> bool:
    """Whether these distinct texts (a sample of the column will do) are mostly names of persons."""
    texts = values[values.str.len().between(3, 60)]
    return any(
        len(found := [text for text in texts if shape(text)]) >= LEAST and len(found) >= MOST * len(values)
        for shape in (is_name, is_first_name)
    )
