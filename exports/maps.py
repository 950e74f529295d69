"""Drawing of a map: rates as coloured areas, counts as circles; secret hatched, missing grey."""

from __future__ import annotations

import math

import geopandas as gpd
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from shapely import orient_polygons
from shapely.geometry.base import BaseGeometry

from disclosure.exhibit import Exhibit
from exports import palettes
from exports.canvas import MARGIN, TEXT, WIDTH, Canvas
from exports.classes import Classes, around, changes, quantiles, round_sizes
from geodata.levels import LEVELS
from indicators import wording
from indicators.change import direction

BODY, LEGEND = 6.4, 2.9  # inches
LARGEST = 0.045  # radius of the largest circle, as a share of the map's longer side
FEWEST_COMMUNES = 4  # a class of one commune points at it
TARGETS = {"frequentation": 80.0}  # middle of diverging scales when the caller has no better target
PALE = "#f3f3f1"


def draw(exhibit: Exhibit, contours: gpd.GeoDataFrame, target: float | None = None) -> Canvas:
    """The whole sheet. contours: columns code and geometry, one row per territory of the exhibit's level.

    A territory of the contours that is not in the exhibit is left white. ValueError when none is known.
    """
    zones = _flat(contours).merge(exhibit.frame, left_on="code", right_on="cle", how="left")
    if zones["cle"].isna().all():
        raise ValueError("no contour carries a code of the exhibit")
    canvas = Canvas(exhibit, BODY)
    axes = canvas.axes(0, WIDTH - 2 * MARGIN - LEGEND)
    axes.set_aspect("equal")
    axes.axis("off")
    legend = _Legend(canvas, axes)
    circles = exhibit.indicator.nature == "effectif"
    classes = None if circles else classes_of(exhibit, target)
    for zone in zones.sort_values("code").itertuples():
        _area(axes, zone, exhibit, classes)
    _frame(axes, zones)
    if circles:
        _circles(axes, zones, exhibit, legend)
    else:
        legend.classes(classes, exhibit)
    legend.states(zones, circles)
    return canvas


def classes_of(exhibit: Exhibit, target: float | None = None) -> Classes:
    """The classes of a map of rates: around the target for a diverging palette, else about equal in number."""
    chosen, values = exhibit.indicator, exhibit.frame["valeur"]
    denominators = exhibit.frame.loc[values.notna(), "denominateur"]
    decimals = wording.decimals_of(chosen, float("nan"), denominators.max() if len(denominators) else None)
    if exhibit.axis == "evolution":
        return changes(values, decimals)
    if chosen.palette in palettes.DIVERGING:
        return around(values, TARGETS[chosen.palette] if target is None else target, decimals)
    return quantiles(values, decimals, smallest=FEWEST_COMMUNES if exhibit.niveau == "commune" else 1)


def path(geometry: BaseGeometry) -> Path:
    """One path for a polygon or several, holes included (they turn the other way round)."""
    turned = orient_polygons(geometry)
    polygons = getattr(turned, "geoms", [turned])
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return Path.make_compound_path(*(Path(list(ring.coords), closed=True) for ring in rings))


