"""Three key figures with their comparison, said in words and not only in colour."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from disclosure import figures
from disclosure.exhibit import Exhibit
from geodata import names
from indicators.gaps import UNCERTAIN, is_uncertain, moved
from indicators.series import breaks_between
from indicators.wording import period_words, shown, state, when
from ui.filters import Choice
from ui.needed import tables_lacking


@dataclass(frozen=True)
class Key:
    """One indicator to show large. modalite: "" for the whole; label: words instead of the indicator's own."""

    code: str
    modalite: str = ""
    label: str = ""


def figure(choice: Choice, key: Key, periode: str = "") -> Exhibit:
    """The figure of the territory looked at, or of the whole edition where it is not published."""
    niveau, territoire = choice.place_for(key.code)
    return figures.one(choice.edition, key.code, niveau, territoire, periode, key.modalite)


def key_figures(choice: Choice, keys: tuple[Key, ...], periode: str = "") -> None:
    """A row of cards: label, figure, period and comparison."""
    looked_at = (choice.niveau, choice.territoire)
    cards = "".join(
        choice.edition.remember(
            ("card", key, periode, looked_at), lambda key=key: _card(choice, key, figure(choice, key, periode))
        )
        for key in keys
    )
    st.html(f'<div class="obs-keys">{cards}</div>')


def comparison(choice: Choice, exhibit: Exhibit) -> str:
    """Against the whole edition when a smaller territory is looked at, else against the period before."""
    row = exhibit.frame.iloc[0]
    if pd.isna(row["valeur"]):
        return ""
    if exhibit.niveau != choice.edition.whole[0] and exhibit.indicator.nature != "effectif":
        return _beside(choice, exhibit, row["valeur"])
    if exhibit.niveau != choice.edition.whole[0]:
        return _part(choice, exhibit, row["valeur"])
    return _since(choice, exhibit, row["valeur"])


def _beside(choice: Choice, exhibit: Exhibit, value: float) -> str:
    whole = _whole(choice, exhibit)
    if whole is None:
        return ""
    told, the_whole = shown(exhibit.indicator, whole), names.the_whole(choice.edition.departement)
    if is_uncertain(exhibit.indicator, exhibit.frame.iloc[0], whole):
        return f"{UNCERTAIN} avec {the_whole} ({told})"
    way = moved(exhibit.indicator, value - whole["valeur"])
    return f"{way} que {the_whole} ({told})" if way else f"comme {the_whole} ({told})"


def _part(choice: Choice, exhibit: Exhibit, value: float) -> str:
    whole = _whole(choice, exhibit)
    if whole is None or not whole["valeur"]:
        return ""
    return f"soit {round(100 * value / whole['valeur'])} % {names.of_the_whole(choice.edition.departement)}"


def _since(choice: Choice, exhibit: Exhibit, value: float) -> str:
    code, edition = exhibit.indicator.code, choice.edition
    series = figures.over_time(edition, code, exhibit.niveau, exhibit.territoire, exhibit.modalite).frame
    before = series[(series["cle"] < exhibit.periode) & series["valeur"].notna()]
    if before.empty:
        return ""
    last = before.iloc[-1]
    if broken := breaks_between(code, last["cle"], exhibit.periode):
        return f"non comparable avec {period_words(last['cle'])} : rupture de série en {broken[-1].first}"
    way, told = moved(exhibit.indicator, value - last["valeur"]), shown(exhibit.indicator, last.to_dict())
    if is_uncertain(exhibit.indicator, exhibit.frame.iloc[0], last):
        return f"{UNCERTAIN} depuis {period_words(last['cle'])} ({told})"
    if not way:
        return f"stable depuis {period_words(last['cle'])} ({told})"
    return f"{way} qu’{when(last['cle'])} ({told})"


def _whole(choice: Choice, exhibit: Exhibit) -> dict | None:
    code = exhibit.indicator.code
    niveau, territoire = choice.edition.whole
    if niveau not in exhibit.indicator.niveaux:
        return None
    whole = figures.one(choice.edition, code, niveau, territoire, exhibit.periode, exhibit.modalite).frame.iloc[0]
    return None if pd.isna(whole["valeur"]) else whole.to_dict()


def _card(choice: Choice, key: Key, exhibit: Exhibit) -> str:
    row = exhibit.frame.iloc[0].to_dict()
    compared = comparison(choice, exhibit)
    entire = names.entire(choice.edition.departement)
    where = "" if exhibit.niveau == choice.place[0] else f"{entire[:1].upper()}{entire[1:]}"
    status = "" if row["statut"] == "fiable" else state(row["statut"])
    if row["statut"] == "non_disponible" and (lacking := tables_lacking(choice.edition, exhibit.indicator)):
        status = f"Données non fournies : {lacking}"
    when_told = " · ".join(part for part in (where, status, period_words(exhibit.periode)) if part)
    figure_told, _, unit = shown(exhibit.indicator, row).partition("\u00a0")
    lines = (
        ("obs-key-label", key.label or exhibit.indicator.libelle),
        ("obs-key-value", figure_told),
        ("obs-key-unit", unit),
        ("obs-key-when", when_told),
        ("obs-key-compared", compared[:1].upper() + compared[1:]),
    )
    inside = "".join(f'<div class="{name}">{html.escape(text)}</div>' for name, text in lines if text)
    return f'<div class="obs-key">{inside}</div>'
