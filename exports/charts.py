"""Drawing of charts: bars with their intervals, a line over periods, a cascade from a total to what is left."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from disclosure.exhibit import Exhibit
from exports.canvas import MARGIN, TEXT, WIDTH, Canvas
from exports.palettes import INK, QUIET, principal
from exports.roles import shades, shades_told
from indicators import wording
from indicators.series import cuts, moments, pieces

MOST_BARS = 40
ROW, LINE_BODY = 0.36, 4.6  # inches
GRID = "#e3e5e8"
LOSS, GAIN = "#cc4c17", "#2474ac"


def draw(exhibit: Exhibit, kind: str = "") -> Canvas:
    """The whole sheet. kind: "barres", "ligne", "cascade", or "" for what suits the rows."""
    kind = kind or ("ligne" if exhibit.axis == "periode" else "barres")
    return {"barres": bars, "ligne": line, "cascade": waterfall}[kind](exhibit)


def bars(exhibit: Exhibit) -> Canvas:
    """One horizontal bar a row, in the exhibit's own order (structures are never ranked here)."""
    frame = exhibit.drawn.head(MOST_BARS)
    if frame["valeur"].isna().all():
        return _nothing(exhibit)
    left_out = len(exhibit.drawn) - len(frame)
    foot = left_out or exhibit.axis == "comparaison"
    canvas = Canvas(exhibit, max(1.6, ROW * len(frame) + (0.55 if foot else 0.25)))
    room = min(3.4, 0.2 + max(canvas.width_of(text, TEXT) for text in frame["libelle"].astype(str)))
    axes = canvas.axes(room, WIDTH - 2 * MARGIN - room, bottom=0.3 if foot else 0.0)
    spots = np.arange(len(frame))
    fragile = frame["statut"].eq("fragile")
    drawn = axes.barh(spots, frame["valeur"].fillna(0), height=0.62, color=_colours(exhibit, frame), zorder=2)
    for bar, doubtful in zip(drawn, fragile, strict=True):
        bar.set_alpha(0.5 if doubtful else 1.0)
    axes.hlines(spots, frame["ic_bas"], frame["ic_haut"], color=INK, linewidth=1.2, zorder=3)
    axes.axvline(0, color=QUIET, linewidth=0.8)
    ends = frame[["valeur", "ic_bas", "ic_haut"]]
    low, high = min(0.0, ends.min().min()), max(0.0, ends.max().max())
    span = (high - low) or 1.0
    axes.set_xlim(low - (0.16 * span if low < 0 else 0), high + 0.2 * span)
    for spot, row in zip(spots, frame.to_dict("records"), strict=True):
        _beside(axes, spot, row, exhibit, 0.012 * span)
    labels = ["\n".join(canvas.wrap(str(text), room - 0.15, TEXT)) for text in frame["libelle"]]
    axes.set_yticks(spots, labels, parse_math=False)
    axes.set_xticks([])
    axes.set_ylim(len(frame) - 0.4, -0.6)
    said = shades_told(exhibit)
    if left_out:
        said = f"Les {MOST_BARS} premières lignes sur {len(exhibit.drawn)} ; le tableau les donne toutes. {said}"
    if said:
        canvas.write(MARGIN, canvas.bottom + 0.08, said, color=QUIET, style="italic")
    return canvas


