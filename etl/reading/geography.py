"""From the communes a publisher speaks of to today's: every figure keeps the one and gets the other.

- A code that changed, or merged into another, is followed through the years to today's; a split never is.
- A figure whose code is no longer today's also stays as published, at level `commune_publiee`.
- Arrondissements of Paris, Lyon and Marseille make their commune only where the publisher left it out:
  nobody is counted twice. They stay at level `arrondissement_municipal`.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import numpy as np
import pandas as pd

from etl.reading.cells import DISPONIBLE, MISSING, NON_DISPONIBLE, SECRET
from etl.reading.facts import CONVERTI, KEY
from geodata.arrondissements import arrondissements
from geodata.codes import among
from geodata.levels import ARRONDISSEMENT_MUNICIPAL
from geodata.passage import followed, heirs, passage

COMMUNE, PUBLISHED = "commune", "commune_publiee"
SUMS = ["valeur", "numerateur", "denominateur", "borne_basse", "borne_haute"]


def departements_of(communes: pd.Series) -> pd.Series:
    """Département of each commune code: "49007" → "49", "97411" → "974"; a code of another shape gives its start."""
    start = communes.str[:2]
    return start.mask(start.isin(["97", "98"]), communes.str[:3])


@cache
def cities() -> pd.Series:
    """Paris, Lyon or Marseille, by the code of each of their arrondissements."""
    return arrondissements().set_index("code")["code_commune"]


def current_communes(codes: pd.Series) -> pd.Series:
    """Today's commune of each code, same index: mergers followed, arrondissements under their city; any other code
    stays."""
    return followed(codes, _heirs())


@cache
def _heirs() -> dict[str, str]:
    return heirs(passage()) | cities().to_dict()


def today(rows: pd.DataFrame, additives: Collection[str]) -> pd.DataFrame:
    """The same rows, communes under today's codes, `code_departement` filled.

    rows: columns of `faits` (and LINE, HEADER). Figures of communes merged since are summed when the measure is
    among additives and every part is known; otherwise they have no common figure. Levels other than commune
    are left as they are.
    """
    rows = rows.reset_index(drop=True)
    whole = rows[rows["niveau"] == COMMUNE]
    current = current_communes(whole["code_territoire"])
    whole = whole.assign(code_departement=departements_of(current))
    # Most communes keep their code and received no other: nothing is to be decided for them.
    moved = among(current, current[current != whole["code_territoire"]])
    communes, current = whole[moved], current[moved]
    written = communes["code_territoire"]
    city = written.map(cities())
    group = [communes[name] for name in KEY if name not in ("niveau", "code_territoire", "code_departement")]
    together = written.groupby([*group, current], observed=True)
    # One place, several published codes: arrondissements and their city, or communes merged since.
    several = together.transform("nunique") > 1
    divided = current.isin(cities())
    told = divided & (several & (written == current)).groupby([*group, current], observed=True).transform("any")
    touched = (several | (current != written)) & ~told
    part = told & city.notna()
    kept = communes[~touched & ~part]
    former = communes[touched | part]
    former = former.assign(niveau=np.where(city[former.index].notna(), ARRONDISSEMENT_MUNICIPAL, PUBLISHED))
    merged = _merged(communes[touched].assign(code_territoire=current[touched]), written[touched], additives)
    return pd.concat([rows[rows["niveau"] != COMMUNE], whole[~moved], kept, merged, former], ignore_index=True)


def _merged(rows: pd.DataFrame, written: pd.Series, additives: Collection[str]) -> pd.DataFrame:
    """One row for each place and key: the sum of its parts, or the figure of its only part."""
    if rows.empty:
        return rows
    parts = rows.assign(codes_publies=written).drop_duplicates([*KEY, "codes_publies", "valeur", "statut"])
    parts = parts.assign(known=parts["statut"] == DISPONIBLE, hidden=parts["statut"] == SECRET)
    groups = parts.groupby(list(KEY), observed=True, dropna=False, sort=False)
    found = groups.first().reset_index()
    counts = groups.agg(
        parts=("statut", "size"),
        known=("known", "all"),
        hidden=("hidden", "any"),
        codes=("codes_publies", "|".join),
    ).reset_index(drop=True)
    alone = (counts["parts"] == 1) & ~found["code_territoire"].isin(cities())
    due = found["code_territoire"].map(cities().value_counts())  # of Paris, Lyon and Marseille, every part is known
    whole = due.isna() | (counts["parts"] == due)
    add = ~alone & whole & counts["known"] & found["code"].isin(list(additives))
    if add.any():
        sums = (
            parts[SUMS]
            .astype("float64")
            .groupby([parts[name] for name in KEY], observed=True, dropna=False, sort=False)
        )
        found.loc[add, SUMS] = sums.sum(min_count=1).reset_index(drop=True)[add]
    lost = ~alone & ~add
    found.loc[lost, SUMS] = MISSING
    state = found["statut"].astype("str").mask(lost, counts["hidden"].map({True: SECRET, False: NON_DISPONIBLE}))
    found["statut"] = state.astype(rows["statut"].dtype)
    return found.assign(codes_publies=counts["codes"], nature=CONVERTI)[list(rows.columns)]
