"""Fréquentation: which places stay empty, and at which step are people lost?"""

from disclosure import figures
from indicators.catalogue import indicator
from indicators.families import of_page
from ui import answers, dates, empty, filters, frame
from ui.compare import compare
from ui.keys import Key, key_figures
from ui.panel import panel

MAPPED = ("taux_remplissage", "taux_prescription", "taux_entree", "taux_presence")

with frame.page("Fréquentation des actions") as choice:
    if empty.provided(choice.edition, "sessions", "prescriptions", "presences"):
        frame.answer(answers.attendance(choice))
        key_figures(choice, (Key("taux_remplissage"), Key("taux_entree"), Key("taux_presence")))
        row = filters.row()
        with row:
            code = filters.option("indicateur", "Indicateur de la carte", {c: indicator(c).libelle for c in MAPPED})
        niveau, territoire = choice.place_for("ecart_frequentation")
        panel(
            choice,
            dates.mapped(choice, code, row),
            figures.composition(choice.edition, "ecart", niveau, territoire),
            kind="cascade",
            key="frequentation",
        )
        compare(choice, of_page("frequentation"))
