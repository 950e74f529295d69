"""Which deposit is on screen, and what the screen remembers of it: its tables are read once."""

from __future__ import annotations

import streamlit as st

from etl.deposits import changes, reading, store
from etl.deposits.deposit import (
    ABANDONED,
    PREPARED,
    PUBLISHED,
    READY,
    RECEIVED,
    REFUSED,
    TO_COMPLETE,
    Deposit,
    UnknownDeposit,
)
from etl.spreadsheets.block import Block
from etl.spreadsheets.mapping import Mapping
from ui import session

STEPS = ("Déposer", "Reconnaître", "Contrôler", "Comparer", "Publier")
AT = {None: 0, RECEIVED: 1, TO_COMPLETE: 1, READY: 2, REFUSED: 2, PREPARED: 3, PUBLISHED: 5, ABANDONED: 0}
ASKED = "depot"  # in the address of the page


def current() -> Deposit | None:
    """The deposit the address names; a wrong one is told and left out."""
    name = st.query_params.get(ASKED, "")
    if not name:
        return None
    try:
        return store.opened(session.config(), name)
    except UnknownDeposit:
        st.warning("Ce dépôt n’existe plus : il a été retiré, ou son adresse est incomplète.")
        leave()
        return None


def open_deposit(identifier: str) -> None:
    """Show that deposit from the next run on."""
    st.query_params[ASKED] = identifier


def leave() -> None:
    """Show none."""
    st.query_params.pop(ASKED, None)


def stepper(found: Deposit | None) -> None:
    """Where one stands, in words: « 2 Reconnaître » is the current step."""
    at = AT[found.state if found else None]
    marks = []
    for place, name in enumerate(STEPS):
        look = "now" if place == at else "done" if place < at else "next"
        current_step = ' aria-current="step"' if place == at else ""
        marks.append(f'<li class="obs-step obs-step-{look}"{current_step}><b>{place + 1}</b> {name}</li>')
    st.html(f'<ol class="obs-steps" aria-label="Étapes du dépôt">{"".join(marks)}</ol>')


def blocks(found: Deposit) -> list[Block]:
    """The tables of a deposit, its corrections laid over them."""
    key = ("depot_tables", found.id, len(found.corrections))
    if key not in st.session_state:
        with st.spinner("Lecture des fichiers…"):
            st.session_state[key] = reading.read(found)
    return st.session_state[key]


def mapping(found: Deposit) -> Mapping:
    """The mapping as it stands; the one proposed, the first time."""
    chosen = changes.mapping(found)
    if chosen is None:
        with st.spinner("Recherche des correspondances…"):
            proposal = reading.proposed(session.config(), found)
        st.session_state["depot_propose", found.id] = proposal
        chosen = proposal.mapping
        keep(found, chosen, False)
    return chosen


def keep(found: Deposit, chosen: Mapping, complete: bool) -> None:
    """Write the mapping down beside the deposit."""
    changes.keep_mapping(session.config(), found.id, chosen, complete)


def score(found: Deposit, feuille: str, header: str) -> float | None:
    """How sure the proposal was of a column, None when it was not proposed in this visit."""
    proposal = st.session_state.get(("depot_propose", found.id))
    return proposal.scores.get(feuille, {}).get(header) if proposal else None
