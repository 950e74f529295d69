"""Figures as rows of `faits`, with pandas alone: melt, merge, groupby."""

from __future__ import annotations

from functools import cache

import pandas as pd

from config import ROOT

KEY = ["code", "periode", "modalite", "code_territoire"]
ALIKE = ["code", "periode", "modalite", "millesime", "source", "editeur"]
FRANCE_WITHOUT = ["976"]
WHOLE = 0.9  # share of its communes under which a département is not in the file


@cache
def communes() -> pd.DataFrame:
    return pd.read_parquet(
        ROOT / "geodata" / "communes.parquet",
        columns=[
            "code", "nom", "population_municipale", "code_epci", "nom_epci", "code_arrondissement",
            "nom_arrondissement", "code_departement", "nom_departement", "code_region", "nom_region",
        ],
    )  # fmt: skip


@cache
def passages() -> pd.DataFrame:
    """code_ancien, code_courant: mergers, then arrondissements of Paris, Lyon and Marseille."""
    former = pd.read_csv(ROOT / "geodata" / "passage.csv", dtype=str)[["code_ancien", "code_courant"]]
    cities = {**{f"751{n:02d}": "75056" for n in range(1, 21)}, **{f"132{n:02d}": "13055" for n in range(1, 17)}}
    cities |= {f"6938{n}": "69123" for n in range(1, 10)}
    return pd.concat([former, pd.Series(cities, name="code_courant").rename_axis("code_ancien").reset_index()])


def melted(rows: pd.DataFrame, keys: list[str], measures: dict[str, str], secret: str = "s") -> pd.DataFrame:
    """One row per row and measure, its cell as a number and a state."""
    long = rows.rename(columns=measures).melt(keys, list(measures.values()), "code", "texte")
    text = long["texte"].str.strip()
    long["valeur"] = pd.to_numeric(text.str.replace(",", "."), errors="coerce")
    long["statut"] = "disponible"
    long.loc[long["valeur"].isna(), "statut"] = "non_disponible"
    long.loc[text == secret, "statut"] = "secret"
    return long.drop(columns="texte").assign(nature="publie")


def passed(facts: pd.DataFrame, additive: bool) -> pd.DataFrame:
    """Figures of communes in today's communes; those of a former code also stay as they were published."""
    rows = facts.merge(passages(), left_on="code_territoire", right_on="code_ancien", how="left")
    rows["courant"] = rows["code_courant"].fillna(rows["code_territoire"])
    district = rows["courant"].isin(["75056", "13055", "69123"]) & (rows["courant"] != rows["code_territoire"])
    group = [rows[name] for name in KEY[:-1]] + [rows["courant"]]
    # A city that the publisher gives whole is not counted again from its arrondissements.
    city_told = (rows["courant"] == rows["code_territoire"]).groupby(group).transform("any") & district
    rows["parts"] = rows["courant"].groupby(group).transform("size") - city_told.groupby(group).transform("sum")
    touched = (rows["courant"] != rows["code_territoire"]) | ((rows["parts"] > 1) & ~city_told)
    same = rows[~touched].assign(niveau="commune")
    former = rows[touched].assign(niveau="commune_publiee")
    former.loc[district[touched], "niveau"] = "arrondissement_municipal"
    merged = _together(rows[touched & ~city_told].assign(code_territoire=rows["courant"]), additive)
    found = pd.concat([same, merged, former]).drop(columns=["code_ancien", "code_courant", "courant", "parts"])
    known = communes()[["code", "code_departement"]].rename(columns={"code": "code_territoire"})
    return found.drop(columns="code_departement", errors="ignore").merge(known, on="code_territoire", how="left")


def _together(parts: pd.DataFrame, additive: bool) -> pd.DataFrame:
    numbers = [name for name in ("valeur", "borne_basse", "borne_haute") if name in parts]
    groups = parts.groupby([*KEY, "millesime", "source", "editeur"])
    sums = groups[numbers].sum(min_count=1)
    sums["parts"], sums["known"] = groups.size(), groups["valeur"].count()
    sums["statut"] = groups["statut"].max()  # in the order of their letters, a secret comes last
    lost = (sums["parts"] > 1) & ((sums["known"] < sums["parts"]) | (not additive))
    sums.loc[lost, numbers] = float("nan")
    sums.loc[lost & (sums["statut"] == "disponible"), "statut"] = "non_disponible"
    return sums.drop(columns=["known", "parts"]).reset_index().assign(niveau="commune", nature="converti")


def summed(facts: pd.DataFrame) -> pd.DataFrame:
    """Sums of communes or basins by département, region and France, with the bounds their parts leave."""
    facts = facts[facts["niveau"].isin(["commune", "bassin_bmo"])]
    low = facts["borne_basse"] if "borne_basse" in facts else facts["valeur"]
    high = facts["borne_haute"] if "borne_haute" in facts else facts["valeur"]
    facts = facts.assign(borne_basse=low.fillna(facts["valeur"]), borne_haute=high.fillna(facts["valeur"]))
    numbers = ["valeur", "borne_basse", "borne_haute"]
    groups = facts.groupby([*ALIKE, "code_departement"])
    own = groups[numbers].sum(min_count=1).assign(held=groups["code_territoire"].nunique()).reset_index()
    if (facts["niveau"] == "commune").all():
        every = communes()["code_departement"].value_counts()
        own = own[own["held"] >= WHOLE * own["code_departement"].map(every)]
    regions = communes()[["code_departement", "code_region"]].drop_duplicates()
    own = own.merge(regions, on="code_departement", how="left")  # Saint-Martin counts in France and is no département
    inside_one = own["code_region"].notna()
    parts = [own[inside_one].assign(niveau="departement", code_territoire=own["code_departement"])]
    due = regions["code_region"].value_counts()
    wide = own.groupby([*ALIKE, "code_region"])
    region = wide[numbers].sum(min_count=1).assign(held=wide.size()).reset_index()
    region = region[region["held"] >= region["code_region"].map(due)]
    parts.append(region.assign(niveau="region", code_territoire=region["code_region"]))
    inside = own.groupby(ALIKE)
    france = inside[numbers].sum(min_count=1)
    france["held"] = own[inside_one & ~own["code_departement"].isin(FRANCE_WITHOUT)].groupby(ALIKE).size()
    france = france[france["held"] >= len(regions) - len(FRANCE_WITHOUT)].reset_index()
    parts.append(france.assign(niveau="france", code_territoire="FR"))
    found = pd.concat(parts, ignore_index=True).drop(columns=["held", "code_region"])
    found["statut"] = found["valeur"].notna().map({True: "disponible", False: "secret"})
    return found.assign(nature="somme")
