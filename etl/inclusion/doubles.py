"""The same structure described by several producers: which of its records is counted.

As the API of data·inclusion does when asked to leave doubles out (`exclure_doublons`): of the records said to be
one structure, the services of the best one are counted, by quality score.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def counted_instead(structures: pd.DataFrame, links: Iterable[tuple[str, str]]) -> pd.Series:
    """For each structure_id that is a double, the one counted in its place.

    structures: structure_id, offre (whether it has services), score_qualite (missing: no score), date_maj.
    links: pairs of structure_id said to be the same structure, in either order; an unknown structure is of no use.
    Best: one that has services, then highest score, latest date, first identifier.
    """
    known = structures.drop_duplicates("structure_id").set_index("structure_id")
    leader = {name: name for name in known.index}

    def head(name: str) -> str:
        while leader[name] != name:
            leader[name] = name = leader[leader[name]]
        return name

    for one, other in links:
        if one in leader and other in leader:
            leader[head(one)] = head(other)
    group = pd.Series({name: head(name) for name in leader}, dtype="object")
    order = known.assign(groupe=group, score=known["score_qualite"].astype("float64").fillna(-1.0), nom=known.index)
    order = order.sort_values(["offre", "score", "date_maj", "nom"], ascending=[False, False, False, True])
    best = order.drop_duplicates("groupe").set_index("groupe")["nom"]
    chosen = group.map(best)
    return chosen[chosen != chosen.index]
