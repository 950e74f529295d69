"""The places of the offer: what the Département finances, and what others do, in layers and in words."""

from __future__ import annotations

import streamlit as st

from exports.palettes import POINTS, principal
from indicators import external
from indicators.wording import number
from ui.filters import Choice
from ui.leaflet import Layer, draw
from ui.legend import swatch
from ui.offer import TO_CONFIRM, offer_places
from warehouse.dictionary import vocabulary
from warehouse.edition import Edition
from warehouse.freshness import PLACES

HEIGHT = 560
SHOWN = 3  # services named in a tooltip
IAE = "siae"
NOT_LOADED = "aucun export data·inclusion n’a été chargé"
PUBLIC = {
    "france_services": "France services",
    "mediation_numerique": "Médiation numérique",
    IAE: "Insertion par l’activité économique",
}


def places_map(choice: Choice, theme: str) -> None:
    """Layers of places on a map, what each colour means, then the same offer as tables."""
    st.subheader("Les lieux de l’offre")
    edition = choice.edition
    layers = edition.remember(("layers", theme), lambda: every_layer(edition, theme))
    st.iframe(edition.remember(("places", theme), lambda: draw(edition, layers)), height=HEIGHT)
    st.html(told(layers))
    demonstration = "L’offre du Département est ici une démonstration. " if edition.synthetic else ""
    st.caption(
        "Cochez ou décochez une couche dans le coin de la carte. Les deux premières suivent la thématique choisie. Un "
        "même lieu peut figurer dans plusieurs couches : leurs nombres ne s’additionnent pas. "
        f"{demonstration}{origins(edition)}"
    )
    offer = offer_places(edition, theme)
    if doubtful := int(offer["Mises à jour"].str.contains(TO_CONFIRM, regex=False).sum()):
        st.caption(
            f"**Places {TO_CONFIRM}** : {number(doubtful)} lieu{'x' if doubtful > 1 else ''} dont les places de "
            f"sessions à venir ou ouvertes n’ont pas été mises à jour depuis plus de {PLACES} jours."
        )
    if not edition.has("sessions"):
        st.caption("Chaque action est placée chez sa structure, faute de sessions qui disent où elle a lieu.")
    with st.expander(f"Liste des {number(len(offer))} lieux d’actions"):
        st.dataframe(offer.drop(columns=["latitude", "longitude"]), hide_index=True, width="stretch")
    if edition.has("services_externes"):
        counted = external.counted(edition.table("services_externes"))
        with st.expander(f"Autre offre par thématique : {number(len(counted))} services"):
            st.caption(
                "Services que le Département ne finance pas ; un service de deux thématiques compte dans chacune."
            )
            st.dataframe(external.by_family(counted), hide_index=True, width="stretch")


def every_layer(edition: Edition, theme: str) -> list[Layer]:
    """Layers in the order of the legend. theme: code of a family of themes, "" for all."""
    return [ours(edition, theme), other(edition, theme), *public(edition)]


def ours(edition: Edition, theme: str) -> Layer:
    """Actions with sessions in the last year, by commune."""
    rows = offer_places(edition, theme)
    texts = [_told_place(row) for row in rows.to_dict("records")]
    nothing = "aucune session placée depuis un an" if edition.has("sessions") else "aucune action placée"
    why = "" if len(rows) else nothing
    name = "Offre financée par le Département"
    return Layer(name, principal("couverture"), rows[["latitude", "longitude"]].assign(texte=texts), why)


def _told_place(row: dict) -> str:
    """Action, structure, commune, places; said when the places were not updated lately."""
    doubt = f", {TO_CONFIRM}" if TO_CONFIRM in row["Mises à jour"] else ""
    return f"{row['Action']} – {row['Structure']}, {row['Commune']} : {_places_told(row)}{doubt}"


def _places_told(row: dict) -> str:
    return f"places {row['Places']}" if isinstance(row["Places"], str) else f"{row['Places']} places"


def other(edition: Edition, theme: str) -> Layer:
    """Services of data·inclusion, one point per structure and place."""
    rows = external.places(edition.table("services_externes"), edition.table("structures_externes"), theme)
    texts = [f"{row['structure']} : {_listed(row['services'])}" for row in rows.to_dict("records")]
    why = "" if len(rows) else NOT_LOADED
    if edition.has("services_externes") and why:
        why = "aucun service placé sur la carte" + (" pour cette thématique" if theme else "")
    return Layer("Autre offre (data·inclusion)", POINTS["externes"], rows.assign(texte=texts), why)


def public(edition: Edition) -> list[Layer]:
    """France services, digital mediation, and structures of insertion by economic activity."""
    rows = edition.table("lieux").dropna(subset=["latitude", "longitude"])
    kinds = rows["type_lieu"].astype("str")
    kinds = kinds.mask(kinds.str.startswith(IAE), IAE)
    words = vocabulary("type_lieu")
    texts = [
        f"{words.get(row['type_lieu'], row['type_lieu'])} : {row['nom']} ({row['millesime']})"
        for row in rows.to_dict("records")
    ]
    points = rows[["latitude", "longitude"]].assign(texte=texts)
    held = {kind: points[kinds == kind] for kind in PUBLIC}
    return [
        Layer(name, POINTS[kind], held[kind], "" if len(held[kind]) else "aucune liste n’a été chargée")
        for kind, name in PUBLIC.items()
    ]


def told(layers: list[Layer]) -> str:
    """The legend: each layer in words, with its number of points or why it has none."""
    rows = [
        swatch(f"border-radius:50%;background:{one.colour}", f"{one.name} : {one.why or _places(len(one.points))}")
        for one in layers
    ]
    return f'<div class="obs-legend">{"".join(rows)}</div>'


def origins(edition: Edition) -> str:
    """Who publishes the places, and of which years."""
    used = set(edition.table("lieux")["source"]) | set(edition.table("services_externes")["source"])
    known = edition.table("sources")
    said = []
    for title, rows in known[known["source"].isin(used)].groupby("titre"):
        years = sorted(year for year in rows["millesime"].dropna() if year[:4].isdigit())
        when = "" if not years else f", {years[0]}" + (f" à {years[-1]}" if years[0] != years[-1] else "")
        said.append(f"{title}{when}")
    return f"Sources : {' ; '.join(said)}." if said else ""


def _places(count: int) -> str:
    return f"{number(count)} lieu{'x' if count > 1 else ''}"


def _listed(services: list[str]) -> str:
    more = len(services) - SHOWN
    return ", ".join(services[:SHOWN]) + (f" et {number(more)} autre{'s' if more > 1 else ''}" if more > 0 else "")
