"""Résultats: what becomes of people at 6, 12 and 24 months?"""

import streamlit as st

from disclosure import figures
from indicators.families import of_page
from indicators.opening import possible
from ui import answers, dates, filters, frame, needed
from ui.compare import compare
from ui.keys import Key, key_figures
from ui.panel import panel

PAGE = "resultats"
MAPPED = ("taux_sortie_dynamique", "taux_emploi_6m", "taux_emploi_12m", "taux_reponse_enquete")

with frame.page("Résultats et devenir des personnes") as choice:
    if mapped := possible(choice.edition, MAPPED):
        frame.answer(answers.outcomes(choice))
        needed.late(choice.edition, PAGE)
        key_figures(choice, (Key("taux_sortie_dynamique"), Key("taux_emploi_6m"), Key("taux_emploi_12m")))
        if responses := answers.responses(choice):
            st.caption(responses)
        row = filters.row()
        with row:
            code = filters.mapped_indicator(mapped)
        if possible(choice.edition, ["taux_emploi_6m"]):
            kind, charted = "barres", figures.composition(choice.edition, "devenir", *choice.edition.whole)
        else:
            kind, charted = "ligne", figures.over_time(choice.edition, code, *choice.place_for(code))
        panel(choice, dates.mapped(choice, code, row), charted, kind=kind, key=PAGE)
        compare(choice, of_page(PAGE))
    else:
        frame.answer(answers.unanswered(choice, PAGE))
    needed.needed(choice.edition, PAGE)
