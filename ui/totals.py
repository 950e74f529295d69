"""Published totals beside the sums of their parts: what rounding, secrets and absent communes cost."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from disclosure import figures
from geodata.levels import LEVELS
from indicators.wording import number, period_words
from ui.tables import markup
from warehouse.dictionary import vocabulary
from warehouse.edition import Edition

TITLE = "Totaux publiés et sommes des parties"


def totals(edition: Edition) -> None:
    """The table, or why there is none. The published total is always the figure that is used."""
    st.subheader(TITLE)
    rows = edition.table("ecarts_totaux")
    if rows.empty:
        st.caption(
            "Aucun total publié ne double une somme dans cette édition : les chiffres d’ensemble viennent de l’éditeur "
            "seul, ou de la somme de ses communes avec ses bornes."
        )
        return
    st.caption("Le total publié par l’éditeur est celui qui est affiché ; la somme n’est là que pour comparaison.")
    st.html(markup(compared(edition, rows), TITLE))


def compared(edition: Edition, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `ecarts_totaux` in words: what, where, when, both figures, whether the sum’s bounds hold the total."""
    names = {niveau: dict(figures.named(edition, niveau)) for niveau in rows["niveau"].unique()}
    within = rows["publie"].between(rows["borne_basse"].fillna(rows["somme"]), rows["borne_haute"].fillna(float("inf")))
    gap = rows["somme"] - rows["publie"]
    return pd.DataFrame(
        {
            "Mesure": rows["code"].map(vocabulary("mesure")),
            "Territoire": [
                names[niveau].get(code, f"{LEVELS[niveau].label} {code}")
                for niveau, code in zip(rows["niveau"], rows["territoire"], strict=True)
            ],
            "Période": rows["periode"].map(period_words),
            "Total publié": rows["publie"].map(number),
            "Somme des parties": rows["somme"].map(number),
            "Écart": [number(value) for value in gap],
            "Explication": within.map({True: "dans les bornes de la somme", False: "hors des bornes de la somme"}),
        }
    )
