"""A map beside a chart, then their table, their notes and what can be taken away."""

from __future__ import annotations

import streamlit as st

from disclosure.exhibit import Exhibit
from geodata.levels import LEVELS
from ui.charts import chart
from ui.downloads import downloads
from ui.filters import Choice
from ui.maps import territory_map
from ui.notes import notes
from ui.tables import table
from warehouse.edition import Edition


def panel(choice: Choice, mapped: Exhibit, charted: Exhibit, kind: str, key: str) -> None:
    """The same arrangement on every page. kind: "barres", "ligne" or "cascade"."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(mapped.titre)
        told_level(choice, mapped)
        territory_map(choice.edition, mapped, choice.territoire, f"{key}_carte")
        notes(mapped)
        downloads(choice.edition, mapped, f"{key}_dl_carte", "carte")
    with right:
        st.subheader(charted.titre)
        chart(choice.edition, charted, kind, f"{key}_graphique", choice.territoire)
        notes(charted)
        downloads(choice.edition, charted, f"{key}_dl_graphique", kind)
    twins(choice.edition, mapped, charted)


def twins(edition: Edition, mapped: Exhibit, charted: Exhibit) -> None:
    """The rows of the map and of the chart, one tab each."""
    st.subheader("Les mêmes chiffres en tableau", anchor=False)
    first, second = st.tabs(["Tableau de la carte", "Tableau du graphique"])
    with first:
        table(edition, mapped)
    with second:
        table(edition, charted)


def told_level(choice: Choice, mapped: Exhibit) -> None:
    """Say it when the map is not at the level chosen."""
    if mapped.niveau != choice.niveau:
        st.caption(
            f"Cet indicateur n’est pas publié au niveau « {LEVELS[choice.niveau].label} » : "
            f"la carte montre le niveau « {LEVELS[mapped.niveau].label} »."
        )
