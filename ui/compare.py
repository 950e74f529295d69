"""« Comparer »: a territory beside what holds it and beside others like it. Nothing is computed before it is opened."""

from __future__ import annotations

import streamlit as st

from disclosure import figures
from disclosure.peering import Peering, is_comparable
from disclosure.words import pairs as parts_of
from exports.roles import shades_told
from geodata.levels import LEVELS
from indicators.catalogue import indicator
from indicators.families import Family
from indicators.wording import number
from ui import filters
from ui.charts import chart
from ui.dates import PERIOD
from ui.downloads import downloads
from ui.filters import PEERS, Choice
from ui.notes import notes
from ui.tables import table

CODE = "comparer"  # in the URL: the indicator of an open section
TOGGLE, PICKED, FAMILY = "w_comparer_ouvert", "w_pairs", "w_comparer_famille"
MOST = 10


@st.fragment
def compare(choice: Choice, families: tuple[Family, ...], modalite: str = "") -> None:
    """The section of a page. families: its indicators; modalite: kept for those that have its dimension."""
    st.session_state[TOGGLE] = CODE in st.query_params
    st.toggle("Comparer à d’autres territoires", key=TOGGLE, on_change=lambda: _toggled(families[0].codes[0]))
    if CODE in st.query_params:
        _opened(choice, families, modalite)


def _opened(choice: Choice, families: tuple[Family, ...], modalite: str) -> None:
    left, right = st.columns([2, 3])
    with left:
        code = _indicator(choice, families)
    niveau, territoire = choice.place_for(code)
    edition = choice.edition
    beside = figures.peering(edition, code, niveau, territoire)
    with right:
        chosen = _peers(choice, beside, (niveau, territoire))
    if niveau != choice.place[0]:
        st.caption(
            f"Cet indicateur n’est pas publié au niveau « {LEVELS[choice.niveau].label} » : "
            f"la comparaison porte sur {figures.named(edition, niveau).get(territoire, territoire)}."
        )
    period = st.query_params.get(PERIOD, "")
    period = period if period in figures.periods(edition, code, niveau) else ""
    within = modalite if set(parts_of(modalite)) <= set(indicator(code).dimensions) else ""
    compared = figures.comparison(edition, code, niveau, territoire, period, within, chosen)
    st.subheader(compared.titre, anchor=False)
    chart(edition, compared, "barres", "comparer_graphique")
    st.caption(f"Unité : {compared.indicator.unite}. {shades_told(compared)}")
    table(edition, compared)
    notes(compared)
    downloads(edition, compared, "comparer_dl", "barres")


def _indicator(choice: Choice, families: tuple[Family, ...]) -> str:
    """The indicator of the URL, chosen in two short lists: a family, then what it holds that has something beside."""
    held = {family: [code for code in family.codes if is_comparable(choice.edition, code)] for family in families}
    held = {family: codes for family, codes in held.items() if codes}
    asked = st.query_params.get(CODE)
    own = next((family for family, codes in held.items() if asked in codes), next(iter(held)))
    if len(held) > 1:
        st.session_state[FAMILY] = own
        st.selectbox(
            "Famille d’indicateurs",
            list(held),
            format_func=lambda family: family.titre,
            key=FAMILY,
            on_change=lambda: _moved(held[st.session_state[FAMILY]][0]),
        )
    code = filters.option(CODE, "Indicateur à comparer", {c: indicator(c).libelle for c in held[own]}, drops=(PEERS,))
    alone = [indicator(c).libelle for c in own.codes if c not in held[own]]
    if alone:
        st.caption(f"Rien à mettre à côté : {' ; '.join(alone)} (publié à un seul niveau, ou données non fournies).")
    return code


def _moved(code: str) -> None:
    st.query_params[CODE] = code
    filters.forget(PEERS)


def _peers(choice: Choice, beside: Peering, own: tuple[str, str]) -> tuple[str, ...] | None:
    """The territories to compare with, from the URL; None for those proposed. What is not one is told and left out."""
    offered = dict(figures.offered(choice.edition, beside.niveau))
    if beside.niveau == own[0]:
        offered.pop(own[1], None)
    asked = st.query_params.get(PEERS)
    codes = [code for code in dict.fromkeys((asked or "").split(",")) if code]
    wrong = [code for code in codes if code not in offered]
    known = tuple(code for code in codes if code in offered)[:MOST]
    proposed = asked is None or (wrong and not known)
    st.session_state[PICKED] = list(beside.codes if proposed else known)
    st.multiselect(
        f"Comparer à ces {LEVELS[beside.niveau].within}",
        list(offered),
        format_func=lambda code: offered.get(code, code),
        key=PICKED,
        on_change=_picked,
        max_selections=max(MOST, len(beside.codes)),
        placeholder="Choisir des territoires",
    )
    if wrong:
        said = ", ".join(f"« {code} »" for code in wrong)
        instead = " : voici les territoires proposés" if proposed else " : le reste est gardé"
        st.warning(f"Pas de territoire {said} à comparer parmi les {LEVELS[beside.niveau].within}{instead}.")
    if proposed:
        st.caption(_why(beside, offered))
        return None
    st.button("Revenir aux territoires proches", on_click=lambda: st.query_params.pop(PEERS, None), type="tertiary")
    return known


def _why(beside: Peering, offered: dict[str, str]) -> str:
    """Why these territories, and how far each is."""
    if not beside.distances:
        return beside.reason
    near = zip(beside.codes, beside.distances, strict=True)
    told = ", ".join(f"{offered[code]} ({number(away, 2)})" for code, away in near)
    return f"{beside.reason} Distance, en écarts types : {told}."


def _toggled(first: str) -> None:
    if st.session_state[TOGGLE]:
        st.query_params[CODE] = first
    else:
        filters.forget(CODE, PEERS)


def _picked() -> None:
    st.query_params[PEERS] = ",".join(st.session_state[PICKED])
