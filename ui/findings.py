"""What the checks found: sentences to act upon, what is only told, and the rows set aside with their place."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from exports.tables import DEMONSTRATION, listing
from indicators.wording import number
from ui.tables import sentences
from warehouse.dictionary import tables, vocabulary
from warehouse.edition import Edition

SHOWN = 300  # rows on screen; the file holds them all
KEPT = "respectee"
INFORMATION = "information"
ALL = "Toutes les tables"


def failed(edition: Edition) -> pd.DataFrame:
    """Results that someone should look at, the blocking ones first."""
    results = edition.table("regles_resultats")
    wrong = results[(results["statut"] != KEPT) & (results["gravite"] != INFORMATION)]
    return wrong.assign(_order=wrong["gravite"] != "bloquant").sort_values(["_order", "table"], kind="stable")


def failed_rules(edition: Edition) -> None:
    """The checks that were not met, in their own sentences; what the readers noticed stays folded."""
    st.subheader("Contrôles qui demandent attention", anchor=False)
    wrong = failed(edition)
    if wrong.empty:
        st.success("Tous les contrôles sont respectés.")
    else:
        st.html(sentences(spelled(wrong), "Contrôles qui demandent attention"))
    results = edition.table("regles_resultats")
    noticed = results[(results["gravite"] == INFORMATION) & (results["phrase"] != "")]
    if len(noticed):
        with st.expander(f"À savoir sur les fichiers lus ({len(noticed)})"):
            st.html(sentences(spelled(noticed), "À savoir sur les fichiers lus"))


def spelled(results: pd.DataFrame) -> pd.DataFrame:
    """Results of `regles_resultats` as columns to read: Table, Constat, Gravité, Exemples, Règle."""
    return pd.DataFrame(
        {
            "Table": results["table"].map(table_label),
            "Constat": [_finding(row) for row in results.to_dict("records")],
            "Gravité": results["gravite"].map(vocabulary("gravite")),
            "Exemples": [_examples(told) for told in results["exemples"]],
            "Règle": results["regle"],
        }
    )


def _finding(row: dict) -> str:
    """The sentence, then what the département tuned in the rule and why a person confirmed what it found."""
    return " ".join(part for part in (row["phrase"], _text(row, "reglage"), _confirmed(row)) if part)


def _confirmed(row: dict) -> str:
    reason = _text(row, "confirmation")
    return f"Confirmé : {reason.rstrip('.')}." if reason else ""


def _text(row: dict, column: str) -> str:
    """A cell that reports older than its column lack."""
    told = row.get(column)
    return told if isinstance(told, str) else ""


def tuned_rules(edition: Edition) -> None:
    """Which rules the département tuned, those that hold included, with its reason; nothing when it tuned none."""
    results = edition.table("regles_resultats")
    rows = [row for row in results.to_dict("records") if _text(row, "reglage")]
    if not rows:
        return
    told = pd.DataFrame(
        [(table_label(row["table"]), row["regle"], row["libelle"], _text(row, "reglage")) for row in rows],
        columns=["Table", "Règle", "Ce qui est vérifié", "Réglage"],
    ).drop_duplicates(["Table", "Règle", "Réglage"])
    several = len(told) > 1
    with st.expander(
        f"{number(len(told))} règle{'s' if several else ''} réglée{'s' if several else ''} par le Département"
    ):
        st.html(sentences(told, "Règles réglées par le Département"))


def _examples(told: object) -> str:
    return ", ".join(str(told).split("|")) if isinstance(told, str) else ""


def rejected(edition: Edition) -> None:
    """Rows set aside, with the place where each can be mended; one table at a time when there are several."""
    st.subheader("Lignes mises de côté", anchor=False)
    rows = edition.table("rejets")
    if rows.empty:
        st.caption("Aucune ligne n’a été mise de côté dans cette édition.")
        return
    counted = rows.groupby("table", sort=False).size()
    chosen = ALL
    if len(counted) > 1:
        names = {ALL: ALL} | {name: f"{table_label(name)} ({number(count)})" for name, count in counted.items()}
        chosen = st.selectbox("Table", list(names), format_func=names.get, key="rejets_table")
    shown = _places(rows if chosen == ALL else rows[rows["table"] == chosen])
    st.html(sentences(shown[["Table", "À corriger", "Valeur", "Règle"]].head(SHOWN), "Lignes mises de côté"))
    if len(shown) > SHOWN:
        st.caption(f"Les {SHOWN} premières sur {number(len(shown))} : le fichier les donne toutes.")
    st.download_button(
        "Télécharger la liste (CSV)", lambda: listing(_marked(rows)), "lignes_mises_de_cote.csv", "text/csv",
        key="rejets_csv", on_click="ignore",
    )  # fmt: skip


def _marked(rows: pd.DataFrame) -> pd.DataFrame:
    """The whole list for a file, with the mark of what is invented."""
    marks = ["" if not mark else DEMONSTRATION for mark in rows["synthetique"].fillna(False)]
    return _places(rows).assign(**({"Nature": marks} if any(marks) else {}))


def _places(rows: pd.DataFrame) -> pd.DataFrame:
    line = rows["ligne"].map(lambda line: "" if pd.isna(line) else str(int(line)))
    told = {
        "Fichier": rows["fichier"],
        "Feuille": rows["feuille"].fillna(""),
        "Ligne": line,
        "Colonne": [_column(name, column) for name, column in zip(rows["table"], rows["colonne"], strict=True)],
        "Valeur": rows["valeur"].fillna(""),
        "À corriger": rows["phrase"],
        "Règle": rows["regle"],
    }
    return pd.DataFrame({"Table": rows["table"].map(table_label), **told})


def _column(name: str, column: object) -> str:
    """The French label of a declared column; a publisher's own header as it is."""
    if not isinstance(column, str):
        return ""
    known = tables().get(name)
    return known.column(column).label if known and column in known.names else column


def table_label(name: str) -> str:
    """The French label of a table; « Fichier » for what concerns none."""
    return tables()[name].label if name in tables() else "Fichier"