def line(exhibit: Exhibit) -> Canvas:
    """Values over time with their interval; a hidden or missing period breaks the line and is said."""
    frame = exhibit.frame
    if frame["valeur"].isna().all():
        return _nothing(exhibit)
    canvas = Canvas(exhibit, LINE_BODY)
    broken = cuts(exhibit.indicator.code, list(frame["cle"]))
    room = 0.2 if broken else 0.0  # above, for the words of a break
    axes = canvas.axes(0.75, WIDTH - 2 * MARGIN - 1.75, bottom=0.6, height=LINE_BODY - 0.6 - room)
    when, values, colour = moments(frame["cle"]), frame["valeur"].to_numpy(float), _colour(exhibit)
    for ranks in pieces(exhibit.indicator.code, list(frame["cle"])):
        low, high = (frame[name].iloc[ranks] for name in ("ic_bas", "ic_haut"))
        axes.fill_between(when[ranks], low, high, color=colour, alpha=0.16, linewidth=0)
        axes.plot(when[ranks], values[ranks], color=colour, linewidth=2, zorder=3)
    doubtful = frame["statut"].isin(("fragile", "provisoire")).to_numpy()
    axes.scatter(when, values, s=34, color=np.where(doubtful, "white", colour), edgecolors=colour, zorder=4)
    _vertical(axes, frame, exhibit)
    _dates(axes, when, frame["cle"])
    for place, one in broken:
        axes.axvline(place, color=QUIET, linewidth=1, linestyle=":", zorder=1)
        axes.annotate(one.label, (place, 1), (0, 4), xycoords=("data", "axes fraction"), ha="center",
                      textcoords="offset points", fontsize=7.5, color=QUIET, parse_math=False)  # fmt: skip
    bottom, top = axes.get_ylim()
    for spot, row in zip(when, frame.to_dict("records"), strict=True):
        if row["statut"] in wording.WITHOUT_VALUE:
            axes.text(spot, bottom + 0.02 * (top - bottom), wording.sign(row["statut"]), ha="center", color=QUIET)
    last = frame[frame["valeur"].notna()].iloc[-1]
    said = wording.shown(exhibit.indicator, last)
    axes.annotate(said, (when[last.name], last["valeur"]), (9, 0), textcoords="offset points", va="center",
                  fontsize=TEXT + 1.5, weight="bold", color=colour, annotation_clip=False,
                  parse_math=False)  # fmt: skip
    canvas.write(MARGIN + 0.75, canvas.bottom + 0.05, _reading(exhibit, bottom), 7.5, color=QUIET)
    return canvas


def waterfall(exhibit: Exhibit) -> Canvas:
    """From the first row, the whole, each next row taken away; what is left, if anything, is called « Reste ».

    ValueError when more is taken away than there was. Nothing is drawn if a step is hidden or missing.
    """
    frame = exhibit.frame
    if frame["valeur"].isna().any() or len(frame) < 2:
        return _nothing(exhibit)
    names, (whole, *steps) = [str(text) for text in frame["libelle"]], list(frame["valeur"].astype(float))
    tolerance = 0.5 + 0.001 * abs(whole)
    left = whole - sum(steps)
    if left < -tolerance:
        raise ValueError("the steps of a cascade take away more than its first row")
    rest = [left] if left > tolerance else []
    names += ["Reste"] * len(rest)
    canvas = Canvas(exhibit, LINE_BODY)
    axes = canvas.axes(0.1, WIDTH - 2 * MARGIN - 0.2, bottom=0.75)
    level = whole - np.cumsum([0.0, *steps])
    colours = [_colour(exhibit), *(LOSS if step >= 0 else GAIN for step in steps), *[_colour(exhibit)] * len(rest)]
    bases = [0.0, *level[1:], *[0.0] * len(rest)]
    heights = [whole, *steps, *rest]
    axes.bar(range(len(names)), heights, bottom=bases, width=0.62, color=colours, zorder=2)
    for i, height in enumerate(level[: len(names) - 1]):
        axes.hlines(height, i - 0.31, i + 1.31, color=QUIET, linewidth=0.8, linestyles=":", zorder=1)
    for i, (base, height) in enumerate(zip(bases, heights, strict=True)):
        number = wording.number(height, wording.decimals_of(exhibit.indicator, height))
        taken = 0 < i <= len(steps) and height > 0
        text = wording.MINUS + number if taken else number
        axes.text(i, max(base, base + height) + 0.015 * whole, text, ha="center", fontsize=TEXT + 1.5,
                  weight="bold", color=INK, parse_math=False)  # fmt: skip
    width = (WIDTH - 2 * MARGIN) / len(names) - 0.15
    labels = ["\n".join(canvas.wrap(name, width, TEXT)) for name in names]
    axes.set_xticks(range(len(names)), labels, parse_math=False)
    axes.set_yticks([])
    axes.axhline(0, color=QUIET, linewidth=0.8)
    axes.set_xlim(-0.55, len(names) - 0.45)
    axes.set_ylim(0, max(level.max(), whole) * 1.1 or 1)
    return canvas


