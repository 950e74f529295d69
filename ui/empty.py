"""Before the first publication: why there is nothing, and what would fill it."""

from __future__ import annotations

import streamlit as st

from geodata.names import edition_name
from ui import session


def no_edition() -> None:
    """Before the first publication."""
    st.title("Observatoire de l’insertion")
    st.info(
        f"Aucune édition n’est encore publiée ({edition_name(session.config().departement)}). "
        "Lancez « python3 manage.py publish », puis rechargez cette page."
    )
