"""From communes to any level: sums first, division last. The one place where rates are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from geodata.codes import among
from geodata.levels import ARRONDISSEMENT_MUNICIPAL, FRANCE, LEVELS, NESTED, is_wider
from geodata.zones import latest
from indicators.catalogue import MEASURE_COLUMNS
from indicators.remember import per_edition
from warehouse.edition import Edition

KEYS = ("periode", "modalite")


@per_edition
def communes(edition: Edition) -> pd.Index:
    """Codes of the communes of the département observed (or of France), sorted.

    From `zones`; without it from the département's own `territoires`, then from `appartenances`.
    """
    zones = edition.table("zones")
    codes = zones.loc[_inside(zones, edition) & (zones["niveau"] == "commune"), "code"]
    if codes.empty:
        own = edition.table("territoires")
        codes = own.loc[_inside(own, edition), "code_insee"]
    if codes.empty:
        links = edition.table("appartenances")
        niveau, code = edition.whole
        codes = links.loc[(links["niveau"] == niveau) & (links["code_zone"] == code), "code_insee"]
    return pd.Index(sorted(set(codes)), name="code_insee", dtype="str")


@per_edition
def zone_of(edition: Edition, niveau: str) -> pd.Series:
    """Zone of each commune of the edition at a level: Series of codes indexed by code_insee.

    A commune that the zoning leaves out is absent; so are all of them at a level wider than the edition, whose
    territories are not the sum of these communes (see `surroundings`). The latest vintage speaks when there are
    several.
    """
    codes = communes(edition)
    whole, code = edition.whole
    if is_wider(niveau, edition.departement):
        return pd.Series([], index=codes[:0], name=niveau, dtype="str")
    if niveau == "commune":
        return pd.Series(codes, index=codes, name=niveau)
    if niveau == whole:
        return pd.Series(code, index=codes, name=niveau, dtype="str")
    if niveau == "territoire_action_sociale":
        links = edition.table("territoires").rename(columns={"code_tas": "code_zone", "cog": "millesime"})
    else:
        links = edition.table("appartenances")
        links = links[links["niveau"] == niveau]
    links = latest(links[among(links["code_insee"], codes) & links["code_zone"].notna()].assign(niveau=niveau))
    return links.set_index("code_insee")["code_zone"].sort_index().rename(niveau)


@per_edition
def memberships(edition: Edition) -> pd.DataFrame:
    """Zone of each commune at every level the edition holds: columns code_insee, niveau, code_zone."""
    zones = [zone_of(edition, niveau).rename("code_zone").reset_index().assign(niveau=niveau) for niveau in LEVELS]
    return pd.concat(zones, ignore_index=True)[["code_insee", "niveau", "code_zone"]]


@per_edition
def territories(edition: Edition, niveau: str) -> pd.Index:
    """Codes, sorted, of the edition's own territories of a level: those that hold one of its communes.

    Municipal arrondissements are the exception: each is a part of a commune.
    """
    codes = zone_of(edition, niveau)
    if niveau == ARRONDISSEMENT_MUNICIPAL:
        zones = edition.table("zones")
        codes = zones.loc[_inside(zones, edition) & (zones["niveau"] == niveau), "code"]
    return pd.Index(sorted(set(codes)), name="territoire", dtype="str")


def surroundings(edition: Edition) -> tuple[tuple[str, str], ...]:
    """(level, code) of what holds the edition whole, the nearest first: its region, then France; () for France."""
    links = edition.table("appartenances")
    wider = [niveau for niveau in reversed(NESTED) if is_wider(niveau, edition.departement)]
    held = {niveau: links.loc[links["niveau"] == niveau, "code_zone"].unique() for niveau in wider}
    return tuple((niveau, codes[0]) for niveau, codes in held.items() if len(codes) == 1)


def holders(edition: Edition, niveau: str, territoire: str) -> tuple[tuple[str, str], ...]:
    """(level, code) of the département, the region and France that hold a territory whole, the nearest first."""
    above = NESTED[: NESTED.index(niveau)] if niveau in NESTED else NESTED
    around = dict(surroundings(edition))
    if niveau != edition.whole[0]:
        around |= dict([edition.whole])
        zone = zone_of(edition, niveau)
        inside = zone.index[zone == territoire]
        for level in (level for level in above if level not in around):
            codes = zone_of(edition, level).reindex(inside).unique()
            around |= {level: codes[0]} if len(codes) == 1 and isinstance(codes[0], str) else {}
    return tuple((level, around[level]) for level in reversed(above) if level in around)


def outside(edition: Edition, niveau: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Those of these communes that the level leaves out (another département, or a zoning with holes)."""
    known = set(zone_of(edition, niveau).index)
    return tuple(sorted({code for code in codes if isinstance(code, str)} - known))


