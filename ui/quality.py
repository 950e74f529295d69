"""The state of the data in words and tables, from the report that every edition keeps."""

from __future__ import annotations

from datetime import date

import plotly.graph_objects as go
import streamlit as st

from disclosure import figures
from exports.palettes import principal
from indicators.wording import number
from ui import states
from ui.charts import dressed
from ui.downloads import downloads
from ui.filters import Choice
from ui.findings import failed, table_label
from ui.maps import territory_map
from ui.notes import notes
from ui.tables import table
from warehouse.edition import Edition


def verdict(edition: Edition) -> str:
    """Ten seconds for a director: what is late or missing, how many checks ask for something, what was set aside."""
    results, rejected = edition.table("regles_resultats"), edition.table("rejets")
    wrong, aside = len(failed(edition)), len(rejected[["table", "fichier", "ligne"]].drop_duplicates())
    asked = f"{wrong} demandent attention" if wrong > 1 else f"{wrong} demande attention" if wrong else "tous respectés"
    rows = f"{number(aside)} ligne{'s' if aside > 1 else ''} mise{'s' if aside > 1 else ''} de côté" if aside else ""
    return (
        f"{states.summary(edition, date.today())} "
        f"{number(len(results))} contrôles, {asked} ; {rows or 'aucune ligne mise de côté'}."
    )


def counts(edition: Edition) -> None:
    """Received = accepted + set aside + refused."""
    loads = edition.table("chargements")
    words = {"recues": "Lignes reçues", "acceptees": "Acceptées", "ecartees": "Mises de côté", "refusees": "Refusées"}
    cards = "".join(
        f'<div class="obs-key"><div class="obs-key-label">{label}</div>'
        f'<div class="obs-key-value">{number(int(loads[f"nb_{name}"].sum()))}</div></div>'
        for name, label in words.items()
    )
    st.html(f'<div class="obs-keys obs-four">{cards}</div>')


def known_panel(choice: Choice) -> None:
    """A map of what is not known, beside the checks of each table."""
    mapped = figures.known(choice.edition, choice.niveau)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(mapped.titre, anchor=False)
        territory_map(choice.edition, mapped, choice.territoire, "qualite_carte")
        notes(mapped)
        downloads(choice.edition, mapped, "qualite_dl_carte", "carte")
    with right:
        st.subheader("Contrôles joués, par table", anchor=False)
        st.plotly_chart(
            checks(choice.edition), key="qualite_graphique", config={"displayModeBar": False}, width="stretch"
        )
        st.caption("En plein, les contrôles respectés ; hachurés, ceux qui demandent attention.")
    with st.expander("Les mêmes chiffres en tableau"):
        table(choice.edition, mapped)


def checks(edition: Edition) -> go.Figure:
    """Checks met and not met, by table."""
    results = edition.table("regles_resultats")
    met = results["statut"] == "respectee"
    played = results.assign(met=met).groupby("table")["met"].agg(["sum", "count"]).sort_values("count")
    names = [table_label(name) for name in played.index]
    figure = go.Figure(
        [
            go.Bar(
                y=names, x=played["sum"], orientation="h", name="Respectés", marker={"color": principal("contexte")}
            ),
            go.Bar(
                y=names, x=played["count"] - played["sum"], orientation="h", name="À regarder",
                marker={"color": principal("besoin"), "pattern": {"shape": "/"}},
            ),
        ]
    )  # fmt: skip
    figure.update_layout(barmode="stack", legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0})
    figure.update_traces(hovertemplate="%{y} : %{x} contrôles<extra></extra>")
    return dressed(figure, 560, legend=True).update_layout(margin_t=48)  # room for the legend above the bars