def _beside(axes: Axes, spot: int, row: dict, exhibit: Exhibit, gap: float) -> None:
    """The figure at the end of its bar, or why there is none."""
    end = np.nanmax([row["valeur"], row["ic_haut"], 0.0])
    text = wording.shown(exhibit.indicator, row)
    if row["statut"] in wording.WITHOUT_VALUE:
        text = f"{text}  {wording.state(row['statut'])}"
    elif row["statut"] != "fiable":
        text = f"{text}  ({wording.state(row['statut'])})"
    color = QUIET if row["statut"] in wording.WITHOUT_VALUE else INK
    if row["valeur"] < 0 and end == 0:
        start = np.nanmin([row["valeur"], row["ic_bas"]])
        axes.text(start - gap, spot, text, va="center", ha="right", fontsize=TEXT, color=color, parse_math=False)
    else:
        axes.text(end + gap, spot, text, va="center", fontsize=TEXT, color=color, parse_math=False)


def _vertical(axes: Axes, frame: pd.DataFrame, exhibit: Exhibit) -> None:
    """Vertical axis from zero, unless the values move too little to be seen from there."""
    ends = frame[["valeur", "ic_bas", "ic_haut"]]
    low, high = ends.min().min(), ends.max().max()
    near = low > 0 and exhibit.indicator.nature != "effectif" and (high - low) < 0.4 * high
    pad = 0.15 * ((high - low) or abs(high) or 1.0)
    axes.set_ylim(low - pad if near else min(0.0, low - pad * (low < 0)), high + pad)
    ticks = [tick for tick in axes.get_yticks() if axes.get_ylim()[0] <= tick <= axes.get_ylim()[1]]
    decimals = 0 if all(float(tick).is_integer() for tick in ticks) else max(exhibit.indicator.decimals, 1)
    axes.set_yticks(ticks, [wording.number(tick, decimals) for tick in ticks])
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)


def _dates(axes: Axes, when: np.ndarray, periods: pd.Series) -> None:
    """At most twelve dates, always the last one."""
    every = -(-len(when) // 12)
    kept = range((len(when) - 1) % every, len(when), every)
    axes.set_xticks([when[i] for i in kept], [wording.period_short(str(periods.iloc[i])) for i in kept])
    edge = 0.03 * ((when.max() - when.min()) or 1.0)
    axes.set_xlim(when.min() - edge, when.max() + edge)


def _reading(exhibit: Exhibit, bottom: float) -> str:
    frame, told = exhibit.frame, []
    if frame["ic_bas"].notna().any():
        bounds = "bornes laissées par l’arrondi et le secret"
        told.append(f"bande : {bounds if exhibit.indicator.bounded else 'intervalle de confiance à 95 %'}")
    if frame["statut"].isin(("fragile", "provisoire")).any():
        told.append("cercle creux : chiffre fragile ou provisoire")
    if frame["statut"].eq("secret").any():
        told.append("s : secret statistique")
    if frame["statut"].eq("non_disponible").any():
        told.append("… : non disponible")
    if bottom > 0:
        told.append("l’axe ne part pas de zéro")
    return wording.typography(" ; ".join(told))


def _nothing(exhibit: Exhibit) -> Canvas:
    """A sheet that says why it is empty."""
    canvas = Canvas(exhibit, 1.6)
    secret = int(exhibit.frame["statut"].eq("secret").sum())
    text = "Aucun chiffre à représenter : donnée non disponible."
    if secret:
        text = "Graphique non diffusé : au moins un chiffre est couvert par le secret statistique."
    canvas.write(WIDTH / 2, canvas.bottom + 0.8, wording.typography(text), 11, ha="center", color=QUIET)
    return canvas


def _colour(exhibit: Exhibit) -> str:
    return principal(exhibit.indicator.palette)


def _colours(exhibit: Exhibit, frame: pd.DataFrame) -> str | list[str]:
    """One colour for all bars, but in a comparison."""
    if exhibit.axis == "comparaison":
        return shades(exhibit)[: len(frame)]
    return _colour(exhibit)
