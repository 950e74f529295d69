"""Where the Département's actions take place, and whether their places were looked at lately."""

from __future__ import annotations

from datetime import date

import pandas as pd

from indicators.provenance import extraction
from warehouse.edition import Edition
from warehouse.freshness import PLACES

TO_CONFIRM = "à confirmer"
NAMES = {"nom": "Action", "nom_structure": "Structure", "commune": "Commune", "places": "Places", "maj": "Mises à jour"}
COLUMNS = [*NAMES.values(), "latitude", "longitude"]


def offer_places(edition: Edition, theme: str) -> pd.DataFrame:
    """One row per action and commune: Action, Structure, Commune, Places, Mises à jour, position.

    Places of the sessions of the last year, and when they were last updated, « à confirmer » when that is too old
    (SES-07). Before any session is known, each action stands where its structure is, without places.
    """
    actions = edition.table("actions")
    if theme:
        actions = actions[actions["thematiques"].str.contains(theme, regex=False, na=False)]
    structures = edition.table("structures")
    if not edition.has("actions", "structures"):
        return pd.DataFrame(columns=COLUMNS)
    carried = actions[["action_id", "nom", "structure_id"]].merge(
        structures[["structure_id", "nom", "code_insee", "latitude", "longitude"]],
        on="structure_id",
        suffixes=("", "_structure"),
    )
    if edition.has("sessions"):
        grouped = _held(edition, carried.drop(columns=["code_insee", "latitude", "longitude"]))
    else:
        grouped = carried.dropna(subset=["latitude", "longitude"]).assign(places="non fournies", maj="")
    communes = edition.table("zones").query("niveau == 'commune'").set_index("code")["libelle"]
    grouped = grouped.assign(commune=grouped["code_insee"].map(communes).fillna(""))
    return grouped.rename(columns=NAMES)[COLUMNS]


def _held(edition: Edition, carried: pd.DataFrame) -> pd.DataFrame:
    sessions = edition.table("sessions")
    recent = sessions[sessions["date_debut"] > sessions["date_debut"].max() - pd.DateOffset(years=1)]
    recent = recent.assign(ancien=stale(edition, recent))
    joined = recent.dropna(subset=["latitude", "longitude"]).merge(carried, on="action_id")
    grouped = joined.groupby(["nom", "nom_structure", "code_insee"], as_index=False).agg(
        places=("places_ouvertes", "sum"),
        maj=("date_maj_places", "max"),
        ancien=("ancien", "any"),
        latitude=("latitude", "first"),
        longitude=("longitude", "first"),
    )
    when = grouped["maj"].dt.strftime("%d/%m/%Y").fillna("")
    return grouped.assign(maj=when.mask(grouped["ancien"], when + f" ({TO_CONFIRM})"))


def stale(edition: Edition, sessions: pd.DataFrame) -> pd.Series:
    """Sessions still to come or open whose places were not updated for PLACES days.

    Counted up to today; a demonstration does not age, and is counted up to the day it was made for.
    """
    day = extraction(edition, "sessions") if edition.synthetic else pd.Timestamp(date.today())
    awaited = sessions["statut"].isin(["planifiee", "ouverte"])
    return awaited & (day - sessions["date_maj_places"] > pd.Timedelta(days=PLACES))
