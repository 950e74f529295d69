"""What a page lacks: which tables to bring, what each would open, where to bring them; and which are late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import streamlit as st

from exports.templates import workbook
from geodata.levels import FRANCE
from indicators.catalogue import Indicator, catalogue
from indicators.opening import lacking, listed, missing
from ui import session
from ui.downloads import TYPES
from warehouse.dictionary import table
from warehouse.edition import Edition
from warehouse.freshness import OLD, TOO_OLD, age_state

MARK = "synthetique"  # added by the observatory itself


def tables_lacking(edition: Edition, indicator: Indicator) -> str:
    """« Prescriptions », « Présences »: the tables of the département without which it has no figure; "" if held."""
    return quoted(missing(edition, indicator.tables))


def quoted(names: Iterable[str]) -> str:
    """Labels of these tables, each between guillemets."""
    return ", ".join(f"« {table(name).label} »" for name in names)


def late(edition: Edition, page: str) -> None:
    """Which tables under the figures of the page are older than their rhythm allows, and of which day."""
    if told := ", ".join(_late(edition, page, date.today())):
        st.caption(f"**Données en retard** : {told}. La situation peut avoir changé depuis.")


def _late(edition: Edition, page: str, today: date) -> list[str]:
    loads = edition.table("chargements")
    used = {name for one in catalogue().values() if one.page == page for name in one.tables}
    found = []
    for name, rows in loads[loads["table"].isin(used) & ~loads["synthetique"].astype("bool")].groupby("table"):
        declared, days = table(name), rows["date_donnees"].dropna()
        when = days.max().date() if len(days) else None
        if declared.rhythm and age_state(declared.rhythm, when, today) in (OLD, TOO_OLD):
            aged = (today - when).days
            found.append(f"« {declared.label} », situation au {when:%d/%m/%Y} ({aged} jours)")
    return found


def needed(edition: Edition, page: str) -> None:
    """Each table to bring for what the page cannot show, the indicators it would open, then where to bring it."""
    steps = lacking(edition, [one for one in catalogue().values() if one.page == page])
    if not steps:
        return
    absent = [name for names, _ in steps for name in names]
    for names, opened in steps:
        st.info(_step(names, opened))
    with st.expander("Colonnes attendues"):
        for name in absent:
            st.caption(f"**{table(name).label}** (une ligne : {table(name).grain}) : {_columns(name)}.")
    _ways(edition, tuple(absent), page)


def _step(names: tuple[str, ...], opened: list[Indicator]) -> str:
    would = "Ces tables ouvriraient" if len(names) > 1 else "Cette table ouvrirait"
    labels = listed(one.libelle for one in opened)
    return f"Données non fournies : {quoted(names)}. {would} : {labels[:1].lower()}{labels[1:]}."


def _columns(name: str) -> str:
    return ", ".join(column.label for column in table(name).columns if column.required and column.name != MARK)


def _ways(edition: Edition, names: tuple[str, ...], page: str) -> None:
    """The template of these very tables, and the page where they are brought for who may."""
    if edition.departement == FRANCE:
        st.caption("Une édition de la France entière n’a pas de tables de département.")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Télécharger le modèle de ces tables (Excel)", lambda: workbook(edition.departement, names),
            f"modele_{page}_{edition.departement}.xlsx", TYPES["xlsx"], key=f"modele_{page}", on_click="ignore",
        )  # fmt: skip
        if session.config().admin:
            st.page_link("pages/deposer.py", label="Déposer ces données")
        else:
            st.caption("Le dépôt est réservé à l’administration de l’observatoire.")
