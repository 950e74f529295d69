"""Accueil: the portrait of a territory in three figures, one map, one sentence each."""

from disclosure import figures
from indicators.families import Family, opened_by
from ui import answers, dates, filters, frame
from ui.compare import compare
from ui.keys import Key, key_figures
from ui.panel import panel

# What tells the needs of a place, the best first: not every source is at hand for every département.
NEEDS = ("foyers_rsa_pour_100_1564", "taux_chomage_rp", "taux_pauvrete")
SERIES = ("foyers_rsa", "taux_chomage_localise", "bmo_projets")
PORTRAIT = Family(
    "Portrait du territoire",
    ("foyers_rsa_pour_100_1564", "taux_chomage_localise", "foyers_rsa", "population_municipale"),
)

with frame.page("Portrait du territoire") as choice:
    frame.answer(answers.portrait(choice))
    need, series = choice.first_known(*NEEDS), choice.first_known(*SERIES)
    key_figures(choice, (Key("population_municipale"), Key(need), Key("taux_chomage_localise")))
    row = filters.row()
    panel(
        choice,
        dates.mapped(choice, need, row),
        figures.over_time(choice.edition, series, *choice.place_for(series)),
        kind="ligne",
        key="accueil",
    )
    compare(choice, opened_by(PORTRAIT))
