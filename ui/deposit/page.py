"""The page from top to bottom: where one stands, then the step under way."""

from __future__ import annotations

import streamlit as st

from etl.deposits.deposit import ABANDONED, PREPARED, PUBLISHED, READY, RECEIVED, REFUSED, TO_COMPLETE, Deposit
from etl.release import withdrawn
from etl.staging import SourceRefused
from ui import session
from ui.deposit.arrival import arrival
from ui.deposit.control import check, checking, control, report
from ui.deposit.ending import comparison, done, publication
from ui.deposit.recognition import recognition
from ui.deposit.state import current, keep, leave, mapping, stepper
from warehouse.statut import UnknownEdition

AFTERWARDS = "depot_personnes_apres"
ERRORS = "depot_erreurs"


def deposit() -> None:
    """Bring tables in, or go on where the address says."""
    if not session.config().admin:
        st.info(
            "Déposer des données est réservé à l’administration de l’observatoire. Demandez-lui de charger vos "
            "fichiers, ou d’ouvrir ce droit (réglage OBS_ADMIN)."
        )
        return
    found = current()
    stepper(found)
    _said_since()
    if found is None or found.state == ABANDONED:
        arrival()
        return
    _head(found)
    try:
        _step(found)
    except SourceRefused as refused:
        st.error(refused.phrase)
    except UnknownEdition:
        _gone(found)


def _step(found: Deposit) -> None:
    if checking(found):
        return
    if found.state in (RECEIVED, TO_COMPLETE):
        recognition(found)
    elif found.state in (READY, REFUSED):
        control(found)
    elif found.state == PREPARED:
        report(found)
        with st.spinner("Comparaison avec ce qui est affiché…"):
            comparison(found)
        publication(found)
    elif found.state == PUBLISHED:
        done(found)
        report(found)


def _gone(found: Deposit) -> None:
    """The edition that told what the gate said is no longer kept."""
    if found.over:
        return
    st.warning("L’édition préparée pour ce dépôt n’est plus gardée : contrôlez-le de nouveau.")
    if st.button("Contrôler de nouveau", key="depot_reprendre", type="primary"):
        check(found.id)


def _head(found: Deposit) -> None:
    """What is being loaded, and the ways out."""
    names = ", ".join(file.nom for file in found.files)
    day = f" · situation au {found.day:%d/%m/%Y}" if found.day else ""
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.caption(f"Dépôt du {found.received:%d/%m/%Y à %H:%M} par « {found.service} » : {names}{day}")
    with right.popover("Autres actions", width="stretch"):
        if st.button("Laisser en attente", key="depot_quitter", width="stretch"):
            leave()
            st.rerun()
        if found.state in (READY, REFUSED, PREPARED) and st.button(
            "Revoir la correspondance", key="depot_revoir", width="stretch"
        ):
            _reopen(found)
        if found.state == PREPARED and st.button("Contrôler de nouveau", key="depot_recontroler", width="stretch"):
            check(found.id)
        if not found.over:
            st.caption("Retirer ce dépôt efface ses fichiers ; ce qui est affiché ne change pas.")
            if st.button("Retirer ce dépôt", key="depot_retrait", width="stretch"):
                withdrawn(session.config(), found.id)
                leave()
                st.rerun()


def _reopen(found: Deposit) -> None:
    keep(found, mapping(found), False)
    st.rerun()


def _said_since() -> None:
    """What an earlier run had to say before it changed the screen."""
    persons = st.session_state.pop(AFTERWARDS, ())
    if persons:
        st.error("Ce dépôt désigne des personnes : il a été effacé.\n\n" + "\n".join(f"- {one}" for one in persons))
    for sentence in st.session_state.pop(ERRORS, ()):
        st.error(sentence)
