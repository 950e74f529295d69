"""Couverture: where is the offer, where is it missing?"""

import streamlit as st

from disclosure import figures
from indicators.catalogue import indicator, modality
from indicators.families import of_page
from indicators.opening import possible
from ui import answers, dates, filters, frame, needed
from ui.compare import compare
from ui.keys import Key, key_figures
from ui.panel import panel
from ui.places import places_map

PAGE, ACCESS, ALL = "couverture", "temps_acces_theme_min", {"": "Toutes les thématiques"}
MAPPED = (ACCESS, "places_pour_100_brsa", "places_ouvertes", "part_brsa_zone_blanche")

with frame.page("Couverture de l’offre") as choice:
    edition, theme = choice.edition, ""
    if mapped := possible(edition, MAPPED):
        themes = ALL | dict(figures.modalities(edition, ACCESS, "theme"))
        top = st.container()  # the answer comes first on any screen, and needs the theme chosen under it
        row = filters.row()
        with row:
            if len(themes) > 1:
                theme = filters.option("theme", "Thématique", themes, default="mobilite")
            code = filters.mapped_indicator(mapped)
        chosen = modality(theme=theme)
        within = chosen if "theme" in indicator(code).dimensions else ""
        whole = ACCESS in mapped
        with top:
            frame.answer(
                answers.coverage(choice, chosen, themes[theme] if theme else "") if whole else answers.offer(choice)
            )
            needed.late(edition, PAGE)
            key_figures(
                choice,
                (
                    Key("places_pour_100_brsa"),
                    Key("nb_communes_zone_blanche", chosen),
                    Key("part_brsa_zone_blanche", chosen),
                ),
            )
        if whole:
            kind, charted = "barres", figures.by_modality(edition, ACCESS, *choice.place_for(ACCESS), "theme")
        else:
            kind, charted = "ligne", figures.over_time(edition, code, *choice.place_for(code))
        panel(choice, dates.mapped(choice, code, row, within), charted, kind=kind, key=PAGE)
        compare(choice, of_page(PAGE), chosen)
    else:
        frame.answer(answers.unanswered(choice, PAGE))
    needed.needed(edition, PAGE)
    if edition.has("actions", "structures"):
        places_map(choice, theme)
