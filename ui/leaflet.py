"""Points in layers on a Leaflet map made by folium, its files served by ourselves."""

from __future__ import annotations

import html
from dataclasses import dataclass

import folium
import pandas as pd
from folium.plugins import MarkerCluster

from exports.palettes import ACCENT
from ui import contours
from warehouse.edition import Edition

LEAFLET_JS = [("leaflet", "/leaflet/leaflet.js")]
LEAFLET_CSS = [("leaflet_css", "/leaflet/leaflet.css")]
CLUSTER_JS = [("markerclusterjs", "/markercluster/leaflet.markercluster.js")]
CLUSTER_CSS = [
    ("markerclustercss", "/markercluster/MarkerCluster.css"),
    ("markerclusterdefaultcss", "/markercluster/MarkerCluster.Default.css"),
]
STYLE = """<style>
.leaflet-control-scale-line:not(:first-child) { display: none; } /* miles */
.leaflet-container{background:#fff}
.leaflet-tooltip{white-space:normal;width:max-content;max-width:16rem}
@media(max-width:500px){.leaflet-control-layers{font-size:11px}.leaflet-control-layers-expanded{padding:4px 6px}}
</style>"""


@dataclass(frozen=True)
class Layer:
    """Points a person may show or hide. name, why: plain French, escaped when drawn.

    points: latitude, longitude (degrees) and texte, what a tooltip says. why: why there is none, "" when there are.
    """

    name: str
    colour: str
    points: pd.DataFrame
    why: str = ""


class OurMap(folium.Map):
    """folium's map with Leaflet alone, from this server; its default list names outside addresses."""

    default_js = LEAFLET_JS
    default_css = LEAFLET_CSS


class OurCluster(MarkerCluster):
    """The same for clusters."""

    default_js = CLUSTER_JS
    default_css = CLUSTER_CSS


def draw(edition: Edition, layers: list[Layer]) -> str:
    """The whole page of the map, as HTML for a frame; the control lists the layers in this order."""
    latitude, longitude, zoom = contours.looking_at(edition, edition.whole[0])
    # Tooltips and no popups: folium's popups need jQuery, and a tap opens a tooltip as well.
    drawn = OurMap(location=[latitude, longitude], zoom_start=round(zoom + 1), tiles=None, control_scale=True)
    drawn.options["maxZoom"] = 15  # folium gives it to the tiles, which we have not, and clusters need it
    borders = contours.shapes(edition, "epci").to_json()
    style = {"color": "#9aa1a9", "weight": 1, "fillColor": "#f7f8f9", "fillOpacity": 1}
    folium.GeoJson(borders, style_function=lambda _: style, interactive=False, control=False).add_to(drawn)
    for layer in layers:
        _cluster(layer).add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    drawn.get_root().html.add_child(folium.Element(STYLE))
    return drawn.get_root().render()


def safe(text: str) -> str:
    """Text of the data as it may stand inside a tooltip: shown to the letter, never run. The one place that does it."""
    return html.escape(text, quote=True).replace("`", "&#96;")


def _cluster(layer: Layer) -> OurCluster:
    dot = f'<span style="color:{layer.colour}">●</span> '
    cluster = OurCluster(name=f"{dot}{safe(layer.name)}", icon_create_function=_bubble(layer.colour))
    for row in layer.points.to_dict("records"):
        folium.CircleMarker(
            [row["latitude"], row["longitude"]], radius=7, color=ACCENT, weight=1, fill=True,
            fill_color=layer.colour, fill_opacity=0.85, tooltip=safe(row["texte"]),
        ).add_to(cluster)  # fmt: skip
    return cluster


def _bubble(colour: str) -> str:
    """How a cluster looks: one colour for each layer, the number inside."""
    size = "border-radius:50%;width:34px;height:34px;line-height:34px;text-align:center"
    style = f"background:{colour};color:#fff;{size}"
    return (
        f"function(cluster) {{ return L.divIcon({{className: '', iconSize: [34, 34], "
        f"html: '<div style=\"{style}\">' + cluster.getChildCount() + '</div>'}}); }}"
    )
