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
BEST = ("disponible", "provisoire", "secret", "non_disponible")


def as_published(edition: Edition, niveau: str, code: str) -> pd.DataFrame:
    """Facts of that code at that level, untouched, with the bounds that rounding leaves: frame of MEASURE_COLUMNS."""
    facts = edition.facts([code], niveau).rename(
        columns={"code_territoire": "territoire", "borne_basse": "ic_bas", "borne_haute": "ic_haut"}
    )
    return measures(facts.assign(base=np.nan))


def counted(edition: Edition, niveau: str, code: str) -> pd.DataFrame:
    """A count at a level: of each territory the publisher's own rows where they stand, else the sum of its communes.

    A commune whose count is missing or secret is left out of the sum, which is then a lower bound: ic_bas
    holds it and ic_haut stays open.
    """
    published = as_published(edition, niveau, code)
    published = published.assign(numerateur=published["valeur"], base=published["valeur"])
    zone = zone_of(edition, niveau)
    zone = zone[~zone.isin(published["territoire"].unique())]
    if niveau == "commune" or zone.empty:
        return published
    summed = _sum(edition.facts([code], "commune"), zone)
    if summed.empty:
        return published if len(published) else nothing()
    sums = measures(summed.assign(numerateur=summed["valeur"], base=summed["valeur"]))
    return pd.concat([published, sums], ignore_index=True) if len(published) else sums


def ratio(
    edition: Edition, niveau: str, upper: str, lower: str, factor: float, same_period: bool = False
) -> pd.DataFrame:
    """`factor` × upper / lower, the denominator being the latest vintage there is, or that of the same period.

    Sources of the two counts often have different years (RSA of December N over a census of N−6): the
    indicator's note says so.
    """
    top, bottom = counted(edition, niveau, upper), counted(edition, niveau, lower)
    if top.empty or bottom.empty:
        return nothing()
    on = ROW if same_period else ["territoire"]
    latest = bottom.sort_values("periode").drop_duplicates(on, keep="last")
    joined = top.merge(latest[[*on, "valeur"]].rename(columns={"valeur": "lower"}), on=on, how="left")
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
    """Sums by zone with their bounds: what is known at least; nothing above it where a part is not known.

    The status is the best of the communes'.
    """
    placed = communes.assign(territoire=communes["code_territoire"].map(zone)).dropna(subset=["territoire"])
    ranks = {status: rank for rank, status in enumerate(BEST)}
    placed = placed.assign(
        ic_bas=placed["borne_basse"].fillna(placed["valeur"]),
        ic_haut=placed["borne_haute"].fillna(placed["valeur"]),
        unknown=placed["valeur"].isna(),
        rank=placed["statut"].map(ranks).fillna(len(BEST) - 1).astype(int),
    )
    groups = placed.groupby([*ROW, "modalite"])
    summed = groups.agg(
        ic_bas=("ic_bas", "sum"),
        ic_haut=("ic_haut", "sum"),
        unknown=("unknown", "any"),
        rank=("rank", "min"),
        source=("source", "first"),
        millesime=("millesime", "first"),
        synthetique=("synthetique", "any"),
    )
    summed["valeur"] = groups["valeur"].sum(min_count=1)
    exact = ~summed["unknown"] & (summed["ic_bas"] == summed["valeur"]) & (summed["ic_haut"] == summed["valeur"])
    return summed.assign(
        ic_bas=summed["ic_bas"].mask(exact | summed["valeur"].isna()),
        ic_haut=summed["ic_haut"].mask(exact | summed["unknown"]),
        statut=summed["rank"].map(dict(enumerate(BEST))),
    ).reset_index()
