"""Paris, Lyon and Marseille: one commune each, cut into 45 municipal arrondissements that sources publish or not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.levels import ARRONDISSEMENT_MUNICIPAL, FRANCE
from geodata.passage import departement_of

PARQUET = Path(__file__).with_name("arrondissements.parquet")
FIGURES = ("numerateur", "denominateur", "valeur")
KNOWN = ("disponible", "provisoire")


def arrondissements(departement: str | None = None) -> gpd.GeoDataFrame:
    """One row per municipal arrondissement of a département, or of France; none but in 13, 69 and 75.

    code, nom, code_commune, population_municipale, superficie_km2, geometry (EPSG:4326). The frame is yours.
    """
    frame = _all()
    if departement not in (None, FRANCE):
        frame = frame[frame["code"].map(departement_of) == departement]
    return frame.reset_index(drop=True)


def is_arrondissement_municipal(code: str) -> bool:
    """True for 75101–75120, 69381–69389 and 13201–13216."""
    return code in _commune_of()


def commune_of_arrondissement(code: str) -> str:
    """ "75112" → "75056"; any other code is its own commune."""
    return _commune_of().get(code, code)


def parts_of(commune: str) -> tuple[str, ...]:
    """The arrondissements of a commune, sorted: 20 for Paris, none for most."""
    return tuple(sorted(part for part, whole in _commune_of().items() if whole == commune))


def counted_once(figures: pd.DataFrame, keys: Sequence[str], additive: bool | pd.Series = True) -> pd.DataFrame:
    """Figures of communes and arrondissements as a publisher gives them, with each commune once per `keys`.

    figures: code_territoire, valeur, statut, the keys (code, periode, modalite…) and anything else. Returns the
    same rows, same index, with `niveau`: "arrondissement_municipal" for the arrondissements, "commune" for the
    rest. A commune published beside its arrondissements keeps its own row. One published by its arrondissements
    alone gets a row at the end: their sum, when `additive` says that the figure is a count and each of them is
    known; otherwise no figure, « secret » when one of them is, « non_disponible » when not. Its other columns
    are those of its first arrondissement.
    """
    whole = figures["code_territoire"].map(_commune_of())
    parts = whole.notna()
    levelled = figures.assign(niveau=parts.map({True: ARRONDISSEMENT_MUNICIPAL, False: "commune"}))
    if not parts.any():
        return levelled
    cut = levelled[parts].assign(code_territoire=whole[parts], part=figures["code_territoire"], adds=additive)
    by = ["code_territoire", *keys]
    told = pd.MultiIndex.from_frame(levelled.loc[~parts, by])
    cut = cut[~pd.MultiIndex.from_frame(cut[by]).isin(told)]
    added = _sums(cut, by).reindex(columns=levelled.columns)
    first = int(levelled.index.max()) + 1
    return pd.concat([levelled, added.set_axis(range(first, first + len(added)))]) if len(added) else levelled


def _sums(cut: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """One row per commune and keys from those of its arrondissements (`part`)."""
    names = [name for name in FIGURES if name in cut]
    numbers = cut.assign(**{name: pd.to_numeric(cut[name], errors="coerce") for name in names})
    numbers = numbers.sort_values("part", kind="stable").assign(
        known=cut["statut"].isin(KNOWN) & numbers["valeur"].notna(),
        hidden=cut["statut"] == "secret",
        draft=cut["statut"] == "provisoire",
    )
    groups = numbers.groupby(by, dropna=False, sort=False)
    expected = pd.Series(_commune_of()).value_counts()
    told = groups.agg(
        rows=("part", "size"), parts=("part", "nunique"), known=("known", "all"), adds=("adds", "all"),
        hidden=("hidden", "any"), draft=("draft", "any"),
    )  # fmt: skip
    due = told.index.get_level_values("code_territoire").map(expected)
    summed = told["known"] & told["adds"] & (told["parts"] == due) & (told["rows"] == due)
    statut = told["draft"].map({True: "provisoire", False: "disponible"})
    statut = statut.where(summed, told["hidden"].map({True: "secret", False: "non_disponible"}))
    firsts = numbers.drop_duplicates(by).set_index(by)
    sums = groups[names].sum(min_count=1).where(summed, axis=0)
    return firsts.assign(**sums, statut=statut, niveau="commune").reset_index()


@cache
def _commune_of() -> dict[str, str]:
    frame = pd.read_parquet(PARQUET, columns=["code", "code_commune"])
    return dict(zip(frame["code"], frame["code_commune"], strict=True))


@cache
def _all() -> gpd.GeoDataFrame:
    return gpd.read_parquet(PARQUET)
