"""Fréquentation: which places stay empty, and at which step are people lost?"""

from disclosure import figures
from indicators.families import of_page
from indicators.opening import possible
from ui import answers, dates, filters, frame, needed
from ui.compare import compare
from ui.keys import Key, key_figures
from ui.panel import panel

PAGE = "frequentation"
MAPPED = ("taux_remplissage", "taux_prescription", "taux_entree", "taux_presence")

with frame.page("Fréquentation des actions") as choice:
    if mapped := possible(choice.edition, MAPPED):
        frame.answer(answers.attendance(choice))
        needed.late(choice.edition, PAGE)
        key_figures(choice, (Key("taux_remplissage"), Key("taux_entree"), Key("taux_presence")))
        row = filters.row()
        with row:
            code = filters.mapped_indicator(mapped)
        if possible(choice.edition, ["ecart_frequentation"]):
            charted = figures.composition(choice.edition, "ecart", *choice.place_for("ecart_frequentation"))
            kind = "cascade"
        else:
            kind, charted = "ligne", figures.over_time(choice.edition, code, *choice.place_for(code))
        panel(choice, dates.mapped(choice, code, row), charted, kind=kind, key=PAGE)
        compare(choice, of_page(PAGE))
    else:
        frame.answer(answers.unanswered(choice, PAGE))
    needed.needed(choice.edition, PAGE)
