"""Columns of codes by the hundred thousand, compared at once: `Series.isin` reads what it looks for one by one."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def among(codes: pd.Series, known: pd.Series | Collection[str]) -> pd.Series:
    """Which of these texts stand among those: booleans, same index. A missing one never does."""
    wanted = pa.array(known if isinstance(known, pd.Series) else list(known), pa.large_string(), from_pandas=True)
    found = pc.is_in(written(codes), value_set=wanted.drop_null(), skip_nulls=True)
    return pd.Series(found.to_numpy(zero_copy_only=False).astype("bool"), codes.index)


def written(codes: pd.Series) -> pa.Array:
    """The same texts for pyarrow, in one piece."""
    array = pa.array(codes, from_pandas=True)
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return whole.cast(pa.large_string())


def read(array: pa.Array, index: pd.Index) -> pd.Series:
    """A column of texts as pandas holds it."""
    return pd.Series(pd.array(array, dtype="str"), index)
