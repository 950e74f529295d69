"""The offer the Département does not finance: which services count, where they are, on which themes.

Counts of published records, never of persons: nothing here is under statistical secrecy.
"""

from __future__ import annotations

import pandas as pd

from warehouse.dictionary import vocabulary


def counted(services: pd.DataFrame) -> pd.DataFrame:
    """Rows of `services_externes` that count: a structure told by several producers counts once.

    A double whose better record gives no service here stands for itself.
    """
    told = services["doublon_de"].isin(services["structure_id"])
    return services[services["doublon_de"].isna() | ~told]


def places(services: pd.DataFrame, structures: pd.DataFrame, theme: str) -> pd.DataFrame:
    """One row per structure and point: latitude, longitude, structure (name), services (list of names).

    theme: code of a family of themes, "" for all. Services without a point are left out.
    """
    rows = counted(services).dropna(subset=["latitude", "longitude"])
    if theme:
        rows = rows[families(rows).map(lambda found: theme in found).astype("bool")]
    columns = ["latitude", "longitude", "structure", "services"]
    if rows.empty:
        return pd.DataFrame(columns=columns)
    names = structures.drop_duplicates("structure_id").set_index("structure_id")["nom"]
    named = rows.assign(structure=rows["structure_id"].map(names).fillna("Structure non décrite"))
    grouped = named.groupby(["structure_id", "structure", "latitude", "longitude"], as_index=False)["nom"].agg(list)
    return grouped.rename(columns={"nom": "services"})[columns]


def by_family(services: pd.DataFrame) -> pd.DataFrame:
    """Number of services of each family of themes, most first: Thématique, Services, dont à distance."""
    words = vocabulary("famille_thematique") | {"": "Thématique non précisée"}
    distant = services["modes_accueil"].str.contains("a-distance", regex=False).fillna(False).astype("bool")
    each = pd.DataFrame({"famille": families(services), "distance": distant}).explode("famille")
    each["famille"] = each["famille"].fillna("")
    grouped = each.groupby("famille")["distance"].agg(["size", "sum"]).sort_values("size", ascending=False)
    return pd.DataFrame(
        {
            "Thématique": [words.get(code, code) for code in grouped.index],
            "Services": grouped["size"].to_numpy(),
            "dont à distance": grouped["sum"].astype("int64").to_numpy(),
        }
    )


def families(services: pd.DataFrame) -> pd.Series:
    """Families of the themes of each service, each once: « mobilite--preparer-un-permis » → mobilite."""
    return services["thematiques"].map(
        lambda items: sorted({item.split("--")[0] for item in items.split("|")}) if isinstance(items, str) else []
    )
