"""Accueil: the portrait of a territory in three figures, one map, one sentence each."""

from disclosure import figures
from ui import answers, frame
from ui.keys import Key, key_figures
from ui.panel import panel

with frame.page("Portrait du territoire") as choice:
    frame.answer(answers.portrait(choice))
    key_figures(
        choice,
        (Key("population_municipale"), Key("foyers_rsa_pour_100_1564"), Key("taux_chomage_localise")),
    )
    niveau, territoire = choice.place_for("foyers_rsa")
    panel(
        choice,
        figures.by_territory(choice.edition, "foyers_rsa_pour_100_1564", choice.level_for("foyers_rsa_pour_100_1564")),
        figures.over_time(choice.edition, "foyers_rsa", niveau, territoire),
        kind="ligne",
        key="accueil",
    )
