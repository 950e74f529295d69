"""Where the sessions of the Département's actions take place."""

from __future__ import annotations

import pandas as pd

from warehouse.edition import Edition


def offer_places(edition: Edition, theme: str) -> pd.DataFrame:
    """One row per action and commune with sessions in the last year: Action, Structure, Commune, Places, position."""
    sessions, actions = edition.table("sessions"), edition.table("actions")
    if theme:
        actions = actions[actions["thematiques"].str.contains(theme, regex=False, na=False)]
    recent = sessions[sessions["date_debut"] > sessions["date_debut"].max() - pd.DateOffset(years=1)]
    joined = (
        recent.dropna(subset=["latitude", "longitude"])
        .merge(actions[["action_id", "nom", "structure_id"]], on="action_id")
        .merge(edition.table("structures")[["structure_id", "nom"]], on="structure_id", suffixes=("", "_structure"))
    )
    communes = edition.table("zones").query("niveau == 'commune'").set_index("code")["libelle"]
    grouped = joined.groupby(["nom", "nom_structure", "code_insee"], as_index=False).agg(
        places=("places_ouvertes", "sum"), latitude=("latitude", "first"), longitude=("longitude", "first")
    )
    grouped["commune"] = grouped["code_insee"].map(communes)
    names = {"nom": "Action", "nom_structure": "Structure", "commune": "Commune", "places": "Places"}
    return grouped.rename(columns=names)[[*names.values(), "latitude", "longitude"]]
