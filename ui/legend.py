"""Classes of a map and its legend: closed bounds, counts, and the two ways of having no figure."""

from __future__ import annotations

from html import escape

from disclosure.exhibit import Exhibit
from exports.classes import Classes, around, changes, quantiles
from exports.palettes import HATCH, MISSING, PALETTES, UNSURE, principal
from indicators.change import direction
from indicators.wording import number, state

TARGET = 80.0  # default target of attendance, in % (domain reference, ecart_cible_frequentation)
SHOWN = ("fiable", "fragile", "provisoire")
SECRET_FILL = "#f3f3f3"
FILLS = {
    "secret": SECRET_FILL,
    "non_significatif": UNSURE,
    "non_disponible": MISSING,
    "sans_objet": MISSING,
    "non_comparable": MISSING,
}


def classes(exhibit: Exhibit) -> Classes:
    """Breaks of the map: around zero for changes, around the target for attendance, else classes of equal counts."""
    values = exhibit.frame["valeur"].where(exhibit.frame["statut"].isin(SHOWN))
    decimals = exhibit.indicator.decimals
    if exhibit.axis == "evolution":
        return changes(values, decimals)
    if _has_target(exhibit):
        return around(values, TARGET, decimals)
    return quantiles(values, decimals)


def legend(exhibit: Exhibit) -> str:
    """Legend as HTML: closed bounds, number of territories in each class, and the two ways of having no figure."""
    counts = exhibit.frame["statut"].value_counts()
    rows = []
    if is_count(exhibit):
        rows.append(
            swatch(
                "border-radius:50%;background:" + principal(exhibit.indicator.palette),
                "Surface du cercle proportionnelle au nombre",
            )
        )
    else:
        found = classes(exhibit)
        palette = PALETTES[exhibit.indicator.palette]
        for (low, high), count, step in zip(found.bounds, found.counts, found.steps, strict=True):
            text = f"{number(low, found.decimals)} à {number(high, found.decimals)}"
            text = number(low, found.decimals) if low == high else text
            text += f", {direction(high, found.decimals)}" if exhibit.axis == "evolution" else ""
            rows.append(swatch(f"background:{palette[step]}", f"{text} ({count})"))
    for statut, fill in FILLS.items():
        if counts.get(statut):
            dots = f"{fill} radial-gradient({HATCH} 25%,transparent 26%) 0 0/6px 6px" if statut == "secret" else fill
            rows.append(swatch(f"background:{dots}", f"{state(statut).capitalize()} ({counts[statut]})"))
    unit = escape(exhibit.indicator.unite) + (f" (cible : {number(TARGET)}\u202f%)" if _has_target(exhibit) else "")
    return f'<div class="obs-legend"><span class="obs-unit">{unit}</span>{"".join(rows)}</div>'


def _has_target(exhibit: Exhibit) -> bool:
    """The fill rate is read against its target; a rate of prescription may pass 100 % and has none."""
    return exhibit.indicator.code == "taux_remplissage" and exhibit.axis != "evolution"


def is_count(exhibit: Exhibit) -> bool:
    return exhibit.indicator.nature == "effectif"


def swatch(style: str, text: str) -> str:
    return f'<span class="obs-class"><i style="{style}"></i>{escape(text)}</span>'
