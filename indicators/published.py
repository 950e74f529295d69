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
    """Facts of that code at that level, untouched, with the bounds that rounding leaves: frame of MEASURE_COLUMNS."""
    facts = edition.facts([code], niveau).rename(
        columns={"code_territoire": "territoire", "borne_basse": "ic_bas", "borne_haute": "ic_haut"}
    )
    return measures(facts.assign(base=np.nan))


def counted(edition: Edition, niveau: str, code: str) -> pd.DataFrame:
    """A count at a level: the row of the publisher, or its sum, where it stands, else the sum of the communes.

    A commune whose count is missing or secret is left out of the sum, which is then a lower bound: ic_bas
    holds it and ic_haut stays open.
    """
    facts = edition.facts([code])
    if niveau == "commune" or (facts["niveau"] == niveau).any():
        published = as_published(edition, niveau, code)
        return published.assign(numerateur=published["valeur"], base=published["valeur"])
    summed = _sum(facts[facts["niveau"] == "commune"], zone_of(edition, niveau))
    if summed.empty:
        return nothing()
    return measures(summed.assign(numerateur=summed["valeur"], base=summed["valeur"]))


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
    per = factor / joined["lower"].where(joined["lower"] > 0)
    known = (joined["valeur"] * per).notna()
    return measures(
        joined.assign(
            denominateur=joined["lower"],
            valeur=joined["valeur"] * per,
            ic_bas=joined["ic_bas"] * per,
            ic_haut=joined["ic_haut"] * per,
            statut=joined["statut"].where(known | (joined["statut"] != "disponible"), "non_disponible"),
        )
    )


def _sum(communes: pd.DataFrame, zone: pd.Series) -> pd.DataFrame:
    """Sums of communes with their bounds: what is known at least; nothing above it where a part is not known."""
    placed = communes.assign(
        territoire=communes["code_territoire"].map(zone),
        ic_bas=communes["borne_basse"].fillna(communes["valeur"]),
        ic_haut=communes["borne_haute"].fillna(communes["valeur"]),
        unknown=communes["valeur"].isna(),
    ).dropna(subset=["territoire"])
    groups = placed.groupby([*ROW, "modalite"], as_index=False)
    summed = groups.agg(
        valeur=("valeur", lambda values: values.sum(min_count=1)),
        ic_bas=("ic_bas", "sum"),
        ic_haut=("ic_haut", "sum"),
        unknown=("unknown", "any"),
        statut=("statut", _status),
        source=("source", "first"),
        millesime=("millesime", "first"),
        synthetique=("synthetique", "any"),
    )
    exact = ~summed["unknown"] & (summed["ic_bas"] == summed["valeur"]) & (summed["ic_haut"] == summed["valeur"])
    return summed.assign(
        ic_bas=summed["ic_bas"].mask(exact | summed["valeur"].isna()),
        ic_haut=summed["ic_haut"].mask(exact | summed["unknown"]),
    )


def _status(statuses: pd.Series) -> str:
    for status in ("disponible", "provisoire", "secret"):
        if (statuses == status).any():
            return status
    return "non_disponible"
