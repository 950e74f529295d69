"""The choice of a level and a territory: the same on all pages, kept in the URL, shared by a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from disclosure import figures
from geodata import names
from geodata.levels import LEVELS
from indicators.catalogue import indicator
from warehouse.edition import Edition

DEFAULT_LEVEL = {"departement": "epci", "france": "departement"}  # by the level of the whole
PEERS = "pairs"  # in the URL: the territories chosen to compare with
WHOLE = ""  # the département itself, or France
# Where to look, in this order, when an indicator is not published at the level chosen.
NEAREST = ("epci", "territoire_action_sociale", "bassin_bmo", "zone_emploi", "commune", "departement", "region")


@dataclass(frozen=True)
class Choice:
    """What the person looks at: a level for maps and one territory of it, "" for the whole edition."""

    edition: Edition
    niveau: str
    territoire: str

    @property
    def name(self) -> str:
        """Name of the territory looked at."""
        niveau, code = self.place
        return figures.named(self.edition, niveau).get(code, code)

    @property
    def place(self) -> tuple[str, str]:
        """(level, code) of the territory looked at."""
        if self.territoire == WHOLE:
            return self.edition.whole
        return self.niveau, self.territoire

    def level_for(self, code: str) -> str:
        """The level to map an indicator at: the one chosen, else the nearest that is drawn, else the one chosen."""
        levels = [level for level in figures.levels(self.edition) if level in indicator(code).niveaux]
        return self.niveau if self.niveau in levels else next((n for n in NEAREST if n in levels), self.niveau)

    def first_known(self, *codes: str) -> str:
        """The first of these indicators that has a figure in the edition, else the first of all."""
        known = (code for code in codes if figures.periods(self.edition, code, self.level_for(code)))
        return next(known, codes[0])

    def place_for(self, code: str) -> tuple[str, str]:
        """The territory to read an indicator for: the one chosen, else the whole edition."""
        if self.place[0] in indicator(code).niveaux:
            return self.place
        return self.edition.whole


def territory_filter(edition: Edition) -> Choice:
    """Two selectors, filled from the URL; a code the edition ignores is told and left out."""
    levels = [level for level in figures.levels(edition) if level != edition.whole[0]]
    default = _default(edition, levels)
    niveau = _kept("niveau", default)
    if niveau not in levels:
        st.warning(f"Le niveau « {niveau} » de l’adresse n’est pas proposé ici ; voici les {LEVELS[default].within}.")
        niveau = default
    named = dict(figures.territories(edition, niveau))
    territoire = _kept("territoire", WHOLE)
    if territoire and territoire not in named:
        st.warning(
            f"Le territoire « {territoire} » n’existe pas au niveau « {LEVELS[niveau].label} » : "
            f"voici {names.the_whole(edition.departement)} en entier."
        )
        territoire = WHOLE
    _widgets(edition, levels, niveau, named, territoire)
    remember(niveau=niveau, territoire=territoire)
    return Choice(edition, niveau, territoire)


def remember(**chosen: str) -> None:
    """Keep choices for the other pages and write them in the URL; an empty one is taken out of it."""
    for key, value in chosen.items():
        st.session_state[f"kept_{key}"] = value
        if value:
            if st.query_params.get(key) != value:
                st.query_params[key] = value
        else:
            forget(key)


def move(niveau: str, territoire: str) -> None:
    """Look at another territory: what it was compared with says nothing of the new one."""
    remember(niveau=niveau, territoire=territoire)
    forget(PEERS)


def forget(*keys: str) -> None:
    """Take these choices out of the URL."""
    for key in keys:
        if key in st.query_params:
            del st.query_params[key]


def row() -> DeltaGenerator:
    """Where the selectors of a page stand side by side, one under another on a phone."""
    return st.container(horizontal=True, key="choix")


def mapped_indicator(codes: Sequence[str], default: str = "") -> str:
    """The indicator drawn on the map of a page, among these codes."""
    return option("indicateur", "Indicateur de la carte", {code: indicator(code).libelle for code in codes}, default)


def option(key: str, label: str, options: dict[str, str], default: str = "", drops: tuple[str, ...] = ()) -> str:
    """A selector of a page, kept in the URL under `key`; the first option is the default.

    drops: other choices that a change of this one takes out of the URL.
    """
    codes = list(options)
    fallback = default if default in codes else codes[0]
    value = st.query_params.get(key, fallback)
    value = value if value in codes else fallback
    st.session_state[f"w_{key}"] = value

    def changed() -> None:
        st.query_params[key] = st.session_state[f"w_{key}"]
        forget(*drops)

    return st.selectbox(label, codes, format_func=options.__getitem__, key=f"w_{key}", on_change=changed)


def _default(edition: Edition, levels: list[str]) -> str:
    """The usual level of the edition; where it holds one territory (Paris), the first that holds several."""
    usual = DEFAULT_LEVEL[edition.whole[0]]
    several = [level for level in (usual, *levels) if level in levels and len(figures.territories(edition, level)) > 1]
    return several[0] if several else levels[0]


def _kept(key: str, default: str) -> str:
    return st.query_params.get(key, st.session_state.get(f"kept_{key}", default))


def _widgets(edition: Edition, levels: list[str], niveau: str, named: dict[str, str], territoire: str) -> None:
    st.session_state["w_niveau"], st.session_state["w_territoire"] = niveau, territoire
    whole, entire = figures.whole_name(edition), names.entire(edition.departement)
    labels = {WHOLE: whole if whole == entire else f"{whole} ({entire})", **named}
    left, right = st.columns(2)
    left.selectbox(
        "Niveau territorial", levels, format_func=lambda code: LEVELS[code].plural, key="w_niveau",
        on_change=lambda: move(st.session_state["w_niveau"], WHOLE),
    )  # fmt: skip
    right.selectbox(
        "Territoire", list(labels), format_func=lambda code: labels.get(code, code), key="w_territoire",
        on_change=lambda: move(niveau, st.session_state["w_territoire"]),
    )  # fmt: skip
