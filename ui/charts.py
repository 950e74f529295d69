"""Charts of an exhibit: bars with their intervals, a line over periods, a cascade of gaps."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from disclosure.exhibit import Exhibit
from exports.palettes import ACCENT, INK, QUIET, principal
from indicators.wording import period_short, shown
from warehouse.edition import Edition

SHOWN = ("fiable", "fragile", "provisoire")
MOST_BARS = 18
HEIGHT = 480


def chart(edition: Edition, exhibit: Exhibit, kind: str, key: str, selected: str = "") -> None:
    """The chart of that kind ("barres", "ligne", "cascade"), or the reason why there is none."""
    if not exhibit.frame["statut"].isin(SHOWN).any():
        st.info(exhibit.lecture or "Aucun chiffre n’est disponible pour ce graphique.")
        return
    makers = {"barres": bars, "ligne": line, "cascade": cascade}
    figure = edition.remember(("chart", kind, exhibit.passeport, selected), lambda: makers[kind](exhibit, selected))
    st.plotly_chart(figure, key=key, config={"displayModeBar": False}, width="stretch")


def bars(exhibit: Exhibit, selected: str = "") -> go.Figure:
    """Horizontal bars, in the order of the exhibit, the selected one in the accent colour."""
    frame = exhibit.frame[exhibit.frame["statut"].isin(SHOWN)]
    if exhibit.axis == "territoire":
        frame = _most(frame, selected)
    colour = principal(exhibit.indicator.palette)
    rows = frame.to_dict("records")
    figure = go.Figure(
        go.Bar(
            x=frame["valeur"],
            y=[_wrapped(label) for label in frame["libelle"]],
            orientation="h",
            marker={"color": [ACCENT if row["cle"] == selected else colour for row in rows]},
            error_x=_intervals(frame),
            text=[f"\u00a0\u00a0{shown(exhibit.indicator, row)}" for row in rows],
            textposition="auto",
            insidetextanchor="start",
            hovertemplate="%{y} : %{text}<extra></extra>",
            cliponaxis=False,
        )
    )
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(visible=False, rangemode="tozero")
    return dressed(figure, max(220, 60 + 30 * len(frame)))


def line(exhibit: Exhibit, selected: str = "") -> go.Figure:
    """One point per period; a period without figure interrupts the line."""
    del selected
    frame = exhibit.frame
    rows = frame.to_dict("records")
    figure = go.Figure(
        go.Scatter(
            x=[period_short(key) for key in frame["cle"]],
            y=frame["valeur"],
            mode="lines+markers" if len(frame) < 24 else "lines",
            line={"color": principal(exhibit.indicator.palette), "width": 2.5},
            error_y=_intervals(frame),
            text=[shown(exhibit.indicator, row) for row in rows],
            hovertemplate="%{x} : %{text}<extra></extra>",
            connectgaps=False,
        )
    )
    figure.update_yaxes(rangemode="tozero", gridcolor="#e6e8eb", tickformat=",~r", title=exhibit.indicator.unite)
    figure.update_xaxes(nticks=8, type="category")
    return dressed(figure, 360)


def cascade(exhibit: Exhibit, selected: str = "") -> go.Figure:
    """Parts of a whole, each starting where the one before ends; the first row is the whole."""
    del selected
    frame = exhibit.frame
    rows = frame.to_dict("records")
    figure = go.Figure(
        go.Waterfall(
            x=[_wrapped(row["libelle"], 18) for row in rows],
            y=[rows[0]["valeur"], *[-row["valeur"] for row in rows[1:]]],
            measure=["absolute", *["relative"] * (len(rows) - 1)],
            text=[shown(exhibit.indicator, row) for row in rows],
            textposition="auto",
            insidetextfont={"color": "#ffffff"},
            connector={"line": {"color": "#b5bac1", "width": 1}},
            totals={"marker": {"color": QUIET}},
            increasing={"marker": {"color": QUIET}},
            decreasing={"marker": {"color": principal(exhibit.indicator.palette)}},
            hovertemplate="%{x} : %{text}<extra></extra>",
        )
    )
    figure.update_yaxes(visible=False, rangemode="tozero")
    return dressed(figure, 420)


def _most(frame, selected: str):
    """The largest rows when there are too many to read, the selected one always among them."""
    ordered = frame.sort_values("valeur", ascending=False)
    kept = ordered.head(MOST_BARS)
    if selected in set(ordered["cle"]) - set(kept["cle"]):
        kept = ordered[ordered["cle"].isin([*kept["cle"][:-1], selected])]
    return kept


def _intervals(frame) -> dict | None:
    if frame["ic_bas"].isna().all():
        return None
    return {
        "type": "data",
        "symmetric": False,
        "array": (frame["ic_haut"] - frame["valeur"]).fillna(0),
        "arrayminus": (frame["valeur"] - frame["ic_bas"]).fillna(0),
        "color": INK,
        "thickness": 1.2,
        "width": 3,
    }


def dressed(figure: go.Figure, height: int, legend: bool = False) -> go.Figure:
    """The common look of charts: white, French separators, nothing to drag."""
    figure.update_layout(
        template=go.layout.Template(),  # the default one weighs 7 kB in every message
        height=min(height, HEIGHT + 60),
        margin={"l": 4, "r": 24, "t": 8, "b": 8},
        plot_bgcolor="#ffffff",
        separators=", ",
        font={"color": INK, "size": 13},
        bargap=0.35,
        showlegend=legend,
    )
    figure.update_xaxes(fixedrange=True)
    figure.update_yaxes(fixedrange=True)
    return figure


def _wrapped(label: str, width: int = 30) -> str:
    """A long label on two or three lines."""
    lines, current = [], ""
    for word in label.split():
        if current and len(current) + len(word) >= width:
            lines, current = [*lines, current], word
        else:
            current = f"{current} {word}".strip()
    return "<br>".join([*lines, current])
