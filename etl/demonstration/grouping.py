"""Fictitious territories of a département that gave none: its intercommunalities, regrouped.

Small ones are put together by arrondissement; one that holds most people is cut along the arrondissements.
"""

from __future__ import annotations

import pandas as pd

DOMINANT = 0.5  # above this part of it, an intercommunality is cut
SMALL = 0.04  # below this part of the population, an intercommunality joins the others of its arrondissement


def fictitious_territories(communes: pd.DataFrame) -> dict[str, pd.Series]:
    """code_tas and nom_tas of each commune: « Territoire fictif 1 · Laval », largest population first."""
    group = _merged(communes)
    population = communes["population"].fillna(0)
    order = population.groupby(group).sum().sort_values(ascending=False, kind="stable").index
    centre = communes.loc[population.groupby(group).idxmax(), "nom"].set_axis(sorted(group.unique()))
    names = {key: f"Territoire fictif {rank} · {centre[key]}" for rank, key in enumerate(order, start=1)}
    codes = {key: f"TF{rank:02d}" for rank, key in enumerate(order, start=1)}
    return {"code_tas": group.map(codes), "nom_tas": group.map(names)}


def _merged(communes: pd.DataFrame) -> pd.Series:
    population = communes["population"].fillna(0)
    epci = communes["code_epci"].fillna("").astype("str")
    arrondissement = "arrondissement " + communes["code_arrondissement"].fillna("").astype("str")
    people = population.groupby(epci).transform("sum")
    merged = epci.where(people >= SMALL * population.sum(), arrondissement)
    merged = merged.where(people <= DOMINANT * population.sum(), epci + " " + arrondissement)
    still_small = population.groupby(merged).transform("sum") < SMALL / 2 * population.sum()
    largest = population.groupby(merged).sum().idxmax()
    return merged.where(~still_small, largest)
