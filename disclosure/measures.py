"""Protected measures of an edition: computed and hidden once, at publication, then read back."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from disclosure.control import DIFFUSION
from geodata.levels import FRANCE
from indicators.aggregation import memberships
from indicators.catalogue import MEASURE_COLUMNS, catalogue, indicator
from warehouse.edition import Edition

TABLE = "faits_indicateurs"


def measures(edition: Edition, code: str, niveau: str, audience: str = DIFFUSION) -> pd.DataFrame:
    """Protected measures of one indicator at one level: frame of MEASURE_COLUMNS, empty if not published there.

    Every row there is: the edition's own territories, and those it is only compared with.
    """
    if niveau not in indicator(code).niveaux:
        return pd.DataFrame(columns=list(MEASURE_COLUMNS))
    return edition.remember(("protected", code, audience), lambda: _protected(edition, code, audience))[niveau]


def published_measures(edition: Edition, progress: Callable[[str], None] = lambda step: None) -> pd.DataFrame:
    """Table `faits_indicateurs` of an edition about to be published: every indicator, protected for diffusion.

    progress: told of each indicator before it is computed.
    """
    parts = []
    for code, chosen in catalogue().items():
        progress(f"Indicateur et secret statistique : {chosen.libelle}")
        levels = _computed(edition, code, DIFFUSION)
        parts += [levels[niveau].assign(code=code, niveau=niveau) for niveau in chosen.niveaux]
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def _protected(edition: Edition, code: str, audience: str) -> dict[str, pd.DataFrame]:
    """As computed when the edition was published, else computed now (another audience, an edition in memory)."""
    if audience != DIFFUSION or not edition.has(TABLE):
        return _computed(edition, code, audience)
    by_code = edition.remember(TABLE, lambda: dict(list(edition.table(TABLE).groupby("code"))))
    stored = by_code.get(code, edition.table(TABLE).head(0))
    return {
        niveau: stored.loc[stored["niveau"] == niveau, list(MEASURE_COLUMNS)].reset_index(drop=True)
        for niveau in indicator(code).niveaux
    }


def _computed(edition: Edition, code: str, audience: str) -> dict[str, pd.DataFrame]:
    """All levels of an indicator, protected together: what one level hides, another must not give back."""
    from disclosure.hierarchy import protect_hierarchy  # scipy takes a second: only publishing needs it
    from disclosure.national import protect_france

    chosen = indicator(code)
    raw = {niveau: chosen.compute(edition, niveau) for niveau in chosen.niveaux}
    links = memberships(edition)
    if edition.departement == FRANCE:
        return protect_france(raw, chosen, links, audience)
    return protect_hierarchy(raw, chosen, links[links["niveau"].isin(raw)], audience)
