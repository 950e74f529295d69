"""Loads and editions, who and when, and the way back to an earlier one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from indicators.wording import number
from ui import session
from ui.findings import table_label
from ui.tables import markup
from warehouse import editions
from warehouse.dictionary import vocabulary
from warehouse.edition import Edition, EditionInfo

STATUS = {"publiee": "Publiée", "refusee": "Refusée", "preparee": "Prête à publier", "abandonnee": "Abandonnée"}


def past(edition: Edition) -> None:
    """Editions published and refused, the newest first; a person who may, serves an earlier one again."""
    st.subheader("Historique des éditions", anchor=False)
    infos = session.past()
    st.html(markup(_editions(infos), "Historique des éditions"))
    _way_back(edition, infos)
    with st.expander(f"Chargements de l’édition {edition.number}"):
        st.html(markup(_loads(edition), "Chargements"))


def _editions(infos: list[EditionInfo]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Édition": [f"{info.number}" for info in infos],
            "Date": [info.published.strftime("%d/%m/%Y %H:%M") for info in infos],
            "Lignes": [number(sum(info.rows.values())) for info in infos],
            "État": [STATUS[info.statut] + (" (affichée)" if info.current else "") for info in infos],
        }
    )


def _way_back(edition: Edition, infos: list[EditionInfo]) -> None:
    """One button, after a choice and what it will do; nothing is lost, so it can be undone the same way."""
    others = [info for info in infos if info.statut == "publiee" and not info.current]
    if not others:
        return
    if not session.config().admin:
        st.caption("Revenir à une édition précédente est réservé à l’administration de l’observatoire.")
        return
    with st.popover("Revenir à une autre édition"):
        named = {info.number: f"Édition {info.number} du {info.published:%d/%m/%Y à %H:%M}" for info in others}
        chosen = st.selectbox("Édition à afficher", list(named), format_func=named.get, key="retour_edition")
        st.caption(
            f"L’édition {edition.number} reste gardée : vous pourrez y revenir de la même façon. Tous les lecteurs "
            "verront aussitôt l’édition choisie."
        )
        if st.button("Afficher cette édition", type="primary", key="retour_valide"):
            editions.rollback(session.config(), chosen)
            st.rerun()


def _loads(edition: Edition) -> pd.DataFrame:
    loads = edition.table("chargements")
    counts = {"Reçues": "nb_recues", "Acceptées": "nb_acceptees", "Écartées": "nb_ecartees", "Refusées": "nb_refusees"}
    return pd.DataFrame(
        {
            "Fichier": loads["fichier"],
            "Table": loads["table"].map(table_label),
            "Données du": pd.to_datetime(loads["date_donnees"]).dt.strftime("%d/%m/%Y").fillna("…"),
            **{head: [number(count) for count in loads[name]] for head, name in counts.items()},
            "Verdict": loads["verdict"].map(vocabulary("verdict")),
        }
    )
