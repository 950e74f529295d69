"""Besoins: where are the needs, and what does the labour market ask for?"""

import streamlit as st

from disclosure import figures
from indicators.catalogue import indicator
from indicators.wording import period_words
from ui import answers, filters, frame
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
CHARTED = ("bmo_projets", "bmo_tension", "part_projets_saisonniers")

with frame.page("Besoins des territoires") as choice:
    frame.answer(answers.needs(choice))
    key_figures(choice, (Key("demandeurs_emploi_abc"), Key("taux_chomage_localise"), Key("bmo_tension")))
    left, middle, right = st.columns(3)
    with left:
        code = filters.option("indicateur", "Indicateur de la carte", {c: indicator(c).libelle for c in MAPPED})
    level = choice.level_for(code)
    periods = {p: period_words(p) for p in reversed(figures.periods(choice.edition, code, level))}
    with middle:
        periode = filters.option("periode", "Période de la carte", periods or {"": "Aucune"})
    with right:
        job = filters.option("metiers", "Graphique par famille de métiers", {c: indicator(c).libelle for c in CHARTED})
    niveau, territoire = choice.place_for(job)
    panel(
        choice,
        figures.by_territory(choice.edition, code, level, periode),
        figures.by_modality(choice.edition, job, niveau, territoire, "famille"),
        kind="barres",
        key="besoins",
    )
