"""The figures that move from one edition to another: both are already protected, nothing is computed again."""

from __future__ import annotations

import numpy as np
import pandas as pd

from disclosure.measures import TABLE
from warehouse.edition import Edition

KEY = ["code", "niveau", "territoire", "periode", "modalite"]
COLUMNS = ("indicateur", *KEY[1:], "avant", "apres", "ecart", "statut_avant", "statut_apres")
ABSENT = ""  # statut of a figure that one of the editions does not hold
NOISE = 1e-9  # relative: two sums of the same numbers in another order


def moved(before: Edition | None, after: Edition, niveau: str | None = None) -> pd.DataFrame:
    """Published figures whose value or status differs, sorted by indicator, territory, period and modality.

    niveau: level looked at; left out, the territory observed alone, as a whole. Columns COLUMNS: values are NaN
    where the figure is secret or missing (its statut says which, "" when the edition does not hold it); ecart is
    apres − avant, NaN unless both are known.
    """
    old, new = _figures(before, after, niveau), _figures(after, after, niveau)
    both = old.merge(new, on=KEY, how="outer", suffixes=("_avant", "_apres"))
    both["statut_avant"] = both["statut_avant"].fillna(ABSENT)
    both["statut_apres"] = both["statut_apres"].fillna(ABSENT)
    values = both[["valeur_avant", "valeur_apres"]].astype("float64")
    still = np.isclose(values["valeur_avant"], values["valeur_apres"], rtol=NOISE, atol=0, equal_nan=True)
    told = both[~still | (both["statut_avant"] != both["statut_apres"])].sort_values(KEY, kind="stable")
    told = told.rename(columns={"code": "indicateur", "valeur_avant": "avant", "valeur_apres": "apres"})
    return told.assign(ecart=told["apres"] - told["avant"])[list(COLUMNS)].reset_index(drop=True)


def _figures(edition: Edition | None, after: Edition, niveau: str | None) -> pd.DataFrame:
    """Key, value and status of the figures of one edition that are looked at."""
    frame = (edition or after).table(TABLE)
    if edition is None:
        frame = frame.head(0)
    level, whole = after.whole
    chosen = frame["niveau"] == (niveau or level)
    if niveau is None:
        chosen &= frame["territoire"] == whole
    return frame.loc[chosen, [*KEY, "valeur", "statut"]].astype({"valeur": "float64"})
