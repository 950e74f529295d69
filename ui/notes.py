"""The lines that travel with every figure: Lecture, Champ, Note, Source, Édition."""

from __future__ import annotations

import html

import streamlit as st

from disclosure.exhibit import Exhibit


def notes(exhibit: Exhibit) -> None:
    """Printed small under the figure, in the order of official statistics."""
    st.html(_lines(exhibit))


def _lines(exhibit: Exhibit) -> str:
    lines = "".join(f"<p><b>{name}</b> : {html.escape(text)}</p>" for name, text in exhibit.mentions)
    mark = '<p class="obs-demo">Données de démonstration</p>' if exhibit.synthetique else ""
    return f'<div class="obs-notes">{mark}{lines}</div>'
