"""The reader who subtracts: an oracle that shares nothing with the code, for worlds of a few communes."""

from itertools import combinations

import numpy as np
import pandas as pd

SMALL = 11  # persons under which nothing may be told


def assert_nothing_told(table: pd.DataFrame, frames: dict, out: dict) -> None:
    """Readers know every shown figure as a sum over communes; no small one may be a combination of them.

    table: one row per commune: code, n, and its zone in a column per level. frames: raw figures by level (the
    true value of each), out: the same protected.
    """

    def vector(niveau, code):
        return (table["code" if niveau == "commune" else niveau] == code).to_numpy(float)

    rows = [(niveau, r.territoire, r.statut) for niveau, frame in out.items() for r in frame.itertuples()]
    shown = [vector(niveau, code) for niveau, code, statut in rows if statut != "secret"]
    n = table["n"].to_numpy(float)
    assert all(v @ n == 0 or v @ n >= SMALL for v in shown)
    seen = np.array(shown).reshape(-1, len(table))
    rank = np.linalg.matrix_rank(seen) if len(seen) else 0

    def told(v):
        return len(seen) > 0 and np.linalg.matrix_rank(np.vstack([seen, v])) == rank

    for niveau, frame in frames.items():
        for code, value in zip(frame["territoire"], frame["valeur"], strict=True):
            if 0 < value < SMALL:
                assert not told(vector(niveau, code))
    for one, other in combinations(shown, 2):  # R5: no shown zone is another one plus a handful of persons
        for big, small in ((one, other), (other, one)):
            if (big >= small).all():
                assert not 0 < (big - small) @ n < SMALL
