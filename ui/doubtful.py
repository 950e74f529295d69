"""Places of the offer nobody may be sure of: a map, a list, and a person who says which commune each is."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from geodata.communes import listed
from geodata.geocoding import located
from geodata.levels import FRANCE
from indicators.wording import number
from ui.doubtful_map import doubtful_map

HEIGHT = 460
AT_ONCE = 20
NONE = "Aucun de ces lieux : je saisirai la commune"
LINES = 6  # lines told


def doubtful_places(doubtful: pd.DataFrame, key: str, departement: str = FRANCE) -> dict[str, str]:
    """Show the places of `doubtful` (`etl.geocoding.geocoded`), return those confirmed: key of the place → commune.

    key: distinguishes this use of the widgets, and keeps what was confirmed as long as the visit lasts. departement:
    where a commune that a person types is looked for first.
    """
    confirmed: dict[str, str] = st.session_state.setdefault(f"{key}_confirmes", {})
    distinct = doubtful.drop_duplicates("cle")
    left = distinct[~distinct["cle"].isin(list(confirmed))].reset_index(drop=True)
    if len(left):
        _page(left.assign(numero=range(1, len(left) + 1)), key, departement, confirmed)
    if confirmed:
        _done(confirmed, len(left), key)
    return dict(confirmed)


def _page(left: pd.DataFrame, key: str, departement: str, confirmed: dict[str, str]) -> None:
    several = len(left) > 1
    st.markdown(
        f"**{number(len(left))} {'lieux sont à confirmer' if several else 'lieu est à confirmer'}.** "
        "Chaque ligne garde sa commune vide tant que vous ne l’avez pas dite."
    )
    shown = _shown(left, key)
    chosen: dict[str, str] = {}
    if shown["candidats"].map(len).any():
        seen, asked = st.columns([2, 3], gap="medium")
        with seen:
            st.iframe(doubtful_map(shown), height=HEIGHT)
            st.caption(
                "Les numéros sont ceux de la liste : sur fond bleu la commune proposée, sur fond blanc les autres "
                "possibilités."
            )
    else:
        asked = st.container()
    with asked:
        for row in shown.to_dict("records"):
            if code := _place(row, key, departement):
                chosen[row["cle"]] = code
        _confirm(chosen, len(shown), key, confirmed)


def _shown(left: pd.DataFrame, key: str) -> pd.DataFrame:
    """A part of the list when it is long: only what was seen is confirmed."""
    if len(left) <= AT_ONCE:
        return left
    parts = range(0, len(left), AT_ONCE)
    start = st.selectbox(
        "Lieux affichés", parts, key=f"{key}_partie",
        format_func=lambda first: f"{first + 1} à {min(first + AT_ONCE, len(left))} sur {len(left)}",
    )  # fmt: skip
    return left.iloc[(start or 0) : (start or 0) + AT_ONCE]


def _place(row: dict, key: str, departement: str) -> str:
    """One place: what was read, why it is doubtful, and the commune chosen, "" for none."""
    st.html(_told(row))
    names = {one["code"]: _named(one["nom"], one["code"]) for one in row["candidats"]}
    name = f"{key}_{row['cle']}"
    label = f"Commune du lieu {row['numero']}"
    choice = ""
    if names:
        choice = st.selectbox(
            label, [*names, ""], key=name, format_func=lambda code: names.get(code, NONE), label_visibility="collapsed"
        )
    return choice or _searched(row, name, departement)


def _searched(row: dict, name: str, departement: str) -> str:
    """A commune a person types, by its name or its postal code, among those that answer to it."""
    typed = st.text_input(
        f"Chercher la commune du lieu {row['numero']}", key=f"{name}_saisie",
        placeholder="Nom ou code postal de la commune",
    )  # fmt: skip
    if not typed.strip():
        return ""
    found = located(pd.DataFrame({"nom_commune": [typed]}), departement).iloc[0]
    towns = listed().set_index("code")
    names = {code: _named(towns.at[code, "nom"], code) for code in found["candidats"].split("|") if code}
    if not names:
        st.caption("Aucune commune ne répond à ce nom ni à ce code postal. Vérifiez l’orthographe, ou essayez l’autre.")
        return ""
    return st.selectbox(
        f"Commune trouvée pour le lieu {row['numero']}", list(names), key=f"{name}_trouvee", format_func=names.get
    )


def _told(row: dict) -> str:
    """The place as it was read, escaped: it comes from a file."""
    said = " ".join(part for part in (row["code_postal"], row["nom_commune"]) if part) or row["adresse"]
    street = row["adresse"] if row["adresse"] and said != row["adresse"] else ""
    where = " · ".join(part for part in (street, _lines(row["lignes"], row["feuille"])) if part)
    raison = row["raison"][:1].upper() + row["raison"][1:]
    return (
        f'<div class="obs-place"><b>{row["numero"]}. « {html.escape(said)} »</b> '
        f'<span class="obs-quiet">{html.escape(where)}</span><br>{html.escape(raison)}.</div>'
    )


def _lines(lines: tuple[int, ...], feuille: str) -> str:
    more = len(lines) - LINES
    numbers = ", ".join(map(str, lines[:LINES])) + (f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else "")
    sheet = f", feuille « {feuille} »" if feuille else ""
    return f"{'ligne' if len(lines) == 1 else 'lignes'} {numbers}{sheet}"


def _named(nom: str, code: str) -> str:
    return f"{nom} ({code})"


def _confirm(chosen: dict[str, str], shown: int, key: str, confirmed: dict[str, str]) -> None:
    count = len(chosen)
    label = "Confirmer la proposition" if count == 1 else f"Confirmer les {count} propositions"
    if st.button(label, key=f"{key}_confirmer", type="primary", disabled=not count):
        confirmed.update(chosen)
        st.rerun()
    if count < shown:
        without = shown - count
        st.caption(f"{without} {'lieu reste' if without == 1 else 'lieux restent'} sans commune choisie.")


def _done(confirmed: dict[str, str], left: int, key: str) -> None:
    count = len(confirmed)
    said = "1 lieu est confirmé." if count == 1 else f"{count} lieux sont confirmés."
    st.success(said if left else f"{said} Aucun lieu n’est plus à confirmer.")
    if st.button("Revenir sur ces choix", key=f"{key}_revenir"):
        confirmed.clear()
        st.rerun()
