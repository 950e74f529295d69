"""Empty states: why there is nothing, and what would fill it."""

from __future__ import annotations

import streamlit as st

from geodata.names import edition_name
from ui import session
from warehouse.dictionary import table
from warehouse.edition import Edition

MARK = "synthetique"  # added by the observatory itself


def no_edition() -> None:
    """Before the first publication."""
    st.title("Observatoire de l’insertion")
    st.info(
        f"Aucune édition n’est encore publiée ({edition_name(session.config().departement)}). "
        "Lancez « python3 manage.py publish », puis rechargez cette page."
    )


def provided(edition: Edition, *tables: str) -> bool:
    """True when these tables were loaded; else say which are missing and which columns they need."""
    lacking = [name for name in tables if not edition.has(name)]
    for name in lacking:
        declared = table(name)
        needed = ", ".join(column.label for column in declared.columns if column.required and column.name != MARK)
        st.info(
            f"Données non fournies : « {declared.label} ». Cette table ouvrirait ce qui manque ici ; une ligne y est "
            f"{declared.grain}. Colonnes attendues : {needed}."
        )
    return not lacking
