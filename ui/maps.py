"""Choropleths and circles on a blank background: contours named by URL, figures of a few kilobytes."""

from __future__ import annotations

from html import escape

import plotly.graph_objects as go
import streamlit as st

from disclosure import figures
from disclosure.exhibit import Exhibit
from exports.palettes import ACCENT, BORDER, HATCH, MISSING, PALETTES, principal
from indicators.wording import NO_BREAK, shown, state
from ui import contours, filters
from ui.legend import SECRET_FILL, classes, is_count, legend
from warehouse.edition import Edition

HEIGHT = 480
SHOWN = ("fiable", "fragile", "provisoire")
CLEAR = [[0, "rgba(255,255,255,0)"], [1, "rgba(255,255,255,0)"]]


def territory_map(edition: Edition, exhibit: Exhibit, selected: str, key: str) -> None:
    """The map of an exhibit of territories; a click selects the territory for every page."""
    figure = edition.remember(("map", exhibit.passeport, selected), lambda: draw(edition, exhibit, selected))
    st.plotly_chart(
        figure, key=f"{key}_{exhibit.niveau}", on_select=lambda: _clicked(f"{key}_{exhibit.niveau}", exhibit.niveau),
        selection_mode="points", config={"displayModeBar": False, "scrollZoom": False}, width="stretch",
    )  # fmt: skip
    st.html(edition.remember(("legend", exhibit.passeport), lambda: legend(exhibit)))


def plain_map(edition: Edition, niveau: str, selected: str, key: str) -> None:
    """The territories of a level without any figure; a click selects one."""
    address = contours.url(edition, niveau)
    codes = [code for code, _ in figures.territories(edition, niveau)]
    trace = go.Choroplethmap(
        geojson=address, locations=codes, z=[0] * len(codes), colorscale=[[0, "#eef2f6"], [1, "#eef2f6"]],
        showscale=False, marker={"line": {"color": BORDER, "width": 0.8}}, unselected={"marker": {"opacity": 1}},
        hovertemplate="%{properties.nom}<extra></extra>",
    )  # fmt: skip
    figure = go.Figure([trace, *([_outline(address, selected)] if selected in codes else [])])
    st.plotly_chart(
        _framed(figure, edition, niveau), key=f"{key}_{niveau}", selection_mode="points", width="stretch",
        on_select=lambda: _clicked(f"{key}_{niveau}", niveau), config={"displayModeBar": False, "scrollZoom": False},
    )  # fmt: skip


def draw(edition: Edition, exhibit: Exhibit, selected: str) -> go.Figure:
    """The figure alone. Rates are areas, counts are circles; secret is dotted, missing grey."""
    address = contours.url(edition, exhibit.niveau)
    figure = go.Figure(_areas(exhibit, address) if not is_count(exhibit) else _circles(edition, exhibit, address))
    hidden = exhibit.frame.loc[exhibit.frame["statut"] == "secret", "cle"]
    figure.add_traces(_dots(contours.positions(edition, exhibit.niveau), hidden))
    if selected in set(exhibit.frame["cle"]):
        figure.add_trace(_outline(address, selected))
    return _framed(figure, edition, exhibit.niveau)


def _framed(figure: go.Figure, edition: Edition, niveau: str) -> go.Figure:
    """The figure on a blank ground that shows the whole département."""
    latitude, longitude, zoom = contours.looking_at(edition, niveau)
    figure.update_layout(
        template=go.layout.Template(),  # the default one weighs 7 kB in every message and says nothing of a map
        map={"style": "white-bg", "center": {"lat": latitude, "lon": longitude}, "zoom": zoom},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        height=HEIGHT,
        showlegend=False,
        clickmode="event+select",
        hoverlabel={"bgcolor": "#ffffff", "font": {"color": "#1f2328"}},
    )
    return figure


