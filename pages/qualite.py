"""Qualité des données: what was received, what was checked, what was set aside, what is served."""

from ui import frame, quality
from ui.totals import totals

with frame.page("Qualité des données") as choice:
    frame.answer(quality.verdict(choice.edition))
    quality.counts(choice.edition)
    quality.known_panel(choice)
    quality.failed_rules(choice.edition)
    quality.rejected(choice.edition)
    totals(choice.edition)
    quality.sources(choice.edition)
    quality.past()
