"""The state of the data in words and tables, from the report that every edition keeps."""

from __future__ import annotations

import html

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from disclosure import figures
from exports.palettes import principal
from indicators.wording import number
from ui import session
from ui.charts import dressed
from ui.downloads import downloads
from ui.filters import Choice
from ui.maps import territory_map
from ui.notes import notes
from ui.tables import table
from warehouse.dictionary import tables, vocabulary
from warehouse.edition import Edition

STATUS = {"publiee": "Publiée", "refusee": "Refusée"}


def verdict(edition: Edition) -> str:
    """Ten seconds for a director: how many checks, how many alerts, nothing or something set aside."""
    results, rejected = edition.table("regles_resultats"), edition.table("rejets")
    played = len(results)
    failed = results[results["statut"] != "respectee"]
    aside = len(rejected[["table", "fichier", "ligne"]].drop_duplicates())
    alerts = f"{len(failed)} alerte{'s' if len(failed) > 1 else ''}" if len(failed) else "aucune alerte"
    rows = f"{number(aside)} ligne{'s' if aside > 1 else ''} mise{'s' if aside > 1 else ''} de côté" if aside else ""
    left = rows or "aucune ligne mise de côté"
    day = edition.published.strftime("%d/%m/%Y")
    return f"L’édition {edition.number} du {day} a passé {number(played)} contrôles : {alerts}, {left}."


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


def failed_rules(edition: Edition) -> None:
    """The checks that were not met, in their own sentences."""
    st.subheader("Contrôles qui demandent attention")
    results = edition.table("regles_resultats")
    failed = results[results["statut"] != "respectee"]
    if failed.empty:
        st.success("Tous les contrôles sont respectés.")
        return
    shown = pd.DataFrame(
        {
            "Table": failed["table"].map(_label),
            "Gravité": failed["gravite"].map(vocabulary("gravite")),
            "Constat": failed["phrase"],
            "Règle": failed["regle"],
        }
    )
    st.dataframe(shown, hide_index=True, width="stretch")


def rejected(edition: Edition) -> None:
    """Rows set aside, with the place where each can be mended."""
    st.subheader("Lignes mises de côté")
    rows = edition.table("rejets")
    if rows.empty:
        st.caption("Aucune ligne n’a été mise de côté dans cette édition.")
        return
    names = {"table": "Table", "fichier": "Fichier", "feuille": "Feuille", "ligne": "Ligne", "colonne": "Colonne",
             "valeur": "Valeur", "phrase": "À corriger"}  # fmt: skip
    shown = rows.assign(table=rows["table"].map(_label))[list(names)].rename(columns=names)
    st.dataframe(shown, hide_index=True, width="stretch")


def sources(edition: Edition) -> None:
    """Where the data come from, and how old they are."""
    st.subheader("Sources de cette édition")
    rows = edition.table("sources")
    shown = pd.DataFrame(
        {
            "Producteur": rows["editeur"],
            "Données": rows["titre"],
            "Millésime": rows["millesime"],
            "Date des données": pd.to_datetime(rows["date_donnees"]).dt.strftime("%d/%m/%Y").fillna("…"),
            "Lecture": rows["lecture"].map(vocabulary("lecture")),
            "Lignes": [number(n) for n in rows["nb_lignes"]],
            "Licence": rows["licence"],
        }
    )
    st.dataframe(shown, hide_index=True, width="stretch")


def past() -> None:
    """Editions published and refused, the newest first."""
    st.subheader("Historique des éditions")
    infos = session.past()
    shown = pd.DataFrame(
        {
            "Édition": [info.number for info in infos],
            "Date": [info.published.strftime("%d/%m/%Y %H:%M") for info in infos],
            "État": [STATUS[info.statut] + (" (affichée)" if info.current else "") for info in infos],
            "Lignes": [number(sum(info.rows.values())) for info in infos],
        }
    )
    st.dataframe(shown, hide_index=True, width="stretch")


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
    names = [_label(name) for name in played.index]
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


def _label(name: str) -> str:
    return html.unescape(tables()[name].label) if name in tables() else "Fichier"
