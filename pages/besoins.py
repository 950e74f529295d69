"""Besoins: where are the needs, and what does the labour market ask for?"""

from disclosure import figures
from indicators.catalogue import indicator
from indicators.families import of_page
from ui import answers, dates, filters, frame
from ui.compare import compare
from ui.keys import Key, key_figures
from ui.panel import panel

MAPPED = (
    "foyers_rsa_pour_100_1564",
    "foyers_rsa",
    "population_municipale",
    "taux_pauvrete",
    "niveau_vie_median",
    "taux_chomage_rp",
    "taux_chomage_localise",
    "demandeurs_emploi_abc",
    "bmo_projets",
    "bmo_tension",
    "part_projets_saisonniers",
)
SERIES = "serie"
CHARTED = ("bmo_projets", "bmo_tension", "part_projets_saisonniers")

with frame.page("Besoins des territoires") as choice:
    frame.answer(answers.needs(choice))
    key_figures(choice, (Key("demandeurs_emploi_abc"), Key("taux_chomage_localise"), Key("bmo_tension")))
    row = filters.row()
    with row:
        code = filters.mapped_indicator(MAPPED, choice.first_known(*MAPPED))
        families = {c: f"{indicator(c).libelle}, par famille de métiers" for c in CHARTED}
        job = filters.option("metiers", "Graphique", families | {SERIES: "Indicateur de la carte, au fil du temps"})
    if job == SERIES:
        kind, charted = "ligne", figures.over_time(choice.edition, code, *choice.place_for(code))
    else:
        kind, charted = "barres", figures.by_modality(choice.edition, job, *choice.place_for(job), "famille")
    panel(choice, dates.mapped(choice, code, row), charted, kind=kind, key="besoins")
    compare(choice, of_page("besoins"))
