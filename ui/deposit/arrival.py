"""First step: the template, the files, and the loads under way."""

from __future__ import annotations

from datetime import date

import streamlit as st

from etl.deposits import entry
from etl.deposits.deposit import OVER, STATES, DepositRefused
from etl.deposits.store import listed
from etl.persons.finding import Finding
from etl.spreadsheets import opening
from etl.spreadsheets.correcting import recognised
from etl.staging import SourceRefused
from exports.cleaned import without
from exports.templates import workbook
from geodata.levels import FRANCE
from ui import jobs, session
from ui.deposit.state import open_deposit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BEGIN = (
    "Pour commencer, cinq tables suffisent : les communes et leurs territoires, les structures, les actions, les "
    "sessions et les effectifs de bénéficiaires du RSA. Un tableau tenu à la main convient : la suite aide à le "
    "reconnaître."
)
FOUND = "depot_personnes"


def arrival() -> None:
    """Bring files, take the template, or go on with a load under way."""
    st.markdown(BEGIN)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _bring()
    with right:
        _template()
        _under_way()


def _bring() -> None:
    # No type: what cannot be read is then refused in French, with what to do.
    files = st.file_uploader(
        "Vos fichiers : Excel, LibreOffice ou CSV", accept_multiple_files=True, key="depot_fichiers"
    )
    first, second = st.columns(2)
    service = first.text_input(
        "Service qui dépose (jamais un nom de personne)", session.config().service, key="depot_service"
    )
    day = second.date_input(
        "Situation décrite par les données, au",
        date.today(),
        format="DD/MM/YYYY",
        max_value=date.today(),
        key="depot_jour",
    )
    if st.button("Lire les fichiers", type="primary", disabled=not files, key="depot_lire"):
        st.session_state.pop(FOUND, None)
        _enter({file.name: file.getvalue() for file in files}, service, day)
    if FOUND in st.session_state:
        _persons(files, service, day)


def _enter(files: dict[str, bytes], service: str, day: date) -> None:
    """Through the door, in memory; kept only when nothing in them names a person."""
    try:
        with st.spinner("Lecture des fichiers…"):
            corrected = _corrected(files)
            if corrected:
                found = [entry.correct(session.config(), corrected, *file, service) for file in files.items()][-1]
            else:
                found = entry.enter(session.config(), files, service, day)
    except entry.PersonsFound as persons:
        st.session_state[FOUND] = persons.findings
        return
    except SourceRefused as refused:
        st.error(refused.phrase)
        return
    except DepositRefused as refused:
        st.error(str(refused))
        return
    open_deposit(found.id)
    st.rerun()


def _corrected(files: dict[str, bytes]) -> str | None:
    """The deposit these files correct, when they are one of our correction workbooks come back."""
    for name, content in files.items():
        if name.lower().endswith(".xlsx") and (found := recognised(opening.grids(name, content))):
            return found
    return None


def _persons(files: list, service: str, day: date) -> None:
    """What names persons, and the way out when there is one."""
    findings: tuple[Finding, ...] = st.session_state[FOUND]
    st.error(
        "Rien n’a été gardé : ces fichiers contiennent des informations qui désignent des personnes.\n\n"
        + "\n".join(f"- {finding.phrase}" for finding in findings)
    )
    if not all(finding.removable for finding in findings):
        st.caption("Retirez ces informations du fichier, puis déposez-le de nouveau.")
    elif st.button(f"Retirer {_columns(len(findings))} et continuer", key="depot_retirer"):
        del st.session_state[FOUND]
        columns = {(finding.feuille, finding.header) for finding in findings}
        _enter({_renamed(file.name): without(_blocks(file), columns) for file in files}, service, day)


def _blocks(file) -> list:
    return opening.blocks(file.name, file.getvalue())


def _renamed(name: str) -> str:
    return name.rpartition(".")[0] + ".xlsx"


def _columns(count: int) -> str:
    return f"ces {count} colonnes" if count > 1 else "cette colonne"


def _template() -> None:
    departement = session.config().departement
    if departement == FRANCE:
        return
    st.download_button(
        "Télécharger le modèle (Excel)", lambda: workbook(departement), f"modele_observatoire_{departement}.xlsx", XLSX,
        key="depot_modele", on_click="ignore", width="stretch",
    )  # fmt: skip
    st.caption(
        "Une feuille par table, les listes de valeurs admises, vos communes déjà écrites et un exemple par feuille."
    )


def _under_way() -> None:
    waiting = [one for one in listed(session.config()) if one.state not in OVER]
    if not waiting:
        return
    st.subheader("Dépôts en cours", anchor=False)
    for one in waiting:
        names = ", ".join(file.nom for file in one.files)
        stands = "contrôle en cours" if jobs.under_way(one.id) else STATES[one.state]
        label = f"**{stands.capitalize()}** · {names} · {one.received:%d/%m/%Y %H:%M} · {one.service}"
        if st.button(label, key=f"depot_ouvrir_{one.id}", width="stretch"):
            open_deposit(one.id)
            st.rerun()
