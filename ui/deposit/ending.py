"""Last steps: what the load changes in what is displayed, then one button that publishes it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from disclosure import words
from disclosure.moved import moved
from etl.deposits.deposit import Deposit, DepositRefused
from etl.release import put_in_service
from indicators.catalogue import indicator
from indicators.wording import number, period_words, shown, state
from ui import session
from ui.findings import table_label
from ui.tables import COUNTS, markup, sentences
from warehouse.dictionary import table
from warehouse.differences import changed_rows, rows
from warehouse.edition import Edition
from warehouse.statut import StaleEdition

SHOWN = 200
MOVED = ("Indicateur", "Période", "Affiché", "Après publication", "Différence")


def comparison(found: Deposit) -> None:
    """Rows added, removed, changed; then the figures of the département that move."""
    before, after = session.edition(), session.opened(found.edition)
    st.subheader("Ce que ce dépôt change", anchor=False)
    against = before.number if before else 0
    counted = after.remember(("rows", against), lambda: rows(before, after))
    head = {"ajoutees": "Ajoutées", "retirees": "Retirées", "modifiees": "Modifiées", "identiques": "Identiques"}
    told = pd.DataFrame({"Table": counted["table"].map(table_label)})
    for name, title in head.items():
        told[title] = [number(count) for count in counted[name]]
    if before is not None and before.synthetic and not after.synthetic:
        st.info("Vos tables remplacent toutes les données de démonstration : les lignes retirées sont inventées.")
    st.html(markup(told, "Lignes ajoutées, retirées et modifiées", COUNTS))
    _cells(before, after, counted)
    _figures(before, after)


def _cells(before: Edition | None, after: Edition, counted: pd.DataFrame) -> None:
    """Which cells change, table by table; never those of persons."""
    for name in counted.loc[counted["modifiees"] > 0, "table"]:
        if table(name).individual:
            continue
        with st.expander(f"Modifications : {table_label(name)}"):
            found = changed_rows(before, after, name)
            st.html(sentences(found.head(SHOWN).astype("str").rename(columns=str.capitalize), table_label(name)))


def _figures(before: Edition | None, after: Edition) -> None:
    told = after.remember(("moved", before.number if before else 0), lambda: moved(before, after))
    st.subheader("Les chiffres qui bougent", anchor=False)
    if told.empty:
        st.caption("Aucun chiffre du département ne change.")
        return
    several = len(told) > 1
    latest = _latest(told)
    rest = told.drop(latest.index)
    st.caption(
        f"{number(len(told))} chiffre{'s' if several else ''} du département change{'nt' if several else ''}"
        + (" ; d’abord le dernier de chaque indicateur." if len(rest) else ".")
    )
    st.html(markup(_worded(after, latest), "Chiffres qui bougent", COUNTS))
    if len(rest):
        with st.expander(f"Les autres périodes et le détail par catégorie ({number(len(rest))})"):
            if len(rest) > SHOWN:
                st.caption(f"Les {SHOWN} premiers.")
            st.html(markup(_worded(after, rest.head(SHOWN)), "Autres chiffres qui bougent", COUNTS))


def _latest(told: pd.DataFrame) -> pd.DataFrame:
    """One figure an indicator: its last period, as a whole where there is a whole."""
    order = told.assign(_part=told["modalite"] != "").sort_values(["_part", "periode"], ascending=[False, True])
    return told.loc[order.drop_duplicates("indicateur", keep="last").index.sort_values()]


def _worded(after: Edition, told: pd.DataFrame) -> pd.DataFrame:
    lines = []
    for row in told.to_dict("records"):
        chosen = indicator(row["indicateur"])
        name = chosen.libelle + (f" ({words.said(after, row['modalite'])})" if row["modalite"] else "")
        old, new = (_figure(chosen, row, side) for side in ("avant", "apres"))
        gap = "" if pd.isna(row["ecart"]) else _signed(row["ecart"], chosen.decimals)
        lines.append((name, period_words(row["periode"]), old, new, gap))
    return pd.DataFrame(lines, columns=list(MOVED))


def _figure(chosen, row: dict, side: str) -> str:
    value, status = row[side], row[f"statut_{side}"]
    if not status:
        return "absent"
    if pd.isna(value):
        return state(status)
    return shown(chosen, {"valeur": value, "statut": status, "denominateur": float("nan")})


def _signed(value: float, decimals: int) -> str:
    sign = "+" if value > 0 else ""
    return sign + number(value, max(decimals, 0))


def publication(found: Deposit) -> None:
    """One button; who has no right to it is told so."""
    st.subheader("Publier", anchor=False)
    st.markdown("Tous les lecteurs verront aussitôt ces chiffres. L’édition affichée aujourd’hui reste gardée.")
    if not st.button("Publier cette édition", type="primary", key="depot_publier"):
        return
    try:
        put_in_service(session.config(), found.id)
    except (DepositRefused, StaleEdition) as refused:
        st.error(str(refused))
        return
    st.rerun()


def done(found: Deposit) -> None:
    """It is published: where to see it, and how to come back."""
    st.success(f"L’édition {found.edition} est affichée. « Qualité des données » permet de revenir à la précédente.")
    st.page_link("pages/accueil.py", label="Voir le portrait du territoire")
    st.page_link("pages/qualite.py", label="Voir la qualité des données")
