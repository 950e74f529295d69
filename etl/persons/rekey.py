"""Keys of persons hashed again under the secret of the installation: what left the département is not what is kept."""

from __future__ import annotations

import hmac
from dataclasses import replace

import pandas as pd

from etl.persons.numbers import PROTECTED
from etl.staging import Staged

COLUMN = "personne_key"


def rekeyed(staged: Staged, key: bytes) -> Staged:
    """The same table with HMAC-SHA256(key, personne_key) in hexadecimal for each key; other tables as they are.

    The same key gives the same one in every table, so that joins survive. What is not 64 lower-case hexadecimal digits
    is left as it is: the gate refuses it.
    """
    if COLUMN not in staged.frame:
        return staged
    places, distinct = pd.factorize(staged.frame[COLUMN], use_na_sentinel=False)
    known = pd.Series(distinct)
    texts = pd.Series([value if isinstance(value, str) else "" for value in known], dtype="str").str.strip()
    good = texts.str.fullmatch(PROTECTED).to_numpy(dtype="bool")
    fresh = [_hashed(text, key) if shaped else value for text, value, shaped in zip(texts, known, good, strict=True)]
    column = pd.Series(fresh, dtype=known.dtype).take(places).set_axis(staged.frame.index)
    return replace(staged, frame=staged.frame.assign(**{COLUMN: column}))


def _hashed(text: str, key: bytes) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()
