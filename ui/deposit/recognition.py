"""Second step: what their sheets, columns and words are. Proposed by the machine, confirmed by a person."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from etl.deposits import entry, erasure, reading
from etl.deposits.deposit import Deposit, DepositRefused
from etl.deposits.placing import confirm_places, placed
from etl.spreadsheets.answering import accepted, answered, ready
from etl.spreadsheets.asking import LABEL, Question, questions
from etl.spreadsheets.block import Block
from etl.spreadsheets.mapping import Mapping
from etl.spreadsheets.translation import Notice
from indicators.wording import number
from ui import session
from ui.deposit import state
from ui.deposit.columns import columns
from ui.deposit.subjects import short, subject
from ui.doubtful import doubtful_places
from warehouse.dictionary import table

SURE = 0.9
AT_ONCE = 12  # questions on one screen
CHOOSE = "À choisir"
EMPTY = ""


def recognition(found: Deposit) -> None:
    """Questions first, one answer each; then every column, for who wants to look."""
    blocks, mapping = state.blocks(found), state.mapping(found)
    asked = questions(blocks, mapping)
    blocking = [one for one in asked if one.blocking]
    _told(blocks, mapping, len(blocking))
    if blocking:
        _ask(found, blocks, mapping, blocking)
    else:
        st.success("Tout est reconnu. Vous pouvez vérifier les colonnes ci-dessous, puis passer au contrôle.")
        notices = _places(found)
        _go_on(found, mapping)
        _noticed(notices)
    st.subheader("Les colonnes de vos feuilles", anchor=False)
    for block in blocks:
        columns(found, block, mapping)
    _only_told([one for one in asked if not one.blocking])


def _told(blocks: list[Block], mapping: Mapping, left: int) -> None:
    """One line a sheet: how many rows, and what they become."""
    lines = []
    for block in blocks:
        sheet = mapping.sheet(block.feuille)
        becomes = ", ".join(f"« {table(name).label} »" for name in sheet.tables) if sheet else ""
        rows = number(len(block.frame)) + (" lignes" if len(block.frame) > 1 else " ligne")
        where = f"Feuille « {block.feuille} »" if block.feuille else f"Fichier « {block.fichier} »"
        lines.append(f"- {where}, {rows} : {becomes or 'laissée de côté'}")
    st.markdown("\n".join(lines))
    for sentence in dict.fromkeys(remark for block in blocks for remark in block.remarks):
        st.caption(sentence)
    if left:
        several = left > 1
        st.info(f"{left} question{'s' if several else ''} avant le contrôle. Chaque réponse est retenue pour la suite.")


def _ask(found: Deposit, blocks: list[Block], mapping: Mapping, asked: list[Question]) -> None:
    """A form with the first questions, those of one subject together; suggestions are filled in already."""
    _accept(found, blocks, mapping, ready(asked), len(asked))
    with st.form("depot_questions", border=False):
        answers = []
        for heading, group in groupby(sorted(asked[:AT_ONCE], key=subject), subject):
            st.markdown(f"**{heading}**" if heading else "")
            cells = st.columns(2, gap="medium")
            for place, one in enumerate(group):
                with cells[place % 2]:
                    answers.append((one, _answer(one, len(answers))))
        if len(asked) > AT_ONCE:
            st.caption(f"Les {AT_ONCE} premières questions sur {len(asked)} ; les suivantes viennent après.")
        if st.form_submit_button("Enregistrer les réponses", type="primary"):
            for one, value in answers:
                if value is not None:
                    mapping = answered(mapping, one, value)
            state.keep(found, mapping, False)
            st.rerun()


def _accept(found: Deposit, blocks: list[Block], mapping: Mapping, sure: list[Question], every: int) -> None:
    """One button for every answer that is proposed, and what it does."""
    if len(sure) < 2:
        return
    if st.button(f"Accepter les {len(sure)} propositions", key="depot_accepter"):
        state.keep(found, accepted(blocks, mapping), False)
        st.rerun()
    left = every - len(sure)
    rest = f" ; il en restera {left} à choisir" if left else ""
    st.caption(
        f"Donne à {len(sure)} questions la réponse déjà proposée ci-dessous{rest}. Vous pourrez encore changer d’avis "
        "dans « Les colonnes de vos feuilles »."
    )


def _answer(asked: Question, place: int) -> str | None:
    """The widget of one question; None while nothing is chosen."""
    key = f"depot_q_{asked.feuille}_{asked.target}_{asked.header}_{asked.label}_{place}"
    if not asked.choices:
        said = st.text_input(short(asked), asked.suggestion or "", key=key)
        return said.strip() or None
    labels = {choice.value: choice.label for choice in asked.choices}
    if asked.kind == LABEL and EMPTY not in labels:
        labels[EMPTY] = "Laisser vide"
    values = list(labels)
    index = values.index(asked.suggestion) if asked.suggestion in labels else None
    return st.selectbox(short(asked), values, index, format_func=labels.get, placeholder=CHOOSE, key=key)


def _places(found: Deposit) -> tuple[Notice, ...]:
    """Places nobody may be sure of, on a map, for a person to say; nothing when all are known."""
    key = ("depot_lieux", found.id, len(found.history))
    if key not in st.session_state:
        with st.spinner("Recherche des communes…"):
            tables, notices = reading.translated(found)
            st.session_state[key] = (placed(session.config(), tables)[1], notices)
    doubtful, notices = st.session_state[key]
    if len(doubtful):
        chosen = doubtful_places(doubtful, f"depot_lieux_{found.id}", session.config().departement)
        if chosen:
            try:
                confirm_places(session.config(), chosen)
            except DepositRefused as refused:
                st.error(str(refused))
    return notices


def _noticed(notices: tuple[Notice, ...]) -> None:
    """How their rows became ours, where it is not plain."""
    if notices:
        with st.expander(f"Ce que l’observatoire a fait de vos lignes ({len(notices)})"):
            st.markdown("\n".join(f"- {one.phrase}" for one in notices))


def _go_on(found: Deposit, mapping: Mapping) -> None:
    if not st.button("Passer au contrôle", type="primary", key="depot_suite"):
        return
    try:
        entry.closed(state.blocks(found), mapping)
        state.keep(found, mapping, True)
    except entry.PersonsFound as persons:
        erasure.erase(session.config(), found.id)
        state.leave()
        st.session_state["depot_personnes_apres"] = [finding.phrase for finding in persons.findings]
    except DepositRefused as refused:
        st.error(str(refused))
        return
    st.rerun()


def _only_told(told: list[Question]) -> None:
    if not told:
        return
    with st.expander(f"À savoir ({len(told)})"):
        st.markdown("\n".join(f"- {one.sentence}" for one in told))
