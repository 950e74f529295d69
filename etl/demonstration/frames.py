"""Last step of every room: columns of arrays become a frame with the dictionary's columns and types."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from warehouse.dictionary import table


def frame(name: str, size: int, columns: Mapping[str, object]) -> pd.DataFrame:
    """Table `name` with `size` rows, every declared column in order, marked synthetic.

    columns: an array or one value for all rows; a column left out is empty. KeyError when the dictionary
    ignores a column, so that a misspelt name cannot pass unseen.
    """
    declared = table(name)
    unknown = set(columns) - set(declared.names)
    if unknown:
        raise KeyError(f"{name}: {sorted(unknown)}")
    index = pd.RangeIndex(size)
    values = {"synthetique": True, **columns}
    return pd.DataFrame({c.name: _typed(values.get(c.name), c.type, index) for c in declared.columns})


def _typed(values: object, kind: str, index: pd.RangeIndex) -> pd.Series:
    series = pd.Series(values, index=index, dtype="object" if values is None else None)
    if kind in ("date", "timestamp"):
        return pd.to_datetime(series).astype("datetime64[us]")
    return series.astype({"int": "Int64", "bool": "boolean", "float": "float64"}.get(kind, "str"))


def where(present: np.ndarray, values: object) -> np.ndarray:
    """The values where they are known, None elsewhere: missing is not an empty text nor a false."""
    return np.where(present, np.asarray(values, dtype="object"), None)


def identifiers(prefix: str, size: int, width: int) -> np.ndarray:
    """DEMO-… identifiers, numbered from 1."""
    return np.array([f"DEMO-{prefix}{number:0{width}d}" for number in range(1, size + 1)], dtype="object")
