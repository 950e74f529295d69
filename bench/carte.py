"""The map of the communes as a rerun sends it: contours named by URL against contours inside the figure."""

from __future__ import annotations

import json

from bench import lacking, versus
from config import Config
from disclosure import figures
from ui import contours, maps
from warehouse.editions import current

NAME = "carte"


def measure(config: Config) -> dict:
    """Draw and serialise one choropleth of all communes, both ways; bytes of each beside the times."""
    edition = current(config)
    if edition is None:
        return lacking(NAME, "aucune édition publiée")
    exhibit = figures.by_territory(edition, "taux_pauvrete", "commune")
    shapes = json.loads(contours.shapes(edition, "commune").to_json())
    for feature in shapes["features"]:
        feature["id"] = feature["properties"]["code"]

    def by_url() -> str:
        return maps.draw(edition, exhibit, "").to_json()

    def inside() -> str:
        figure = maps.draw(edition, exhibit, "")
        figure.update_traces(geojson=shapes, selector={"type": "choroplethmap"})
        return figure.to_json()

    result = versus(NAME, "contours par adresse", "contours dans la figure", by_url, inside)
    return result | {"octets_nous": len(by_url()), "octets_autre": len(inside())}
