"""Résultats: what becomes of people at 6, 12 and 24 months?"""

import streamlit as st

from disclosure import figures
from indicators.catalogue import indicator
from indicators.families import of_page
from ui import answers, dates, empty, filters, frame
from ui.compare import compare
from ui.keys import Key, key_figures
from ui.panel import panel

MAPPED = ("taux_sortie_dynamique", "taux_emploi_6m", "taux_emploi_12m", "taux_reponse_enquete")

with frame.page("Résultats et devenir des personnes") as choice:
    if empty.provided(choice.edition, "parcours", "enquete_devenir"):
        frame.answer(answers.outcomes(choice))
        key_figures(choice, (Key("taux_sortie_dynamique"), Key("taux_emploi_6m"), Key("taux_emploi_12m")))
        st.caption(answers.responses(choice))
        row = filters.row()
        with row:
            code = filters.option("indicateur", "Indicateur de la carte", {c: indicator(c).libelle for c in MAPPED})
        panel(
            choice,
            dates.mapped(choice, code, row),
            figures.composition(choice.edition, "devenir", *choice.edition.whole),
            kind="barres",
            key="resultats",
        )
        compare(choice, of_page("resultats"))
