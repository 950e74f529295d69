"""The period of a map, and a second one to compare it with: the same two selectors on every page."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from disclosure import figures
from disclosure.exhibit import Exhibit
from indicators.wording import period_words
from ui import filters
from ui.filters import Choice

PERIOD, SINCE = "periode", "depuis"  # in the URL
NONE = {"": "Aucune"}


def mapped(choice: Choice, code: str, row: DeltaGenerator, modalite: str = "") -> Exhibit:
    """The map of an indicator at the period chosen, or its change since the one it is compared with.

    row: where the two selectors go; nothing is added to it when the indicator has one period only.
    """
    level = choice.level_for(code)
    known = {p: period_words(p) for p in reversed(figures.periods(choice.edition, code, level))}
    if len(known) < 2:
        return figures.by_territory(choice.edition, code, level, modalite=modalite)
    with row:
        period = filters.option(PERIOD, "Période de la carte", known)
        since = filters.option(SINCE, "Comparer à", NONE | {p: told for p, told in known.items() if p != period})
    if since:
        return figures.evolution(choice.edition, code, level, since, period, modalite)
    return figures.by_territory(choice.edition, code, level, period, modalite)