def _areas(exhibit: Exhibit, address: str | None) -> list[go.Choroplethmap]:
    """Every territory in one trace, whatever its status: the browser cuts the contours once, not once a status."""
    frame, found = exhibit.frame, classes(exhibit)
    palette = PALETTES[exhibit.indicator.palette]
    fills = {step: palette[step] for step in found.steps} | {"secret": SECRET_FILL, "non_disponible": MISSING}
    rank = {name: place for place, name in enumerate(fills)}
    drawn = frame[frame["statut"].isin((*SHOWN, "secret", "non_disponible"))]
    z = [
        found.index(row["valeur"]) if row["statut"] in SHOWN else rank[row["statut"]]
        for row in drawn.to_dict("records")
    ]
    return [_area(exhibit, address, drawn, z, list(fills.values()))]


def _circles(edition: Edition, exhibit: Exhibit, address: str | None) -> list:
    frame = exhibit.frame
    base = _area(exhibit, address, frame, [0] * len(frame), ["#fafafa"])
    known = frame[frame["statut"].isin(SHOWN) & (frame["valeur"] > 0)].sort_values("valeur", ascending=False)
    places = contours.positions(edition, exhibit.niveau)
    known = known[known["cle"].isin(places)]
    largest = known["valeur"].max()
    return [
        base,
        go.Scattermap(
            lat=[places[code][0] for code in known["cle"]],
            lon=[places[code][1] for code in known["cle"]],
            marker={
                "size": [round(4 + 46 * (value / largest) ** 0.5, 1) for value in known["valeur"]],
                "color": principal(exhibit.indicator.palette),
                "opacity": 0.65,
            },
            hoverinfo="skip",
        ),
    ]


def _area(exhibit: Exhibit, address: str | None, rows, z: list[int], fills: list[str]) -> go.Choroplethmap:
    """rows: what is drawn; z: for each row, the place of its colour in `fills`."""
    return go.Choroplethmap(
        geojson=address,
        locations=list(rows["cle"]),
        z=z,
        zmin=0,
        zmax=max(len(fills) - 1, 1),
        colorscale=_discrete(fills),
        showscale=False,
        marker={"line": {"color": BORDER, "width": 0.5}},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        text=[escape(_told(exhibit, row)) for row in rows.to_dict("records")],
        hovertemplate=f"<b>%{{properties.nom}}</b><br>%{{text}}{_unit_line(exhibit)}<extra></extra>",
    )


def _told(exhibit: Exhibit, row: dict) -> str:
    """The figure without the words of its unit, which every territory shares, and its state."""
    text = shown(exhibit.indicator, row).partition(NO_BREAK)[0]
    return text if row["statut"] == "fiable" else f"{text} ({state(row['statut'])})"


def _unit_line(exhibit: Exhibit) -> str:
    """The unit on a line of its own when it is made of words; a sign stays beside its figure."""
    told = (shown(exhibit.indicator, row) for row in exhibit.frame.to_dict("records"))
    return f"<br>{escape(exhibit.indicator.unite)}" if any(NO_BREAK in text for text in told) else ""


def _dots(places: dict, hidden) -> list[go.Scattermap]:
    """A grey dot on every territory under secrecy, so that it is not told by colour alone."""
    known = [places[code] for code in hidden if code in places]
    if not known:
        return []
    return [
        go.Scattermap(
            lat=[p[0] for p in known], lon=[p[1] for p in known], hoverinfo="skip",
            marker={"size": 4, "color": HATCH},
        )
    ]  # fmt: skip


def _outline(address: str | None, code: str) -> go.Choroplethmap:
    line = {"color": ACCENT, "width": 3}
    return go.Choroplethmap(
        geojson=address, locations=[code], z=[0], colorscale=CLEAR, showscale=False, hoverinfo="skip",
        marker={"line": line},
    )  # fmt: skip


def _discrete(colours: list[str]) -> list[list]:
    """A colour scale of flat steps for whole numbers from 0 to n − 1."""
    count = len(colours)
    if count == 1:
        return [[0, colours[0]], [1, colours[0]]]
    edges = [0.0, *[(i + 0.5) / (count - 1) for i in range(count - 1)], 1.0]
    return [[edge, colours[i]] for i in range(count) for edge in (edges[i], edges[i + 1])]


def _clicked(key: str, niveau: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    codes = [point["location"] for point in points if point.get("location")]
    if codes:
        filters.remember(niveau=niveau, territoire=codes[0])
