"""The places of the offer on a Leaflet map made by folium, its files served by ourselves."""

from __future__ import annotations

import html

import folium
import pandas as pd
import streamlit as st
from folium.plugins import MarkerCluster

from exports.palettes import ACCENT, QUIET, principal
from ui import contours
from ui.filters import Choice
from warehouse.dictionary import vocabulary
from warehouse.edition import Edition

HEIGHT = 560
LEAFLET_JS = [("leaflet", "/leaflet/leaflet.js")]
LEAFLET_CSS = [("leaflet_css", "/leaflet/leaflet.css")]
CLUSTER_JS = [("markerclusterjs", "/markercluster/leaflet.markercluster.js")]
CLUSTER_CSS = [
    ("markerclustercss", "/markercluster/MarkerCluster.css"),
    ("markerclusterdefaultcss", "/markercluster/MarkerCluster.Default.css"),
]


class OurMap(folium.Map):
    """folium's map with Leaflet alone, from this server; its default list names outside addresses."""

    default_js = LEAFLET_JS
    default_css = LEAFLET_CSS


class OurCluster(MarkerCluster):
    """The same for clusters."""

    default_js = CLUSTER_JS
    default_css = CLUSTER_CSS


def places_map(choice: Choice, theme: str) -> None:
    """Actions of the département and other places nearby, clustered; the same list follows as a table."""
    st.subheader("Les lieux de l’offre")
    offer = offer_places(choice.edition, theme)
    others = other_places(choice.edition)
    page = choice.edition.remember(("places", theme), lambda: draw(choice.edition, offer, others))
    st.iframe(page, height=HEIGHT)
    st.caption(
        "En bleu, les lieux des sessions d’insertion du Département (données de démonstration si le bandeau le dit). "
        "En gris, France services, médiation numérique et structures de l’insertion par l’activité économique : "
        "ANCT 2023-2024, Département 2019-2023, ASP décembre 2020."
    )
    with st.expander(f"Liste des {len(offer)} lieux d’actions"):
        st.dataframe(offer.drop(columns=["latitude", "longitude"]), hide_index=True, width="stretch")


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


def other_places(edition: Edition) -> pd.DataFrame:
    """Real places the département does not finance: nom, type, millesime, latitude, longitude."""
    places = edition.table("lieux").dropna(subset=["latitude", "longitude"])
    return places.assign(type=places["type_lieu"].map(vocabulary("type_lieu")))


def draw(edition: Edition, offer: pd.DataFrame, others: pd.DataFrame) -> str:
    """The whole page of the map, as HTML for a frame."""
    latitude, longitude, zoom = contours.looking_at(edition, "departement")
    # Tooltips and no popups: folium's popups need jQuery, and a tap opens a tooltip as well.
    drawn = OurMap(location=[latitude, longitude], zoom_start=round(zoom + 1), tiles=None, control_scale=True)
    drawn.options["maxZoom"] = 15  # folium gives it to the tiles, which we have not, and clusters need it
    borders = contours.shapes(edition, "epci").to_json()
    style = {"color": "#9aa1a9", "weight": 1, "fillColor": "#f7f8f9", "fillOpacity": 1}
    folium.GeoJson(borders, style_function=lambda _: style, interactive=False, control=False).add_to(drawn)
    near = OurCluster(name="Autres lieux", icon_create_function=_bubble(QUIET))
    ours = OurCluster(name="Actions", icon_create_function=_bubble(principal("couverture")))
    for row in others.to_dict("records"):
        _point(row, f"{row['type']} : {row['nom']} ({row['millesime']})", QUIET).add_to(near)
    for row in offer.to_dict("records"):
        text = f"{row['Action']} – {row['Structure']}, {row['Commune']} : {row['Places']} places"
        _point(row, text, principal("couverture")).add_to(ours)
    drawn.get_root().html.add_child(folium.Element("<style>.leaflet-container{background:#fff}</style>"))
    near.add_to(drawn)
    ours.add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    return drawn.get_root().render()


def safe(text: str) -> str:
    """Text of the data as it may stand inside a popup: shown to the letter, never run. The one place that does it."""
    return html.escape(text, quote=True).replace("`", "&#96;")


def _bubble(colour: str) -> str:
    """How a cluster looks: one colour for each layer, the number inside."""
    size = "border-radius:50%;width:34px;height:34px;line-height:34px;text-align:center"
    style = f"background:{colour};color:#fff;{size}"
    return (
        f"function(cluster) {{ return L.divIcon({{className: '', iconSize: [34, 34], "
        f"html: '<div style=\"{style}\">' + cluster.getChildCount() + '</div>'}}); }}"
    )


def _point(row: dict, text: str, colour: str) -> folium.CircleMarker:
    return folium.CircleMarker(
        [row["latitude"], row["longitude"]], radius=7, color=ACCENT, weight=1, fill=True, fill_color=colour,
        fill_opacity=0.85, tooltip=safe(text),
    )  # fmt: skip
