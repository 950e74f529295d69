"""Qualité des données: what was received, what was checked, what was set aside, what is served."""

from ui import findings, frame, history, quality, states
from ui.totals import totals

with frame.page("Qualité des données") as choice:
    frame.answer(quality.verdict(choice.edition))
    quality.counts(choice.edition)
    states.states(choice.edition)
    findings.failed_rules(choice.edition)
    findings.tuned_rules(choice.edition)
    findings.rejected(choice.edition)
    quality.known_panel(choice)
    totals(choice.edition)
    history.past(choice.edition)
