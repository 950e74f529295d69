"""From the long table of open facts to measures: read as published, or summed from the communes.

A published aggregate is used as it is; a sum is made only of counts, never of rates. Sums come first and
the division last (§ C.0 of the domain reference).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.aggregation import measures, nothing, zone_of
from warehouse.edition import Edition

ROW = ["territoire", "periode"]


def as_published(edition: Edition, niveau: str, code: str) -> pd.DataFrame:
    """Facts of that code at that level, untouched: frame of MEASURE_COLUMNS."""
    facts = edition.facts([code], niveau).rename(columns={"code_territoire": "territoire"})
    return measures(facts.assign(ic_bas=np.nan, ic_haut=np.nan, base=np.nan))


def counted(edition: Edition, niveau: str, code: str) -> pd.DataFrame:
    """A count at a level: the publisher's own row where it stands, else the sum of the communes.

    A commune whose count is missing or secret is left out of the sum, which is then a lower bound: ic_bas
    holds it and ic_haut stays open.
    """
    facts = edition.facts([code])
    direct = facts[facts["niveau"] == niveau]
    if niveau == "commune" or len(direct):
        published = as_published(edition, niveau, code)
        return published.assign(numerateur=published["valeur"], base=published["valeur"])
    summed = _sum(facts[facts["niveau"] == "commune"], zone_of(edition, niveau))
    if summed.empty:
        return nothing()
    floor = summed["valeur"].where(summed["unknown"] > 0)
    return measures(summed.assign(numerateur=summed["valeur"], base=summed["valeur"], ic_bas=floor))


def ratio(edition: Edition, niveau: str, upper: str, lower: str, factor: float) -> pd.DataFrame:
    """`factor` × upper / lower, the denominator being the latest vintage there is, whatever the period.

    Sources of the two counts often have different years (RSA of December N over a census of N−6): the
    indicator's note says so.
    """
    top, bottom = counted(edition, niveau, upper), counted(edition, niveau, lower)
    if top.empty or bottom.empty:
        return nothing()
    latest = bottom.sort_values("periode").drop_duplicates("territoire", keep="last")
    joined = top.merge(
        latest[["territoire", "valeur"]].rename(columns={"valeur": "lower"}), on="territoire", how="left"
    )
    values = factor * joined["valeur"] / joined["lower"].where(joined["lower"] > 0)
    known = values.notna()
    return measures(
        joined.assign(
            denominateur=joined["lower"],
            valeur=values,
            statut=joined["statut"].where(known | (joined["statut"] != "disponible"), "non_disponible"),
        )
    )


def _sum(communes: pd.DataFrame, zone: pd.Series) -> pd.DataFrame:
    placed = communes.assign(territoire=communes["code_territoire"].map(zone)).dropna(subset=["territoire"])
    groups = placed.groupby([*ROW, "modalite"], as_index=False)
    return groups.agg(
        valeur=("valeur", lambda values: values.sum(min_count=1)),
        unknown=("valeur", lambda values: values.isna().sum()),
        statut=("statut", _status),
        source=("source", "first"),
        millesime=("millesime", "first"),
        synthetique=("synthetique", "any"),
    )


def _status(statuses: pd.Series) -> str:
    for status in ("disponible", "provisoire", "secret"):
        if (statuses == status).any():
            return status
    return "non_disponible"
