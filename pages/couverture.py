"""Couverture: where is the offer, where is it missing?"""

import streamlit as st

from disclosure import figures
from indicators.catalogue import indicator, modality
from indicators.families import of_page
from ui import answers, dates, empty, filters, frame
from ui.compare import compare
from ui.keys import Key, key_figures
from ui.panel import panel
from ui.places import places_map

MAPPED = ("temps_acces_theme_min", "places_pour_100_brsa", "places_ouvertes", "part_brsa_zone_blanche")

with frame.page("Couverture de l’offre") as choice:
    if empty.provided(choice.edition, "actions", "sessions", "brsa_effectifs"):
        themes = {"": "Toutes les thématiques"} | dict(
            figures.modalities(choice.edition, "temps_acces_theme_min", "theme")
        )
        top = st.container()  # the answer comes first on any screen, and needs the theme chosen under it
        row = filters.row()
        with row:
            theme = filters.option("theme", "Thématique", themes, default="mobilite")
            code = filters.option("indicateur", "Indicateur de la carte", {c: indicator(c).libelle for c in MAPPED})
        chosen = modality(theme=theme)
        within = chosen if "theme" in indicator(code).dimensions else ""
        with top:
            frame.answer(answers.coverage(choice, chosen, themes[theme] if theme else ""))
            key_figures(
                choice,
                (
                    Key("places_pour_100_brsa"),
                    Key("nb_communes_zone_blanche", chosen),
                    Key("part_brsa_zone_blanche", chosen),
                ),
            )
        niveau, territoire = choice.place_for("temps_acces_theme_min")
        panel(
            choice,
            dates.mapped(choice, code, row, within),
            figures.by_modality(choice.edition, "temps_acces_theme_min", niveau, territoire, "theme"),
            kind="barres",
            key="couverture",
        )
        compare(choice, of_page("couverture"), chosen)
        places_map(choice, theme)
