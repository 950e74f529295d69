"""The table twin of a map or a chart: the same rows in French numbers, states in words."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from disclosure.exhibit import Exhibit
from geodata.levels import LEVELS
from indicators.change import direction
from indicators.gaps import said
from indicators.wording import decimals_of, number, shown, signed, state
from warehouse.edition import Edition

COUNTS = "obs-counts"
FIRST = {"periode": "Période", "modalite": "Modalité", "indicateur": "Étape", "comparaison": "Territoire"}


def table(edition: Edition, exhibit: Exhibit) -> None:
    """The rows of the exhibit as a table that a keyboard and a screen reader can reach, and paper too.

    Not st.dataframe: it is a canvas, its menu is in English, it sorts « 10 » before « 9 », and its script of
    1.6 MB would be read before the map is drawn.
    """
    st.html(edition.remember(("twin", exhibit.passeport), lambda: markup(twin(exhibit), exhibit.titre)))


def markup(text: pd.DataFrame, title: str, look: str = "") -> str:
    """That frame as HTML. Cells and rows close by themselves: HTML says so, and a closing tag a cell is 7 kB more.

    look: COUNTS when the last column holds figures too.
    """
    head = "".join(f"<th>{escape(name)}" for name in text.columns)
    rows = "".join(
        f"<tr><th>{escape(first)}" + "".join(f"<td>{escape(cell)}" for cell in rest)
        for first, *rest in text.itertuples(index=False)
    )
    return framed_table(head, rows, title, look)


def sentences(text: pd.DataFrame, title: str) -> str:
    """The same where cells are sentences: long columns wrap, short ones keep their width, all start at the left."""
    longest = [max([len(name), *text[name].map(len)]) for name in text.columns]
    looks = [' class="obs-long"' if size > 60 else ' class="obs-some"' if size > 16 else "" for size in longest]
    head = "".join(f"<th>{escape(name)}" for name in text.columns)
    rows = "".join(
        f"<tr><th{looks[0]}>{escape(first)}"
        + "".join(f"<td{look}>{escape(cell)}" for look, cell in zip(looks[1:], rest, strict=True))
        for first, *rest in text.itertuples(index=False)
    )
    return framed_table(head, rows, title, "obs-wrapped")


def framed_table(head: str, rows: str, title: str, look: str = "") -> str:
    """Header and rows already in HTML, in a frame that a keyboard scrolls and a screen reader names."""
    names = f"obs-table {look}".strip()
    return (
        f'<div class="{names}" role="region" tabindex="0" aria-label="{escape(title)}">'
        f"<table><thead><tr>{head}</thead><tbody>{rows}</tbody></table></div>"
    )


def twin(exhibit: Exhibit) -> pd.DataFrame:
    """The exhibit's frame as people read it; columns without any content are left out."""
    indicator, frame = exhibit.indicator, exhibit.frame
    rows = frame.to_dict("records")
    first = FIRST.get(exhibit.axis, LEVELS[exhibit.niveau].label)
    value = "Évolution" if indicator.ecart else "Valeur"
    columns = {
        first: frame["libelle"],
        f"{value} ({indicator.unite})": [_figure(exhibit, row) for row in rows],
        **_compared(exhibit, rows),
        "Bornes" if indicator.bounded else "Intervalle à 95\u202f%": [_interval(exhibit, row) for row in rows],
        _opened(indicator.numerateur): [_side(exhibit, row["numerateur"]) for row in rows],
        _opened(indicator.denominateur): [_side(exhibit, row["denominateur"]) for row in rows],
        "Statut": [state(row["statut"]).capitalize() for row in rows],
    }
    kept = {name: list(values) for name, values in columns.items() if name and any(values)}
    return pd.DataFrame(kept)


def _figure(exhibit: Exhibit, row: dict) -> str:
    """The figure without its unit, which stands in the header; the sign of its status when it has none."""
    if pd.isna(row["valeur"]):
        return shown(exhibit.indicator, row)
    write = signed if exhibit.indicator.ecart else number
    return write(row["valeur"], decimals_of(exhibit.indicator, row["valeur"], row["denominateur"]))


def _opened(text: str) -> str:
    """With a capital, sigles untouched."""
    return text[:1].upper() + text[1:]


def _interval(exhibit: Exhibit, row: dict) -> str:
    low, high = row["ic_bas"], row["ic_haut"]
    if pd.isna(low) or pd.isna(high):
        return ""
    decimals = exhibit.indicator.decimals
    return f"{number(low, decimals)} à {number(high, decimals)}"


def _side(exhibit: Exhibit, value: float) -> str:
    """A count under a figure, or the value at one of the two dates of a change."""
    if pd.isna(value):
        return ""
    decimals = exhibit.indicator.decimals if exhibit.indicator.ecart and not float(value).is_integer() else 0
    return number(value, decimals)


def _compared(exhibit: Exhibit, rows: list[dict]) -> dict[str, list[str]]:
    """The direction of a change; the gap of a territory with each of those it is compared with, in words."""
    if exhibit.axis == "evolution":
        return {"Sens": [direction(row["valeur"], exhibit.indicator.decimals) for row in rows]}
    if exhibit.axis != "comparaison" or exhibit.indicator.nature == "effectif":
        return {}
    mine, *others = rows
    return {"Par rapport au territoire regardé": ["", *(said(exhibit.indicator, row, mine) for row in others)]}
