"""Méthode: definitions, formulas, sources and vintages, generated from the catalogue and the dictionary."""

from ui import frame, method

with frame.page("Méthode et définitions") as choice:
    frame.answer(method.summary(choice.edition))
    method.levels(choice)
    method.indicators(choice.edition)
    method.breaks_in_series()
    method.resemblance()
    method.secrecy()
    method.checks()
    method.dictionary()
