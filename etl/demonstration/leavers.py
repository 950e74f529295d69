"""The exits that count: people who left, except moves, deaths, illness, motherhood, retirement."""

from __future__ import annotations

import numpy as np
import pandas as pd

NO_ACTION = "accompagnement_global"


def leavers(people: pd.DataFrame, demands: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """One row per counted exit: person, left, sexe, tas, path, outcome, reason, programme (of their last action)."""
    entered = demands[demands["enters"]].sort_values("entry", kind="stable")
    last = entered.groupby("person")["action"].last()
    kind = actions["type_dispositif"].to_numpy()[last.to_numpy(dtype=int)]
    programme = pd.Series(kind, last.index).reindex(np.arange(len(people))).fillna(NO_ACTION)
    counted = people["left"].notna() & (people["outcome"] != "retrait")
    kept = people.loc[counted, ["left", "sexe", "tas", "path", "outcome", "reason"]]
    kept = kept.assign(person=kept.index, programme=programme[counted].to_numpy())
    return kept.reset_index(drop=True)
