"""Which territories one may be put beside, and why: the nearest of its level, or the parts of the département."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from disclosure.building import select
from disclosure.measures import measures
from disclosure.words import listed, named, territories
from geodata.levels import LEVELS, NESTED
from indicators.aggregation import zone_of
from indicators.catalogue import Indicator, indicator
from indicators.peers import CONTEXT, DENSITY, Peers, nearest
from indicators.remember import per_edition
from warehouse.edition import Edition

MOST = 12  # territories of the département shown at once when it has no peer
# Where to look for parts of the département when no other département has the figure.
INNER = ("territoire_action_sociale", "epci", "clpe", "zone_emploi", "arrondissement")


@dataclass(frozen=True)
class Peering:
    """The territories proposed beside one: their level, their codes, and why these (or why none) in a sentence.

    distances: of each, in standard deviations, when they are the nearest; else ().
    """

    niveau: str
    codes: tuple[str, ...]
    reason: str
    distances: tuple[float, ...] = ()


@per_edition
def peering(edition: Edition, code: str, niveau: str, territoire: str) -> Peering:
    """Peers of a territory for an indicator: the nearest of its level, else the parts of the département.

    The département alone has the figures of its own tables: it is then shown beside its territories.
    """
    chosen = indicator(code)
    if (niveau, territoire) == edition.whole and not is_public(chosen):
        for inner in INNER:
            codes = tuple(code for code, _ in territories(edition, inner))
            if inner in chosen.niveaux and 1 < len(codes) <= MOST:
                return Peering(inner, codes, f"Comparaison avec les {LEVELS[inner].within} du département.")
        return Peering(niveau, (), "Aucun découpage du département ne porte cet indicateur.")
    found = similar(edition, niveau, territoire)
    return Peering(niveau, found.codes, found.reason or _why(niveau, found), found.distances)


@per_edition
def similar(edition: Edition, niveau: str, territoire: str) -> Peers:
    """The nearest territories of the same level, on what this edition knows and may show of them."""
    if niveau not in CONTEXT:
        plural = LEVELS[niveau].within
        return Peers(reason=f"Les {plural} n’ont pas de variables de contexte : aucun territoire proche n’est proposé.")
    return nearest(context(edition, niveau), territoire, CONTEXT[niveau])


@per_edition
def context(edition: Edition, niveau: str) -> pd.DataFrame:
    """What is known of every territory of a level: one row each, one column per variable of CONTEXT, protected."""
    codes = [code for code, _ in offered(edition, niveau)]
    columns = {one.code: _latest_known(edition, one.code, niveau) for one in CONTEXT[niveau] if one.code != DENSITY}
    frame = pd.DataFrame(columns, index=codes, dtype="float64")
    return frame.assign(**{DENSITY: frame["population_municipale"] / _surface(edition, niveau).reindex(codes)})


def offered(edition: Edition, niveau: str) -> list[tuple[str, str]]:
    """(code, name) of every territory one may compare with at a level, by name."""
    if niveau in NESTED:
        return sorted(named(edition, niveau).items(), key=lambda pair: pair[1])
    return territories(edition, niveau)


def is_public(chosen: Indicator) -> bool:
    """Whether the figures come from publishers, who know other territories; not from the département's own tables."""
    return "faits" in chosen.tables


def is_comparable(edition: Edition, code: str) -> bool:
    """Whether something may stand beside: its tables are provided, and it is told of more than the whole edition."""
    chosen = indicator(code)
    provided = all(edition.has(name) for name in chosen.tables)
    return provided and (is_public(chosen) or any(niveau != edition.whole[0] for niveau in chosen.niveaux))


def _why(niveau: str, found: Peers) -> str:
    """ "Territoires proches : les 5 départements qui ressemblent le plus par la population et la densité." """
    by = listed([one.label for one in found.variables])
    plural = f"les {len(found.codes)} {LEVELS[niveau].within}" if len(found.codes) > 1 else LEVELS[niveau].label.lower()
    return f"Territoires proches : {plural} qui lui ressemblent le plus par {by}."


def _latest_known(edition: Edition, code: str, niveau: str) -> pd.Series:
    """Values by territory at the period known for the most of them, the latest of equals; empty where there is none."""
    told = select(measures(edition, code, niveau), modalite="").dropna(subset=["valeur"])
    counts = told.groupby("periode").size()
    if counts.empty:
        return pd.Series(dtype="float64")
    best = max(counts.index, key=lambda periode: (counts[periode], periode))
    return told[told["periode"] == best].set_index("territoire")["valeur"]


def _surface(edition: Edition, niveau: str) -> pd.Series:
    """km² by territory: its own where the level is wide, else those of the communes the edition counts in it."""
    zones = edition.table("zones")
    own = zones[zones["niveau"] == (niveau if niveau in NESTED else "commune")].drop_duplicates("code")
    surfaces = own.set_index("code")["superficie_km2"].astype("float64")
    return surfaces if niveau in NESTED else surfaces.groupby(zone_of(edition, niveau)).sum(min_count=1)
