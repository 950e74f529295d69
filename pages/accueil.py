"""Accueil: the portrait of a territory in three figures, one map, one sentence each."""

from disclosure import figures
from ui import answers, dates, filters, frame
from ui.compare import compare
from ui.keys import Key, key_figures
from ui.panel import panel

COMPARED = ("foyers_rsa_pour_100_1564", "taux_chomage_localise", "foyers_rsa", "population_municipale")

with frame.page("Portrait du territoire") as choice:
    frame.answer(answers.portrait(choice))
    key_figures(
        choice,
        (Key("population_municipale"), Key("foyers_rsa_pour_100_1564"), Key("taux_chomage_localise")),
    )
    niveau, territoire = choice.place_for("foyers_rsa")
    row = filters.row()
    panel(
        choice,
        dates.mapped(choice, "foyers_rsa_pour_100_1564", row),
        figures.over_time(choice.edition, "foyers_rsa", niveau, territoire),
        kind="ligne",
        key="accueil",
    )
    compare(choice, COMPARED)
