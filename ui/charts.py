"""Charts of an exhibit: bars with their intervals, a line over periods, a cascade of gaps."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from disclosure.exhibit import Exhibit
from exports.palettes import ACCENT, INK, QUIET, principal
from exports.roles import shades
from indicators.series import cuts, moments, pieces
from indicators.wording import NO_BREAK, period_short, shown, state
from warehouse.edition import Edition

SHOWN = ("fiable", "fragile", "provisoire")
MOST_BARS = 18
MOST_DATES = 8
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
    """Horizontal bars, in the order of the exhibit, the selected one in the accent colour.

    A comparison keeps the rows that have no figure, with the sign that says why.
    """
    frame = exhibit.frame[exhibit.frame["statut"].isin(SHOWN)]
    if exhibit.axis == "territoire":
        frame = _most(frame, selected)
    colour = principal(exhibit.indicator.palette)
    colours = [ACCENT if cle == selected else colour for cle in frame["cle"]]
    if exhibit.axis == "comparaison":
        frame, colours = exhibit.drawn, shades(exhibit)
    rows = frame.to_dict("records")
    figure = go.Figure(
        go.Bar(
            x=frame["valeur"].fillna(0),
            y=[_wrapped(label) for label in frame["libelle"]],
            orientation="h",
            marker={"color": colours},
            error_x=_intervals(frame),
            text=[f"\u00a0\u00a0{_told(exhibit, row)}" for row in rows],
            textposition=["auto" if row["valeur"] > 0 else "outside" for row in rows],
            insidetextanchor="start",
            hovertemplate="%{y} : %{text}<extra></extra>",
            cliponaxis=False,
        )
    )
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(visible=False, rangemode="tozero")
    return dressed(figure, max(220, 60 + 30 * len(frame)))


def line(exhibit: Exhibit, selected: str = "") -> go.Figure:
    """One point per period, at its place in time; a missing period, or a break in the series, interrupts the line."""
    del selected
    frame, code = exhibit.frame, exhibit.indicator.code
    periods, when = list(frame["cle"]), moments(frame["cle"])
    order = [rank for piece in pieces(code, periods) for rank in (*piece, None)][:-1]  # None lifts the pen
    known = frame.reset_index(drop=True).reindex([-1 if rank is None else rank for rank in order])
    texts = [f"{period_short(row['cle'])} : {shown(exhibit.indicator, row)}" for row in frame.to_dict("records")]
    figure = go.Figure(
        go.Scatter(
            x=[None if rank is None else round(float(when[rank]), 3) for rank in order],
            y=known["valeur"],
            mode="lines+markers" if len(frame) < 24 else "lines",
            line={"color": principal(exhibit.indicator.palette), "width": 2.5},
            error_y=_intervals(known),
            text=["" if rank is None else texts[rank] for rank in order],
            hovertemplate="%{text}<extra></extra>",
            connectgaps=False,
        )
    )
    for place, broken in cuts(code, periods):
        figure.add_vline(
            place, line={"color": QUIET, "width": 1, "dash": "dot"}, annotation_text=broken.label,
            annotation={"font": {"size": 11, "color": QUIET}, "yanchor": "bottom", "xanchor": "center", "y": 1},
        )  # fmt: skip
    figure.update_yaxes(rangemode="tozero", gridcolor="#e6e8eb", tickformat=",~r", title=exhibit.indicator.unite)
    every = -(-len(periods) // MOST_DATES)
    named = range((len(periods) - 1) % every, len(periods), every)  # the last one always
    ticks = {
        "tickvals": [float(when[rank]) for rank in named],
        "ticktext": [period_short(periods[rank]) for rank in named],
    }
    figure.update_xaxes(showgrid=False, zeroline=False, **ticks)
    dressed(figure, 360)
    return figure.update_layout(margin_t=26) if cuts(code, periods) else figure


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


def _told(exhibit: Exhibit, row: dict) -> str:
    """The figure, or its sign and what it means; in a comparison without its unit, too long for a phone."""
    text = shown(exhibit.indicator, row)
    if row["statut"] not in SHOWN:
        return f"{text} {state(row['statut'])}"
    return text.partition(NO_BREAK)[0] if exhibit.axis == "comparaison" else text


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
