"""What changes between two editions in the département's own tables: before publishing, or between two dates."""

from __future__ import annotations

import pandas as pd

from warehouse.dictionary import table, tables
from warehouse.edition import Edition

ADDED, REMOVED, CHANGED, SAME = "ajoutees", "retirees", "modifiees", "identiques"
COUNTS = (ADDED, REMOVED, CHANGED, SAME)


def rows(before: Edition | None, after: Edition) -> pd.DataFrame:
    """How many rows were added, removed, changed or left as they were, by key. before: None when nothing was served.

    Columns table and COUNTS; one row an own table that one of the two holds, in the order of the dictionary.
    """
    told = []
    for name, declared in tables().items():
        if declared.origin == "departement" and (after.has(name) or (before is not None and before.has(name))):
            told.append({"table": name, **_counts(before, after, name)})
    return pd.DataFrame(told, columns=["table", *COUNTS])


def changed_rows(before: Edition | None, after: Edition, name: str) -> pd.DataFrame:
    """Each cell that differs in a row both editions hold: the columns of the key, colonne, avant, apres.

    ValueError for an individual table: its rows are never shown.
    """
    if table(name).individual:
        raise ValueError(f"{name} holds a row a person")
    declared = table(name)
    key = list(declared.key)
    joined = _joined(before, after, name)
    both = joined[joined["_merge"] == "both"]
    parts = []
    for column in _compared(name):
        differs = _differs(both, column)
        old, new = (both.loc[differs, f"{column}{side}"].astype("object") for side in (BEFORE, AFTER))
        parts.append(both.loc[differs, key].assign(colonne=column, avant=old, apres=new))
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)


BEFORE, AFTER = "__avant", "__apres"
RANK = "__rang"  # keeps apart rows of one key, should an edition hold several


def _counts(before: Edition | None, after: Edition, name: str) -> dict[str, int]:
    joined = _joined(before, after, name)
    both = joined[joined["_merge"] == "both"]
    changed = pd.Series(False, both.index)
    for column in _compared(name):
        changed |= _differs(both, column)
    return {
        ADDED: int((joined["_merge"] == "right_only").sum()),
        REMOVED: int((joined["_merge"] == "left_only").sum()),
        CHANGED: int(changed.sum()),
        SAME: int((~changed).sum()),
    }


def _compared(name: str) -> list[str]:
    """Everything but the key; the mark of a demonstration too: an invented row that becomes real has changed."""
    return [column for column in table(name).names if column not in table(name).key]


def _joined(before: Edition | None, after: Edition, name: str) -> pd.DataFrame:
    """Rows of both editions side by side, an empty part of the key being the same as another empty one."""
    new = _ranked(after.table(name), name)
    old = _ranked(before.table(name) if before is not None else after.table(name).head(0), name)
    key = [*table(name).key, RANK]
    return old.merge(new, on=key, how="outer", suffixes=(BEFORE, AFTER), indicator=True)


def _ranked(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    key = list(table(name).key)
    plain = frame.astype(dict.fromkeys(key, "object"))
    plain[key] = plain[key].where(plain[key].notna(), None)
    return plain.assign(**{RANK: plain.groupby(key, dropna=False, sort=False).cumcount()})


def _differs(both: pd.DataFrame, column: str) -> pd.Series:
    old, new = both[f"{column}{BEFORE}"], both[f"{column}{AFTER}"]
    same = (old == new).fillna(False).astype("bool") | (old.isna() & new.isna())
    return ~same
