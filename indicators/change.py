"""The change of an indicator between two dates: points for rates, % for counts, the unit for all the rest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from indicators.catalogue import Indicator
from indicators.gaps import bounds, gap, is_uncertain, unit_of_gap
from indicators.intervals import Estimate
from indicators.wording import when

NAN = float("nan")
PALETTE = "evolution"
WITHOUT = ("secret", "non_disponible")  # what neither date may lack, the first named first
DOUBTFUL = ("fragile", "provisoire")
Row = Mapping[str, Any]


def indicator_of_change(indicator: Indicator, before: str, after: str) -> Indicator:
    """What is shown instead of the indicator: its change, over its value at each of the two periods.

    `numerateur` then holds the value at the later date and `denominateur` that at the earlier one.
    """
    count = indicator.nature == "effectif"
    return replace(
        indicator,
        unite="%" if count else unit_of_gap(indicator),
        numerateur=f"valeur {when(after)}",
        denominateur=f"valeur {when(before)}",
        nature="taux",
        palette=PALETTE,
        decimals=1 if count else indicator.decimals,
        ecart=True,
    )


def change(indicator: Indicator, before: Row, after: Row) -> dict[str, Any]:
    """Columns numerateur, denominateur, valeur, ic_bas, ic_haut, statut of one territory.

    before, after: rows of exhibits. A change within the intervals has no value and is « non_significatif »; so has,
    « sans_objet », the % of a count that was zero.
    """
    statut = _statut(before, after)
    told = {"numerateur": after["valeur"], "denominateur": before["valeur"], "statut": statut}
    nothing = {"valeur": NAN, "ic_bas": NAN, "ic_haut": NAN}
    if statut in WITHOUT:
        return told | nothing
    count = indicator.nature == "effectif"
    if count and before["valeur"] == 0:
        return told | nothing | {"statut": "sans_objet"}
    if is_uncertain(indicator, after, before):
        return told | nothing | {"statut": "non_significatif"}
    value, low, high = _percent(before, after) if count else gap(indicator, after, before)
    estimated = low < high and math.isfinite(low) and math.isfinite(high)
    return told | {"valeur": value, "ic_bas": low if estimated else NAN, "ic_haut": high if estimated else NAN}


def direction(value: float, decimals: int) -> str:
    """ "hausse", "baisse" or "stable", as the figure is printed; "" when there is none."""
    if math.isnan(value):
        return ""
    rounded = round(value, decimals)
    return "stable" if rounded == 0 else "hausse" if rounded > 0 else "baisse"


def _statut(before: Row, after: Row) -> str:
    both = (before["statut"], after["statut"])
    return next((statut for statut in (*WITHOUT, *DOUBTFUL) if statut in both), "fiable")


def _percent(before: Row, after: Row) -> Estimate:
    """100 × (after / before − 1), from the extremes of each; the high end is open when before may be zero."""
    (first, first_low, first_high), (last, last_low, last_high) = bounds(before), bounds(after)
    high = 100 * (last_high / first_low - 1) if first_low > 0 else math.inf
    return 100 * (last / first - 1), 100 * (last_low / first_high - 1), high
