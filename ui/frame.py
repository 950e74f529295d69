"""The same frame on every page: navigation, style, demonstration ribbon, edition banner, one title."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from config import ROOT
from disclosure import figures
from indicators.wording import typography
from ui import empty, session
from ui.filters import Choice, territory_filter
from warehouse.edition import Edition

HERE = Path(__file__).parent
STYLE = (HERE / "style.css").read_text(encoding="utf-8")
SCRIPTS = tuple((HERE / name).read_text(encoding="utf-8") for name in ("narrow.js", "print.js", "french.js"))


def open(pages: dict[str, str]) -> None:
    """Set the page up and run the one asked for. pages: title → file, the first is the default."""
    st.set_page_config(page_title="Observatoire de l’insertion", layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{STYLE}</style>")
    scripts = "".join(f'<script type="module">{script}</script>' for script in SCRIPTS)
    st.html(scripts, unsafe_allow_javascript=True)
    entries = [
        st.Page(str(ROOT / file), title=title, url_path=Path(file).stem, default=place == 0)
        for place, (title, file) in enumerate(pages.items())
    ]
    st.navigation(entries, position="top").run()


@contextmanager
def page(title: str) -> Iterator[Choice]:
    """Everything above a page's own content; stops there when no edition is served."""
    edition = session.edition()
    if edition is None:
        empty.no_edition()
        st.stop()
    banner(edition)
    head, filters = st.columns([2, 3], vertical_alignment="bottom")
    head.title(title, anchor=False)
    with filters:
        choice = territory_filter(edition)
    yield choice


@contextmanager
def plain_page(title: str) -> Iterator[None]:
    """A page that looks at no territory, is there before any edition is, and tells of loads itself."""
    edition = session.edition()
    if edition is not None:
        _shown(edition)
    st.title(title, anchor=False)
    yield


def banner(edition: Edition) -> None:
    """Which edition is shown, whether it is invented, and whether a later load was refused."""
    _shown(edition)
    refused = session.refused_since(edition)
    if refused:
        day = refused.published.strftime("%d/%m/%Y")
        why = " ".join(session.reasons(refused.number))
        st.warning(f"Le chargement du {day} a été refusé : l’édition {edition.number} reste affichée. {why}")


def _shown(edition: Edition) -> None:
    name = figures.whole_name(edition)
    mark = '<span class="obs-ribbon">Données de démonstration</span>' if edition.synthetic else ""
    day = edition.published.strftime("%d/%m/%Y")
    st.html(f'<div class="obs-banner"><span><b>{name}</b> · édition {edition.number} du {day}</span>{mark}</div>')


def answer(sentence: str) -> None:
    """The first line of a page: a sentence made from the figures of the territory."""
    st.html(f'<p class="obs-answer">{typography(sentence)}</p>')
