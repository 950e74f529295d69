"""One figure for one place and time: the publisher's total before our sum, the better source before the other.

What was dropped is not forgotten: where a published total stood beside our sum of its parts, both are told in the
table `ecarts_totaux`, with what rounding and secrets leave of doubt to the sum.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.reading.cells import NON_DISPONIBLE
from etl.reading.facts import SOMME
from etl.staging import Staged

KEY = ["code", "niveau", "code_territoire", "periode", "modalite"]
# Sources that give the same measure, the best one first: a data set of its own before a digest of others.
ORDER = ("filosofi2", "filosofi", "rp_melodi", "rp", "comparateur")
GAPS = "ecarts_totaux"


def preferred(staged: list[Staged]) -> tuple[list[Staged], list[Staged]]:
    """The same tables, each key of `faits` once across sources and sums; then the table of gaps, if there are any.

    Two rows of one key from one file are left: the gate judges them.
    """
    rows = _several(staged)
    if rows.empty:
        return staged, []
    kept = rows.sort_values(["missing", "sum", "rank"], kind="stable").drop_duplicates(KEY)
    best = rows[[*KEY]].merge(kept[[*KEY, "source", "sum"]], on=KEY, how="left", suffixes=("", "_best"))
    winner = (rows["source"].to_numpy() == best["source"].to_numpy()) & (
        rows["sum"].to_numpy() == best["sum"].to_numpy()
    )
    lost = rows[~winner]
    thinned = [
        one.only(~pd.RangeIndex(len(one.frame)).isin(lost.loc[lost["place"] == place, "row"]))
        if one.table == "faits" else one
        for place, one in enumerate(staged)
    ]  # fmt: skip
    gaps = _gaps(kept[~kept["sum"]], lost[lost["sum"]])
    told = [Staged(GAPS, gaps, GAPS, derived=True)] if len(gaps) else []
    return [one for one in thinned if len(one.frame)], told


def _several(staged: list[Staged]) -> pd.DataFrame:
    """Rows of `faits` whose key stands more than once, with the staged table (place) and row they come from."""
    columns = [*KEY, "valeur", "statut", "nature", "source", "borne_basse", "borne_haute"]
    facts = [(place, one.frame) for place, one in enumerate(staged) if one.table == "faits"]
    if not facts:
        return pd.DataFrame(columns=columns)
    twice = pd.concat([frame[KEY] for _, frame in facts], ignore_index=True).duplicated(keep=False).to_numpy()
    parts, start = [], 0
    for place, frame in facts:
        found = np.flatnonzero(twice[start : start + len(frame)])
        start += len(frame)
        parts.append(frame[columns].iloc[found].assign(place=place, row=found))
    rows = pd.concat(parts, ignore_index=True)
    rank = {source: place for place, source in enumerate(ORDER)}
    return rows.assign(
        sum=rows["nature"].astype("str") == SOMME,
        missing=rows["statut"].astype("str") == NON_DISPONIBLE,
        rank=rows["source"].map(rank).fillna(-1),
    )


def _gaps(published: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """Rows of `ecarts_totaux`: each published total beside the sum it replaced."""
    pairs = published[[*KEY, "valeur", "source"]].merge(
        sums[[*KEY, "valeur", "borne_basse", "borne_haute", "source"]], on=KEY, suffixes=("", "_somme")
    )
    pairs = pairs.drop_duplicates(KEY).rename(
        columns={"code_territoire": "territoire", "valeur": "publie", "valeur_somme": "somme"}
    )
    numbers = pairs.assign(
        **{
            name: pd.to_numeric(pairs[name], errors="coerce")
            for name in ("publie", "somme", "borne_basse", "borne_haute")
        }
    )
    return numbers.dropna(subset=["publie", "somme"]).reset_index(drop=True)
