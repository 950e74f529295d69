"""Résultats: what becomes of people at 6, 12 and 24 months?"""

import streamlit as st

from disclosure import figures
from indicators.catalogue import indicator
from ui import answers, empty, filters, frame
from ui.keys import Key, key_figures
from ui.panel import panel

MAPPED = ("taux_sortie_dynamique", "taux_emploi_6m", "taux_emploi_12m", "taux_reponse_enquete")

with frame.page("Résultats et devenir des personnes") as choice:
    if empty.provided(choice.edition, "parcours", "enquete_devenir"):
        code = filters.option("indicateur", "Indicateur de la carte", {c: indicator(c).libelle for c in MAPPED})
        frame.answer(answers.outcomes(choice))
        key_figures(choice, (Key("taux_sortie_dynamique"), Key("taux_emploi_6m"), Key("taux_emploi_12m")))
        st.caption(answers.responses(choice))
        panel(
            choice,
            figures.by_territory(choice.edition, code, choice.level_for(code)),
            figures.composition(choice.edition, "devenir", *choice.edition.whole),
            kind="barres",
            key="resultats",
        )