def locate(codes: pd.Series, edition: Edition, niveau: str) -> pd.Series:
    """Territory of each row from its commune, NaN when it has none at this level.

    A row without commune (an action followed at a distance) belongs to the whole edition and nothing smaller.
    """
    placed = codes.map(zone_of(edition, niveau)).astype("str")
    whole, code = edition.whole
    return placed.mask(codes.isna(), code) if niveau == whole else placed


def add_up(frame: pd.DataFrame, sums: Sequence[str], by: Sequence[str] = KEYS) -> pd.DataFrame:
    """Add up rows that already have a `territoire` (NaN: left out): territoire, *by, *sums, incomplet.

    NaN is unknown, never zero: a sum over unknowns only is NaN, and `incomplet` says that a sum lacks a part.
    """
    placed = frame[frame["territoire"].notna()]
    keys = [placed["territoire"], *(placed[name] for name in by)]
    added = placed[list(sums)].astype("float64").groupby(keys, observed=True).sum(min_count=1)
    lacking = placed[list(sums)].isna().any(axis=1).groupby(keys, observed=True).any()
    return added.assign(incomplet=lacking).reset_index()


def aggregate(
    frame: pd.DataFrame, edition: Edition, niveau: str, sums: Sequence[str], by: Sequence[str] = KEYS
) -> pd.DataFrame:
    """Add up commune rows to a level, as `add_up` does. frame: `code_insee` (NaN: no place), `by`, `sums`.

    `attrs["communes_hors_niveau"]` lists the communes of the frame that the level leaves out.
    """
    added = add_up(frame.assign(territoire=locate(frame["code_insee"], edition, niveau)), sums, by)
    added.attrs["communes_hors_niveau"] = outside(edition, niveau, frame["code_insee"].unique())
    return added


def unfold(frame: pd.DataFrame, *dimensions: str) -> pd.DataFrame:
    """The rows once as a whole (modalite "") and once more for each dimension: "type=atelier", "sexe=F"…

    A row whose dimension is not known stands in the whole only.
    """
    told = [frame[frame[name].notna()] for name in dimensions]
    parts = [part.assign(modalite=f"{name}=" + part[name]) for name, part in zip(dimensions, told, strict=True)]
    return pd.concat([frame.assign(modalite=""), *parts], ignore_index=True)


def grid(edition: Edition, niveau: str, periodes: Iterable[str], modalites: Iterable[str]) -> pd.DataFrame:
    """Every (territoire, periode, modalite) that a level can hold, so that a true zero has a row."""
    axes = [territories(edition, niveau), list(periodes), list(modalites)]
    return pd.MultiIndex.from_product(axes, names=["territoire", *KEYS]).to_frame(index=False)


def measures(frame: pd.DataFrame, **constants: object) -> pd.DataFrame:
    """The frame with exactly MEASURE_COLUMNS: `constants` fill columns, then plain defaults.

    A row whose value is not known never stays « disponible »: it becomes « non_disponible ».
    """
    defaults = {"modalite": "", "statut": "disponible", "source": "", "millesime": "", "synthetique": False}
    known = frame.assign(**constants)
    for name in MEASURE_COLUMNS:
        if name not in known:
            known[name] = defaults.get(name, np.nan)
    unknown = known["valeur"].isna() & known["statut"].isin(["disponible", "provisoire"])
    known["statut"] = known["statut"].astype("str").mask(unknown, "non_disponible")
    return known[list(MEASURE_COLUMNS)].reset_index(drop=True)


def ratio_frame(frame: pd.DataFrame, factor: float = 100.0, **constants: object) -> pd.DataFrame:
    """Measures whose value is factor × numerateur / denominateur; not known when the denominator is 0."""
    denominator = frame["denominateur"].astype("float64")
    value = factor * frame["numerateur"].astype("float64") / denominator.where(denominator > 0)
    return measures(frame.assign(valeur=value), **constants)


def nothing() -> pd.DataFrame:
    """No measure at all: what a computation returns when a table it reads was not provided."""
    empty = measures(pd.DataFrame({name: [] for name in MEASURE_COLUMNS}))
    return empty.astype(dict.fromkeys(("territoire", "periode", "modalite", "source", "millesime"), "str"))


def _inside(frame: pd.DataFrame, edition: Edition) -> pd.Series:
    """Rows of the département observed; all of them in an edition of France."""
    return frame["code_departement"].eq(edition.departement) | (edition.departement == FRANCE)
