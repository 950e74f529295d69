"""Protection of one indicator at all its levels together: communes, intercommunalities, département…

Levels published side by side are one big table. Protected level by level, a hidden commune would come back by
subtracting its neighbours from the intercommunality (R4), and a handful of persons by subtracting one zoning
from another (R5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from disclosure.control import DIFFUSION, FIGURES, THRESHOLDS, Thresholds, counts_an_attribute, protect
from disclosure.suppression import Equation, suppress
from geodata.arrondissements import commune_of_arrondissement
from geodata.levels import ARRONDISSEMENT_MUNICIPAL
from indicators.catalogue import Indicator

Place = tuple[str, str]  # level, code
Areas = dict[Place, frozenset[str]]  # the communes of each territory
SMALLEST = ("commune", ARRONDISSEMENT_MUNICIPAL)
BETWEEN = "entre zonages"  # level of the intersections, which are never published


def protect_hierarchy(
    frames: Mapping[str, pd.DataFrame],
    indicator: Indicator,
    appartenances: pd.DataFrame,
    audience: str = DIFFUSION,
) -> dict[str, pd.DataFrame]:
    """Each level's measures, protected as `protect` does, then against subtraction between levels.

    frames: level code → frame of MEASURE_COLUMNS, for every level that will ever be shown (a level added later
    could undo the protection); raw frames protect best, protected ones are accepted. appartenances: table of
    that name (code_insee, niveau, code_zone). Modalities that add up to the whole are taken as one more sum.

    A row whose territory holds no commune of `appartenances` (another département, the region, France) is only
    there to be compared with: it is protected by itself and enters no sum.
    """
    safe = {niveau: protect(frame, indicator, audience) for niveau, frame in frames.items()}
    if indicator.seuil in ("S4", "source"):
        return safe
    areas = _areas(frames, appartenances)
    geography = list(dict.fromkeys([*_geography(areas, "commune" in frames), *_districts(frames)]))
    for periode in sorted({periode for frame in frames.values() for periode in frame["periode"]}):
        _hide_more(frames, safe, indicator, THRESHOLDS[audience], areas, geography, periode)
    return safe


def additive(indicator: Indicator, rules: Thresholds) -> dict[str, float]:
    """Published quantities that add up from one territory to the next, with the smallest sum that may be seen."""
    if indicator.seuil == "S3":
        return {"numerateur": 0, "denominateur": 0}
    group = rules.repondants if indicator.seuil == "S5" else rules.groupe
    if indicator.nature == "effectif":
        return {"numerateur": group}
    if counts_an_attribute(indicator):
        return {"denominateur": group, "numerateur": rules.attribut, "complement": rules.attribut}
    return {"denominateur": group, "numerateur": 0}


def _hide_more(
    frames: Mapping[str, pd.DataFrame], safe: dict[str, pd.DataFrame], indicator: Indicator, rules: Thresholds,
    areas: Areas, geography: list[tuple[Place, tuple[Place, ...]]], periode: str,
) -> None:  # fmt: skip
    """Hide in `safe`, for one period, what would give back its secret rows."""
    raw = _rows(frames, periode, indicator)
    secret = set(_rows(safe, periode, indicator).query("statut == 'secret'").index)
    hidden: set[tuple[str, str, str]] = set()
    for column, threshold in additive(indicator, rules).items():
        values = raw[column].to_dict()
        if np.isnan(list(values.values())).all():
            continue
        equations, between = _sums(values, areas, geography)
        small = {cell for cell in between if 0 < values.get(cell, np.nan) < threshold}
        kept = [eq for eq in equations if _useful(eq, between, small, "commune" in frames)]
        hidden |= suppress(values, kept, secret | small, threshold, hidden=hidden, unpublished=between) - secret
    for niveau, frame in safe.items():
        keys = list(zip(frame["territoire"], frame["modalite"], strict=True))
        here = frame["periode"].eq(periode) & np.array([(niveau, *key) in hidden for key in keys], bool)
        here &= frame["statut"] != "non_disponible"
        frame.loc[here, list(FIGURES)] = np.nan
        frame.loc[here, "statut"] = "secret"


def _rows(frames: Mapping[str, pd.DataFrame], periode: str, indicator: Indicator) -> pd.DataFrame:
    """Rows of one period at all levels, by (level, territory, modality)."""
    parts = [frame[frame["periode"] == periode].assign(niveau=niveau) for niveau, frame in frames.items()]
    rows = pd.concat(parts).set_index(["niveau", "territoire", "modalite"])
    if indicator.nature == "effectif":
        rows["numerateur"] = rows["numerateur"].fillna(rows["valeur"])
    return rows.assign(complement=rows["denominateur"] - rows["numerateur"])


def _sums(
    values: dict, areas: Areas, geography: list[tuple[Place, tuple[Place, ...]]]
) -> tuple[list[Equation], set]:  # fmt: skip
    """Every sum a reader can make with the cells of one period, and the cells nobody is shown.

    Completes `values` with the intersections whose communes are all known.
    """
    equations: list[Equation] = []
    unseen = set()
    modalities = sorted({modalite for *_, modalite in values})
    for modalite in modalities:
        told = {(niveau, code) for niveau, code, m in values if m == modalite}
        communes = any(niveau == "commune" for niveau, _ in told)
        for total, parts in geography:
            if total not in told and total[0] != BETWEEN:
                continue
            if communes:  # a commune without row counts nobody
                parts = tuple(part for part in parts if part in told or part[0] not in SMALLEST)
            equations.append(((*total, modalite), tuple((*part, modalite) for part in parts)))
            unseen |= {(*place, modalite) for place in (total, *parts) if place not in told}
        for place in {cell[:2] for cell in unseen if cell[2] == modalite and communes}:
            known = [values[("commune", c, modalite)] for c in areas[place] if ("commune", c) in told]
            values[(*place, modalite)] = float(np.sum(known))
    return equations + list(_wholes(values, modalities)), unseen


def _wholes(values: dict, modalities: list[str]) -> Iterator[Equation]:
    """For each territory, modalities of a dimension that add up to the figure without that dimension."""
    families: dict[tuple[str, str], list[str]] = {}
    for modalite in modalities:
        pairs = [pair for pair in modalite.split("|") if pair]
        for pair in pairs:
            whole = "|".join(other for other in pairs if other != pair)
            families.setdefault((whole, pair.partition("=")[0]), []).append(modalite)
    for (whole, _), parts in families.items():
        for niveau, code, _ in [cell for cell in values if cell[2] == whole and cell[0] != BETWEEN]:
            cells = [(niveau, code, part) for part in parts if (niveau, code, part) in values]
            known = [values[cell] for cell in cells if not np.isnan(values[cell])]
            gap = values[(niveau, code, whole)] - sum(known)
            if cells and (abs(gap) < 0.5 or (gap > 0 and len(known) < len(cells))):
                yield (niveau, code, whole), tuple(cells)


def _useful(equation: Equation, between: set, small: set, communes: bool) -> bool:
    """With communes known, an intersection large enough says nothing their own sums do not."""
    cells = (equation[0], *equation[1])
    return not communes or any(cell in small for cell in cells) or not any(cell in between for cell in cells)


def _areas(frames: Mapping[str, pd.DataFrame], appartenances: pd.DataFrame) -> Areas:
    """Communes of every territory the frames speak of that holds some."""
    inside = appartenances["niveau"].isin(frames)
    groups = appartenances[inside].groupby(["niveau", "code_zone"])["code_insee"]
    areas = {place: frozenset(codes) for place, codes in groups}
    universe = frozenset(appartenances["code_insee"])
    return areas | {("commune", code): frozenset([code]) for code in universe}


def _geography(areas: Areas, communes: bool) -> Iterator[tuple[Place, tuple[Place, ...]]]:
    """Sums between territories: each is the sum of its communes, and of its pieces in every other zoning."""
    zones = {place: codes for place, codes in sorted(areas.items()) if place[0] != "commune"}
    named: dict[frozenset[str], Place] = {}
    for place, codes in [*zones.items(), *areas.items()]:
        named.setdefault(codes, place)
    by_level: dict[str, list[tuple[Place, frozenset[str]]]] = {}
    for place, codes in zones.items():
        by_level.setdefault(place[0], []).append((place, codes))

    def name(codes: frozenset[str]) -> Place:
        place = named.setdefault(codes, (BETWEEN, "+".join(sorted(codes))))
        areas.setdefault(place, codes)
        return place

    for place, codes in zones.items():
        for others in by_level.values():
            whole = [other for other, inside in others if inside <= codes]
            pieces = [codes & inside for other, inside in others if codes & inside and not inside <= codes]
            rest = codes.difference(*(inside for _, inside in others))
            parts = sorted(whole + [name(piece) for piece in [*pieces, rest] if piece])
            if parts != [place]:
                yield place, tuple(parts)
    if communes:
        for place, codes in sorted(areas.items()):
            if place[0] != "commune":  # a zone of one commune too: it says the same figure under another name
                yield place, tuple(("commune", code) for code in sorted(codes))


def _districts(frames: Mapping[str, pd.DataFrame]) -> Iterator[tuple[Place, tuple[Place, ...]]]:
    """Paris, Lyon and Marseille are each the sum of the municipal arrondissements published beside them."""
    told = frames.get(ARRONDISSEMENT_MUNICIPAL, pd.DataFrame({"territoire": []}))["territoire"].drop_duplicates()
    for commune, parts in told.groupby(told.map(commune_of_arrondissement)):
        yield ("commune", commune), tuple((ARRONDISSEMENT_MUNICIPAL, code) for code in sorted(parts))
