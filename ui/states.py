"""In what state each table of the département and each published source is: fresh, late, missing, invented."""

from __future__ import annotations

from collections import Counter
from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from indicators.wording import number
from ui.tables import framed_table
from warehouse.dictionary import tables, vocabulary
from warehouse.edition import Edition
from warehouse.freshness import ABSENT, FRESH, INVENTED, OLD, STATES, TOO_OLD, UNDATED, age_state, due_state

OWN = "departement"
ORDER = (TOO_OLD, OLD, UNDATED, ABSENT, INVENTED, FRESH)  # what needs attention first
DASH = "…"


def own_tables(edition: Edition, today: date) -> pd.DataFrame:
    """One row per table of the département: table, libelle, etat, date_donnees, date_chargement, recues, acceptees,
    ecartees, fichier."""
    loads = edition.table("chargements")
    return pd.DataFrame([_own(name, loads[loads["table"] == name], today) for name in tables() if _is_own(name)])


def _is_own(name: str) -> bool:
    return tables()[name].origin == OWN


def _own(name: str, loads: pd.DataFrame, today: date) -> dict:
    declared = tables()[name]
    days = loads["date_donnees"].dropna()
    when = days.max().date() if len(days) else None
    state = ABSENT if loads.empty else INVENTED if bool(loads["synthetique"].any()) else None
    counts = {count: int(loads[f"nb_{count}"].sum()) for count in ("recues", "acceptees", "ecartees")}
    return {
        "table": name,
        "libelle": declared.label,
        "etat": state or age_state(declared.rhythm, when, today),
        "date_donnees": when,
        "date_chargement": loads["date_chargement"].max() if len(loads) else None,
        "fichier": ", ".join(loads["fichier"].drop_duplicates()),
        **counts,
    }


def sources(edition: Edition, today: date) -> pd.DataFrame:
    """One row per published source: titre, editeur, etat, millesime (the latest), date_donnees, attendue_le, lignes."""
    rows = edition.table("sources")
    if "attendue_le" not in rows:
        rows = rows.assign(attendue_le=pd.NaT)
    return pd.DataFrame([_source(group, today) for _, group in rows.groupby("source", sort=False)])


def _source(group: pd.DataFrame, today: date) -> dict:
    dates = pd.to_datetime(group["date_donnees"])
    latest = group.loc[dates.idxmax()] if dates.notna().any() else group.iloc[-1]
    expected = pd.to_datetime(group["attendue_le"]).max()
    due = None if pd.isna(expected) else expected.date()
    absent = bool((group["lecture"] == "absente").all())
    state = ABSENT if absent else UNDATED if dates.isna().all() else due_state(due, today)
    return {
        "titre": latest["titre"],
        "editeur": latest["editeur"],
        "etat": state,
        "millesime": "" if absent else str(latest["millesime"]),
        "date_donnees": dates.max(),
        "attendue_le": due,
        "lecture": latest["lecture"],
        "lignes": int(group["nb_lignes"].sum()),
        "licence": latest["licence"],
    }


OWN_WORDS = {
    TOO_OLD: ("trop ancienne", "trop anciennes"),
    OLD: ("en retard", "en retard"),
    UNDATED: ("sans date", "sans date"),
    ABSENT: ("non fournie", "non fournies"),
    INVENTED: ("de démonstration", "de démonstration"),
    FRESH: ("à jour", "à jour"),
}


def told(counted: Counter) -> str:
    """ "4 en retard, 1 non fournie, 12 à jour": what needs attention first, agreeing in number."""
    return ", ".join(f"{counted[state]} {OWN_WORDS[state][counted[state] > 1]}" for state in ORDER if counted[state])


def summary(edition: Edition, today: date) -> str:
    """Two sentences: the tables of the département, then the published sources."""
    mine, published = own_tables(edition, today)["etat"], sources(edition, today)["etat"]
    if (mine == INVENTED).all():
        own = f"Les {len(mine)} tables du Département sont des données de démonstration."
    else:
        own = f"Sur {len(mine)} tables du Département : {told(Counter(mine))}."
    return f"{own} Sur {len(published)} sources publiques : {told(Counter(published))}."


def states(edition: Edition) -> None:
    """Both lists, what needs attention first."""
    today = date.today()
    mine, published = own_tables(edition, today), sources(edition, today)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Les tables du Département", anchor=False)
        st.caption(f"{len(mine)} tables : {told(Counter(mine['etat']))}.")
        st.html(_listed(("Table", "État", "Données du", "Acceptées", "Mises de côté"), _own_lines(mine), "Tables"))
    with right:
        st.subheader("Les sources publiques", anchor=False)
        st.caption(f"{len(published)} sources : {told(Counter(published['etat']))}.")
        heads = ("Source", "État", "Dernier millésime", "Suivant attendu")
        st.html(_listed(heads, _source_lines(published), "Sources publiques"))


def _own_lines(mine: pd.DataFrame) -> list[tuple[str, ...]]:
    return [
        (
            _named(row["libelle"], "" if row["etat"] == INVENTED else row["fichier"]),
            chip(row["etat"]),
            _day(row["date_donnees"]),
            DASH if row["etat"] == ABSENT else number(row["acceptees"]),
            DASH if row["etat"] == ABSENT else number(row["ecartees"]),
        )
        for row in _by_attention(mine)
    ]


def _source_lines(published: pd.DataFrame) -> list[tuple[str, ...]]:
    return [
        (
            _named(row["titre"], f"{row['editeur']} · {vocabulary('lecture')[row['lecture']].lower()}"),
            chip(row["etat"]),
            escape(row["millesime"]) or DASH,
            _day(row["attendue_le"]),
        )
        for row in _by_attention(published)
    ]


def _by_attention(rows: pd.DataFrame) -> list[dict]:
    return sorted(rows.to_dict("records"), key=lambda row: ORDER.index(row["etat"]))


def chip(state: str) -> str:
    """The state in a word, with a shape beside the colour."""
    return f'<span class="obs-state obs-{state.replace("_", "-")}">{STATES[state]}</span>'


def _named(label: str, detail: str) -> str:
    return f"{escape(label)}<small>{escape(detail)}</small>" if detail else escape(label)


def _day(when: date | None) -> str:
    return DASH if when is None or pd.isna(when) else f"{when:%d/%m/%Y}"


def _listed(heads: tuple[str, ...], lines: list[tuple[str, ...]], title: str) -> str:
    head = "".join(f"<th>{escape(name)}" for name in heads)
    rows = "".join("<tr><th>" + "<td>".join(line) for line in lines)
    return framed_table(head, rows, title, "obs-states")
