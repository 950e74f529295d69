"""The communes a doubtful place may be, on a map: the number of the place stands on each."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache

import folium
import pandas as pd
import shapely

from exports.palettes import ACCENT
from geodata.communes import communes
from ui.leaflet import STYLE, OurMap, safe

DRAWN = 3  # départements whose borders are drawn, the most met first
STEP = 0.0005  # degrees, some 40 m: nobody measures on this map
NUMBERS = 3  # numbers on one badge
BADGE = "height:24px;line-height:22px;border-radius:12px;text-align:center;font:600 13px/22px sans-serif;"


def doubtful_map(places: pd.DataFrame) -> str:
    """The page of the map, as HTML for a frame. places: numero, candidats (`etl.geocoding.doubt`)."""
    proposed, possible, known = _by_commune(places)
    points = [(one["latitude"], one["longitude"]) for one in known.values()]
    drawn = OurMap(tiles=None, control_scale=True, zoom_control=True)
    drawn.options["maxZoom"] = 13
    met = Counter(one["departement"] for one in known.values())
    style = {"color": "#b4bac1", "weight": 1, "fillColor": "#f7f8f9", "fillOpacity": 1}
    for departement, _ in met.most_common(DRAWN):
        folium.GeoJson(_borders(departement), style_function=lambda _: style, interactive=False).add_to(drawn)
    for code in sorted(known, key=lambda code: code in proposed):
        _badge(known[code], proposed[code], possible[code]).add_to(drawn)
    drawn.fit_bounds([tuple(map(min, zip(*points, strict=True))), tuple(map(max, zip(*points, strict=True)))],
                     padding=(36, 36), max_zoom=11)  # fmt: skip
    drawn.get_root().html.add_child(folium.Element(STYLE))
    return drawn.get_root().render()


def _by_commune(places: pd.DataFrame) -> tuple[dict[str, list[int]], dict[str, list[int]], dict[str, dict]]:
    """Numbers of the places each commune is proposed for, and of those it may also be; what is known of it."""
    proposed, possible, known = defaultdict(list), defaultdict(list), {}
    for number, candidates in zip(places["numero"], places["candidats"], strict=True):
        for rank, one in enumerate(candidates):
            (possible if rank else proposed)[one["code"]].append(int(number))
            known[one["code"]] = one
    return proposed, possible, known


def _badge(commune: dict, proposed: list[int], possible: list[int]) -> folium.Marker:
    numbers = proposed or possible
    text = "·".join(map(str, numbers[:NUMBERS])) + ("…" if len(numbers) > NUMBERS else "")
    width = max(24, 10 + 8 * len(text))
    colours = f"background:{ACCENT};color:#fff" if proposed else f"background:#fff;color:{ACCENT}"
    icon = folium.DivIcon(
        html=f'<div style="{BADGE}border:1px solid {ACCENT};width:{width}px;{colours}">{text}</div>',
        icon_size=(width, 24), icon_anchor=(width // 2, 12), class_name="obs-badge",
    )  # fmt: skip
    told = [
        f"{word} {_places(numbers)}" for word, numbers in (("proposée", proposed), ("possible", possible)) if numbers
    ]
    tooltip = safe(f"{commune['nom']} ({commune['departement']}) : {', '.join(told)}")
    return folium.Marker([commune["latitude"], commune["longitude"]], icon=icon, tooltip=tooltip)


def _places(numbers: list[int]) -> str:
    return f"pour le lieu {numbers[0]}" if len(numbers) == 1 else f"pour les lieux {', '.join(map(str, numbers))}"


@lru_cache(maxsize=16)
def _borders(departement: str) -> str:
    frame = communes(departement)[["geometry"]]
    return frame.set_geometry(shapely.set_precision(frame.geometry.to_numpy(), STEP), crs=4326).to_json()
