"""The table twin of a map or a chart: the same rows in French numbers, states in words."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from disclosure.exhibit import Exhibit
from geodata.levels import LEVELS
from indicators.wording import decimals_of, number, shown, state
from warehouse.edition import Edition

FIRST = {"periode": "Période", "modalite": "Modalité", "indicateur": "Étape"}


def table(edition: Edition, exhibit: Exhibit) -> None:
    """The rows of the exhibit as a table that a keyboard and a screen reader can reach, and paper too.

    Not st.dataframe: it is a canvas, its menu is in English, it sorts « 10 » before « 9 », and its script of
    1.6 MB would be read before the map is drawn.
    """
    st.html(edition.remember(("twin", exhibit.passeport), lambda: markup(twin(exhibit), exhibit.titre)))


def markup(text: pd.DataFrame, title: str) -> str:
    """That frame as HTML. Cells and rows close by themselves: HTML says so, and a closing tag a cell is 7 kB more."""
    head = "".join(f"<th>{escape(name)}" for name in text.columns)
    rows = "".join(
        f"<tr><th>{escape(first)}" + "".join(f"<td>{escape(cell)}" for cell in rest)
        for first, *rest in text.itertuples(index=False)
    )
    return (
        f'<div class="obs-table" role="region" tabindex="0" aria-label="{escape(title)}">'
        f"<table><thead><tr>{head}</thead><tbody>{rows}</tbody></table></div>"
    )


def twin(exhibit: Exhibit) -> pd.DataFrame:
    """The exhibit's frame as people read it; columns without any content are left out."""
    indicator, frame = exhibit.indicator, exhibit.frame
    rows = frame.to_dict("records")
    first = LEVELS[exhibit.niveau].label if exhibit.axis in ("territoire", "chiffre") else FIRST[exhibit.axis]
    columns = {
        first: frame["libelle"],
        f"Valeur ({indicator.unite})": [_figure(exhibit, row) for row in rows],
        "Intervalle à 95\u202f%": [_interval(exhibit, row) for row in rows],
        _opened(indicator.numerateur): [_count(row["numerateur"]) for row in rows],
        _opened(indicator.denominateur): [_count(row["denominateur"]) for row in rows],
        "Statut": [state(row["statut"]).capitalize() for row in rows],
    }
    kept = {name: list(values) for name, values in columns.items() if name and any(values)}
    return pd.DataFrame(kept)


def _figure(exhibit: Exhibit, row: dict) -> str:
    """The figure without its unit, which stands in the header; the sign of its status when it has none."""
    if pd.isna(row["valeur"]):
        return shown(exhibit.indicator, row)
    return number(row["valeur"], decimals_of(exhibit.indicator, row["valeur"], row["denominateur"]))


def _opened(text: str) -> str:
    """With a capital, sigles untouched."""
    return text[:1].upper() + text[1:]


def _interval(exhibit: Exhibit, row: dict) -> str:
    low, high = row["ic_bas"], row["ic_haut"]
    if pd.isna(low) or pd.isna(high):
        return ""
    decimals = exhibit.indicator.decimals
    return f"{number(low, decimals)} – {number(high, decimals)}"


def _count(value: float) -> str:
    return "" if pd.isna(value) else number(value, 0)
