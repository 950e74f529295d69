"""Loads and editions, who and when, and the way back to an earlier one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from etl.deposits.deposit import STATES, Deposit
from indicators.wording import number
from ui import session
from ui.findings import table_label
from ui.tables import markup, sentences
from warehouse import editions
from warehouse.dictionary import vocabulary
from warehouse.edition import Edition
from warehouse.editions import Event
from warehouse.statut import DISCARDED, PREPARED, PUBLISHED, REFUSED, RELEASED, ROLLED_BACK, EditionInfo

STATUS = {PUBLISHED: "Publiée", REFUSED: "Refusée", PREPARED: "Prête à publier", DISCARDED: "Abandonnée"}
EVENTS = {**STATUS, PREPARED: "Préparée", RELEASED: "Mise en service", ROLLED_BACK: "Remise en service"}
NOBODY = "…"
COUNTS = {"Reçues": "nb_recues", "Acceptées": "nb_acceptees", "Écartées": "nb_ecartees", "Refusées": "nb_refusees"}


def past(edition: Edition) -> None:
    """Editions published and refused, the newest first; a person who may, serves an earlier one again."""
    st.subheader("Historique des éditions", anchor=False)
    infos, events = session.past(), session.events()
    st.html(markup(_editions(infos, events), "Historique des éditions"))
    _way_back(edition, infos)
    _under_way(session.deposits_under_way())
    with st.expander(f"Journal : qui et quand ({number(len(events))})"):
        st.html(markup(_journal(events), "Journal des éditions"))
    told = _loads(infos)
    with st.expander(f"Chargements du Département, d’une édition à l’autre ({number(len(told))})"):
        st.html(sentences(told, "Chargements du Département"))
    with st.expander(f"Tous les fichiers de l’édition {edition.number}"):
        st.html(markup(_files(edition.table("chargements")), "Fichiers de l’édition"))


def _editions(infos: list[EditionInfo], events: list[Event]) -> pd.DataFrame:
    last = {one.number: one for one in events}
    return pd.DataFrame(
        {
            "Édition": [f"{info.number}" for info in infos],
            "Date": [f"{info.published:%d/%m/%Y %H:%M}" for info in infos],
            "Chargée par": [info.service or NOBODY for info in infos],
            "Lignes": [number(sum(info.rows.values())) for info in infos],
            "État": [_state(info, last.get(info.number)) for info in infos],
        }
    )


def _state(info: EditionInfo, last: Event | None) -> str:
    """« Publiée (affichée) »; « Remise en service » when the last thing that happened to it is a way back."""
    back = last is not None and last.what == ROLLED_BACK
    return (EVENTS[ROLLED_BACK] if back else STATUS[info.statut]) + (" (affichée)" if info.current else "")


def _journal(events: list[Event]) -> pd.DataFrame:
    """One line an event, the newest first."""
    told = [
        (f"{one.when:%d/%m/%Y %H:%M}", f"{one.number}", EVENTS[one.what], one.service or NOBODY)
        for one in reversed(events)
    ]
    return pd.DataFrame(told, columns=["Quand", "Édition", "Ce qui s’est passé", "Par"])


def _under_way(deposits: list[Deposit]) -> None:
    """Loads that are not displayed yet; who may, goes on with one."""
    if not deposits:
        return
    st.markdown(
        f"**{number(len(deposits))} dépôt{'s' if len(deposits) > 1 else ''} en cours**, pas encore affiché"
        f"{'s' if len(deposits) > 1 else ''} :"
    )
    for one in deposits:
        told = f"Dépôt du {one.received:%d/%m/%Y à %H:%M} par « {one.service} » : {STATES[one.state]}"
        if session.config().admin:
            st.page_link("pages/deposer.py", label=told, query_params={"depot": one.id})
        else:
            st.caption(told)


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
            editions.rollback(session.config(), chosen, session.config().service)
            st.rerun()


def _loads(infos: list[EditionInfo]) -> pd.DataFrame:
    kept = sorted((info for info in infos if info.statut != DISCARDED), key=lambda info: info.number)
    return loaded([(info.number, info.service or NOBODY, session.own_loads(info.number)) for info in kept])


def loaded(held: list[tuple[int, str, pd.DataFrame]]) -> pd.DataFrame:
    """Every load of the département's tables, the newest first: each file once, in the edition that first held it.

    held: number, service and rows of `chargements` of each edition, the oldest first. An edition carries over the
    tables that a load does not bring: they are told with the load that brought them.
    """
    found = [rows.assign(edition=number, service=service) for number, service, rows in held if len(rows)]
    if not found:
        return pd.DataFrame()
    rows = pd.concat(found, ignore_index=True)
    once = rows.assign(_refused=rows["verdict"] == "refuse", sha256=rows["sha256"].fillna(""))
    once = once.drop_duplicates(["table", "fichier", "sha256", "_refused"]).sort_values(
        ["edition", "table"], ascending=[False, True]
    )
    day = pd.to_datetime(once["date_chargement"]).dt.strftime("%d/%m/%Y %H:%M").fillna(NOBODY)
    first = {"Chargé le": day, "Par": once["service"], "Édition": once["edition"].astype("str")}
    return pd.DataFrame(first).join(_files(once)).reset_index(drop=True)


def _files(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Fichier": rows["fichier"],
            "Table": rows["table"].map(table_label),
            "Données du": pd.to_datetime(rows["date_donnees"]).dt.strftime("%d/%m/%Y").fillna(NOBODY),
            **{head: rows[name].map(number) for head, name in COUNTS.items()},
            "Verdict": rows["verdict"].map(vocabulary("verdict")),
        }
    )