def _flat(contours: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Contours on a plane whose distances are true around the département (its UTM zone)."""
    lonlat = contours.crs is not None and contours.crs.is_geographic
    return contours.to_crs(contours.estimate_utm_crs()) if lonlat else contours


def _area(axes: Axes, zone, exhibit: Exhibit, classes: Classes | None) -> None:
    axes.add_patch(
        PathPatch(path(zone.geometry), gid=f"zone-{zone.code}", linewidth=0.5, **_look(zone, exhibit, classes))
    )


def _look(zone, exhibit: Exhibit, classes: Classes | None) -> dict:
    if pd.isna(zone.statut):
        return _plain(palettes.UNCONCERNED)
    if zone.statut == "secret":
        return SECRET_LOOK
    if zone.statut == "non_significatif":
        return _plain(palettes.UNSURE)
    if zone.statut in wording.WITHOUT_VALUE:
        return _plain(palettes.MISSING)
    if classes is None:
        return _plain(PALE)
    colour = palettes.colour(exhibit.indicator.palette, classes.steps[classes.index(zone.valeur)])
    return {**_plain(colour), **(FRAGILE_LOOK if zone.statut == "fragile" else {})}


def _plain(colour: str) -> dict:
    return {"facecolor": colour, "edgecolor": palettes.BORDER}


SECRET_LOOK = {**_plain(palettes.SECRET), "hatch": "////", "hatchcolor": palettes.HATCH, "hatch_linewidth": 0.6}
FRAGILE_LOOK = {"hatch": "..", "hatchcolor": palettes.BORDER, "hatch_linewidth": 0.4}


def _frame(axes: Axes, zones: gpd.GeoDataFrame) -> None:
    left, bottom, right, top = zones.total_bounds
    edge = 0.02 * max(right - left, top - bottom)
    axes.set_xlim(left - edge, right + edge)
    axes.set_ylim(bottom - edge, top + edge)


def _circles(axes: Axes, zones: gpd.GeoDataFrame, exhibit: Exhibit, legend: _Legend) -> None:
    """Circles whose area says the count; the large ones first, so that none hides another. Zero has none."""
    known = zones[zones["valeur"] > 0].sort_values("valeur", ascending=False)
    colour = palettes.principal(exhibit.indicator.palette)
    left, bottom, right, top = zones.total_bounds
    scale = LARGEST * max(right - left, top - bottom) / math.sqrt(known["valeur"].max()) if len(known) else 0
    for zone in known.itertuples():
        centre = zone.geometry.representative_point()
        axes.add_patch(Circle((centre.x, centre.y), scale * math.sqrt(zone.valeur), gid=f"cercle-{zone.code}",
                              facecolor=colour, alpha=0.75, edgecolor="white", linewidth=0.6, zorder=3))  # fmt: skip
    legend.circles(round_sizes(known["valeur"].max() if len(known) else 0), scale, colour, exhibit)
    zeros = int(((zones["valeur"] == 0) & zones["statut"].notna()).sum())
    if zeros:
        legend.box(_plain(PALE), f"zéro ({zeros})")


class _Legend:
    """The column on the right of the map, filled from top to bottom. Lengths in inches."""

    def __init__(self, canvas: Canvas, map_axes: Axes):
        self.canvas, self.map_axes = canvas, map_axes
        self.axes = canvas.axes(WIDTH - 2 * MARGIN - LEGEND + 0.15, LEGEND - 0.15)
        self.axes.set_xlim(0, LEGEND - 0.15)
        self.axes.set_ylim(-BODY, 0)
        self.axes.axis("off")
        self.at = -0.25
        self._heading()

    def box(self, look: dict, text: str) -> None:
        self.axes.add_patch(Rectangle((0.02, self.at - 0.17), 0.34, 0.2, linewidth=0.5, **look))
        self._say(0.48, self.at - 0.12, text)
        self.at -= 0.3

    def classes(self, classes: Classes, exhibit: Exhibit) -> None:
        """One box a class, the most at the top: its closed bounds and how many territories it holds."""
        for bounds, count, step in reversed(list(zip(classes.bounds, classes.counts, classes.steps, strict=True))):
            low, high = (wording.number(bound, classes.decimals) for bound in bounds)
            text = low if low == high else f"{low} à {high}"
            way = f", {direction(bounds[1], classes.decimals)}" if exhibit.axis == "evolution" else ""
            self.box(_plain(palettes.colour(exhibit.indicator.palette, step)), f"{text}{way}  ({count})")

    def circles(self, sizes: tuple[float, ...], scale: float, colour: str, exhibit: Exhibit) -> None:
        """Round sizes drawn at the map's own scale."""
        inches = self._inches_per_unit()
        radii = [scale * math.sqrt(size) * inches for size in sizes]
        widest = max(radii, default=0)
        for size, radius in zip(sizes, radii, strict=True):
            self.at -= max(radius, 0.09)
            self.axes.add_patch(Circle((0.05 + widest, self.at), radius, facecolor=colour, alpha=0.75,
                                       edgecolor="white", linewidth=0.6))  # fmt: skip
            decimals = wording.decimals_of(exhibit.indicator, size)
            self._say(0.25 + 2 * widest, self.at - 0.04, wording.number(size, decimals))
            self.at -= max(radius, 0.09) + 0.08
        self.at -= 0.1

    def states(self, zones: gpd.GeoDataFrame, circles: bool) -> None:
        """What is not a plain figure, only when the map has some."""
        counts = zones["statut"].value_counts()
        outside = int(zones["statut"].isna().sum())
        self.at -= 0.12
        if counts.get("secret"):
            self.box(SECRET_LOOK, f"secret statistique  ({counts['secret']})")
        if counts.get("non_significatif"):
            self.box(_plain(palettes.UNSURE), f"{wording.state('non_significatif')}  ({counts['non_significatif']})")
        for statut in ("non_disponible", "sans_objet", "non_comparable"):
            if counts.get(statut):
                self.box(_plain(palettes.MISSING), f"{wording.state(statut)}  ({counts[statut]})")
        if counts.get("fragile") and not circles:
            self.box({**_plain("white"), **FRAGILE_LOOK}, f"dont résultat fragile  ({counts['fragile']})")
        if outside:
            self.box(_plain(palettes.UNCONCERNED), f"hors champ  ({outside})")

    def _heading(self) -> None:
        exhibit = self.canvas.exhibit
        unit = f", en {exhibit.indicator.unite}" if exhibit.indicator.unite else ""
        name = ("Évolution : " if exhibit.axis == "evolution" else "") + exhibit.indicator.libelle
        for line in self.canvas.wrap(name + unit, LEGEND - 0.3, TEXT + 0.5, bold=True):
            self._say(0.02, self.at, line, size=TEXT + 0.5, weight="bold")
            self.at -= 0.19
        self._say(0.02, self.at, f"entre parenthèses : nombre de {LEVELS[exhibit.niveau].plural.lower()}", size=7)
        self.at -= 0.25

    def _inches_per_unit(self) -> float:
        """Inches of paper for one unit of the map, whichever side the box limits."""
        (left, right), (bottom, top) = self.map_axes.get_xlim(), self.map_axes.get_ylim()
        return min((WIDTH - 2 * MARGIN - LEGEND) / (right - left), BODY / (top - bottom))

    def _say(self, x: float, y: float, text: str, size: float = TEXT, **look) -> None:
        self.axes.text(x, y, text, fontsize=size, color=palettes.INK, parse_math=False, **look)
