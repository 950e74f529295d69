"""Names that are near one another: the same thing written twice, or two things that a number tells apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from words import words_of

AT_ONCE = 1000  # rows compared with all the others of their commune: bounds the memory taken
# Words that half of the names share: what is left tells the structures apart.
WORDS = """
    association asso centre fictif fictive structure sarl sas scic scop de du des la le les l d et en a au aux
"""
SHARED = frozenset(WORDS.split())


def plain(name: str) -> str:
    """A name without accents, case, punctuation nor the words that half of the names share."""
    found = words_of(name.replace(".", ""))  # C.C.A.S. is CCAS
    kept = [word for word in found if word not in SHARED or (len(word) == 1 and word == found[-1])]
    return " ".join(kept or found)


def numbers(name: str) -> str:
    """What numbers the sites of one house: « Antenne 2 », « Atelier B ». Two such names are not one."""
    return " ".join(sorted(word for word in name.split() if word.isdigit() or len(word) == 1))


def alike(names: pd.Series, communes: pd.Series, owners: pd.Series, least: float) -> list[tuple]:
    """Pairs of labels whose names are alike (`least`: Indel ratio, in %) in the same commune, the nearest first.

    owners: what tells that two are not the same although their names are near, missing when not known.
    """
    known = names.notna() & communes.notna()
    told = names[known].map(plain)
    found: list[tuple[float, object, object]] = []
    for rows in told.groupby(communes[known], sort=False).groups.values():
        found += _within(told.loc[rows], owners.loc[rows], least)
    return [pair[1:] for pair in sorted(found, key=lambda pair: -pair[0])]


def _within(told: pd.Series, owners: pd.Series, least: float) -> list[tuple[float, object, object]]:
    found = []
    labels, texts = told.index, told.tolist()
    for start in range(0, len(texts), AT_ONCE):
        scores = cdist(texts[start : start + AT_ONCE], texts[start:], scorer=ratio, score_cutoff=least)
        for near, far in zip(*np.nonzero(scores), strict=True):
            one, other = start + near, start + far
            if one < other and numbers(texts[one]) == numbers(texts[other]):
                theirs = owners.iloc[[one, other]].dropna()
                if theirs.nunique() < 2:
                    found.append((float(scores[near, far]), labels[one], labels[other]))
    return found
