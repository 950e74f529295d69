"""Disclosure control: which figures may be shown, and how far they may be trusted. Written to be read by a DPO.

Applied once, on every measure, before it becomes an exhibit. Rules R1 to R3 of the domain reference (§ D.1),
thresholds S1 to S5 (§ C.0). What can be rebuilt by subtraction is `disclosure.suppression`'s affair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator

DIFFUSION, INTERNE = "diffusion", "interne"


@dataclass(frozen=True)
class Thresholds:
    """The smallest figures an audience may see. Zero is publishable unless a rule below says otherwise.

    groupe: persons under any figure (S1, S2). attribut: persons who have, or have not, what a rate counts (S2).
    repondants: answers to a survey (S5). porteurs, part_premier: structures under a figure, and the share in %
    the first may weigh (S3). fragile: under it a rate is shown with a warning, as it is when its interval
    reaches further than demi_intervalle points on each side.
    """

    groupe: int
    attribut: int
    repondants: int = 11
    porteurs: int = 3
    part_premier: float = 85.0
    fragile: int = 30
    demi_intervalle: float = 10.0


THRESHOLDS = {
    DIFFUSION: Thresholds(groupe=11, attribut=5),
    INTERNE: Thresholds(groupe=5, attribut=3),
}

# What must not even be shown as "nobody" or "everybody" (R2): a rate of 0 % or 100 % tells each person's case.
SENSITIVE_INDICATORS = ("sante", "handicap", "rqth", "justice", "sanction", "addiction")
SENSITIVE_MODALITIES = ("frein=sante", "frein=justice", "frein=addiction", "frein=handicap")

PERSONS = ("S1", "S2", "S5")
FIGURES = ("numerateur", "denominateur", "valeur", "ic_bas", "ic_haut", "base")
STATES = ("disponible", "fiable", "fragile", "provisoire", "secret", "non_disponible")


def protect(frame: pd.DataFrame, indicator: Indicator, audience: str = DIFFUSION) -> pd.DataFrame:
    """The same measures, hidden where a rule asks for it, each with its status.

    frame: MEASURE_COLUMNS; for S3, `base` is the number of structures and a column `part_premier` may give the
    share of the first (%). Returns a copy whose statut is fiable, fragile, provisoire, secret or
    non_disponible; figures of the last two are NaN. KeyError for an unknown audience, ValueError for an
    unknown statut. Protecting twice changes nothing.
    """
    rules = THRESHOLDS[audience]
    if unknown := set(frame["statut"]) - set(STATES):
        raise ValueError(f"unknown statut: {sorted(unknown)}")
    out = frame.copy()
    secret = (out["statut"] == "secret") | _must_hide(out, indicator, rules)
    missing = ~secret & ((out["statut"] == "non_disponible") | out["valeur"].isna())
    out["statut"] = np.select(
        [secret, missing, _fragile(out, indicator, rules), out["statut"] == "provisoire"],
        ["secret", "non_disponible", "fragile", "provisoire"],
        "fiable",
    )
    out.loc[secret | missing, list(FIGURES)] = np.nan
    return out


def persons(frame: pd.DataFrame, indicator: Indicator) -> pd.Series:
    """Size of the group under each figure: base, else what it is divided by, else the count itself."""
    if indicator.nature == "effectif":
        return frame["base"].fillna(frame["numerateur"]).fillna(frame["valeur"])
    return frame["base"].fillna(frame["denominateur"])


def counts_an_attribute(indicator: Indicator) -> bool:
    """Whether numerator and complement are both persons (a share), so that each must be large enough."""
    return indicator.seuil == "S2" and indicator.nature == "taux" and indicator.unite in ("%", "‰")


def _must_hide(frame: pd.DataFrame, indicator: Indicator, rules: Thresholds) -> pd.Series:
    if indicator.seuil in ("S4", "source"):  # public offer; figures their publisher already protected
        return pd.Series(False, index=frame.index)
    known = frame["valeur"].notna()
    if indicator.seuil == "S3":
        return known & _few_structures(frame, rules)
    smallest = rules.repondants if indicator.seuil == "S5" else rules.groupe
    group = persons(frame, indicator)
    hide = group.isna() | group.between(0, smallest, inclusive="neither")  # an unknown group is not a large one
    if counts_an_attribute(indicator):
        having = frame["numerateur"]
        lacking = frame["denominateur"] - having
        hide |= having.between(0, rules.attribut, inclusive="neither")
        hide |= lacking.between(0, rules.attribut, inclusive="neither")
    return known & (hide | _unanimous(frame, indicator))


def _few_structures(frame: pd.DataFrame, rules: Thresholds) -> pd.Series:
    """S3: fewer than three structures, or one that weighs so much that the others could compute it."""
    nothing = frame["base"].eq(0) & frame["valeur"].eq(0)
    few = frame["base"].isna() | frame["base"].lt(rules.porteurs)
    if "part_premier" in frame:
        few |= frame["part_premier"].gt(rules.part_premier)
    return few & ~nothing


def _unanimous(frame: pd.DataFrame, indicator: Indicator) -> pd.Series:
    """A share of nobody or of everybody, about something sensitive."""
    share = indicator.nature == "taux" and indicator.unite in ("%", "‰")
    everyone = frame["numerateur"].eq(0) | frame["numerateur"].eq(frame["denominateur"])
    if not share:
        return everyone & False
    if any(word in indicator.code for word in SENSITIVE_INDICATORS):
        return everyone
    parts = frame["modalite"].fillna("").str.split("|")
    return everyone & parts.map(lambda pairs: any(pair in SENSITIVE_MODALITIES for pair in pairs)).astype(bool)


def _fragile(frame: pd.DataFrame, indicator: Indicator, rules: Thresholds) -> pd.Series:
    """A figure about few persons (a plain count excepted: it is exact), or a rate known within a wide interval."""
    few = pd.Series(False, index=frame.index)
    if indicator.seuil in PERSONS and indicator.nature != "effectif":
        few = persons(frame, indicator).between(0, rules.fragile, inclusive="neither")
    if indicator.unite in ("%", "points"):
        few = few | ((frame["ic_haut"] - frame["ic_bas"]) / 2).gt(rules.demi_intervalle)
    return few
