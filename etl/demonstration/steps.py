"""How the actions of one person follow one another: first entry, and time spent without any open step."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.dates import EXTRACTION

LONG_GAP = 60  # days


def steps(people: pd.DataFrame, demands: pd.DataFrame) -> pd.DataFrame:
    """Per person: `first` (date of first entry), `longest_gap` (days without a step), `gaps` (those over 60 days).

    Time runs from the orientation to the exit or the extraction; steps that overlap count once.
    """
    entered = demands[demands["enters"]]
    start = entered["entry"].to_numpy().astype("datetime64[D]")
    end = entered["over"].fillna(pd.Timestamp(EXTRACTION)).to_numpy().astype("datetime64[D]")
    person = entered["person"].to_numpy()
    close = people["left"].fillna(pd.Timestamp(EXTRACTION)).to_numpy().astype("datetime64[D]")
    opening = people["orientation"].to_numpy().astype("datetime64[D]")
    rank = np.arange(len(people))
    # Two steps without length bound the time of each person: the orientation and the end.
    one = pd.DataFrame(
        {
            "person": np.concatenate([rank, person, rank]),
            "start": np.concatenate([opening, start, close]),
            "end": np.concatenate([opening, end, close]),
        }
    ).sort_values(["person", "start"], kind="stable")
    covered = one.groupby("person")["end"].cummax().groupby(one["person"]).shift()
    gap = ((one["start"] - covered) / np.timedelta64(1, "D")).clip(lower=0)
    by_person = gap.groupby(one["person"])
    first = pd.Series(start).groupby(person).min().reindex(rank)
    gaps = (gap > LONG_GAP).groupby(one["person"]).sum()
    return pd.DataFrame({"first": first, "longest_gap": by_person.max(), "gaps": gaps})
