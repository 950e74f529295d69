"""Territories that resemble one another: the nearest of the same level on a few context variables.

They serve to compare like with like, never to rank. The distance is Euclidean on standardised variables, so that it
does not depend on their units; sizes and densities are taken as logarithms (the domain spans four orders).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

DENSITY = "densite"  # inhabitants per km², the one variable that is not an indicator of the catalogue
COUNT = 5
SHARE = 0.8  # of the other territories must be known for a variable to be used
LEAST = 2  # variables under which nothing says that two territories are alike
DECIMALS = 9  # of a distance: under it, two territories are equally near


@dataclass(frozen=True)
class Variable:
    """One axis of resemblance. code: of an indicator, or DENSITY. label: inside a sentence."""

    code: str
    label: str
    logarithm: bool = False


PEOPLE = (
    Variable("population_municipale", "la population", logarithm=True),
    Variable(DENSITY, "la densité", logarithm=True),
)
RSA = Variable("foyers_rsa_pour_100_1564", "la part de foyers allocataires du RSA")
CENSUS = Variable("taux_chomage_rp", "le taux de chômage du recensement")
LOCAL = Variable("taux_chomage_localise", "le taux de chômage localisé")
INCOME = Variable("niveau_vie_median", "le niveau de vie médian")
POVERTY = Variable("taux_pauvrete", "le taux de pauvreté")

CONTEXT: dict[str, tuple[Variable, ...]] = {
    "region": (*PEOPLE, RSA, LOCAL, INCOME, POVERTY),
    "departement": (*PEOPLE, RSA, LOCAL, INCOME, POVERTY),
    "arrondissement": PEOPLE,
    "epci": (*PEOPLE, RSA, CENSUS, INCOME),
    "territoire_action_sociale": (*PEOPLE, RSA),
    "clpe": (*PEOPLE, RSA),
    "bassin_bmo": PEOPLE,
    "zone_emploi": (*PEOPLE, CENSUS, LOCAL),
    "commune": (*PEOPLE, RSA, CENSUS, INCOME, POVERTY),
}


@dataclass(frozen=True)
class Peers:
    """codes: the nearest first, with their distances (in standard deviations) and the variables used.

    reason: why there are none, "" when there are some.
    """

    codes: tuple[str, ...] = ()
    distances: tuple[float, ...] = ()
    variables: tuple[Variable, ...] = ()
    reason: str = ""


def nearest(context: pd.DataFrame, territoire: str, variables: tuple[Variable, ...], count: int = COUNT) -> Peers:
    """The `count` territories nearest to one of them.

    context: one row per territory (index: code), one column per variable code in any unit; NaN where it is not known,
    or not public. A variable serves when it is known for the territory and for SHARE of the others, and varies; a
    territory that lacks one of those that serve is not compared. Equally near, the smaller code comes first.
    """
    if territoire not in context.index or len(context) < 2:
        return Peers(reason="Aucun autre territoire de ce niveau n’est connu.")
    values = _values(context, variables)
    used = tuple(one for one in variables if one.code in values and _serves(values[one.code], territoire))
    if len(used) < LEAST:
        return Peers(reason=_lacking(used))
    scores = standardised(values[[one.code for one in used]]).dropna()
    away = distances(scores, territoire).drop(territoire)
    ranked = sorted(zip(away.round(DECIMALS), away.index, strict=True))[:count]
    return Peers(tuple(code for _, code in ranked), tuple(float(size) for size, _ in ranked), used)


def standardised(values: pd.DataFrame) -> pd.DataFrame:
    """Each column less its mean, over its standard deviation."""
    return (values - values.mean()) / values.std(ddof=0)


def distances(scores: pd.DataFrame, territoire: str) -> pd.Series:
    """Euclidean distance of every row to that of a territory."""
    return np.sqrt(((scores - scores.loc[territoire]) ** 2).sum(axis=1))


def _values(context: pd.DataFrame, variables: tuple[Variable, ...]) -> pd.DataFrame:
    """The columns there are, logarithms taken; nobody living there has no logarithm and is not known."""
    known = {one.code: context[one.code].astype("float64") for one in variables if one.code in context}
    logarithms = {one.code for one in variables if one.logarithm}
    told = {code: np.log(column.where(column > 0)) if code in logarithms else column for code, column in known.items()}
    return pd.DataFrame(told, index=context.index)


def _serves(column: pd.Series, territoire: str) -> bool:
    others = column.drop(territoire).notna()
    return bool(pd.notna(column[territoire]) and others.mean() >= SHARE and column.std(ddof=0) > 1e-12)


def _lacking(used: tuple[Variable, ...]) -> str:
    told = f"seulement {used[0].label}" if used else "aucune variable de contexte"
    return (
        f"Pour chercher des territoires proches, il faut au moins {LEAST} variables de contexte connues ici et pour "
        f"{100 * SHARE:.0f}\u202f% des autres : on a {told}."
    )
