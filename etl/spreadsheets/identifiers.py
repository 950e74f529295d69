"""Identifiers made from what a sheet says: the same words give the same identifier at each load."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from etl.spreadsheets.block import Block
from etl.spreadsheets.canonical import canonical
from etl.spreadsheets.cells import texts
from etl.spreadsheets.mapping import Mapping, SheetMapping
from etl.spreadsheets.targets import target
from etl.spreadsheets.wording import slug

IDENTIFIERS = ("structure_id", "action_id", "session_id", "code_tas")
SOURCE, DEFAULT_SOURCE = "structures.source", "departement"


def is_identifier(key: str) -> bool:
    """Whether that column, when it is made, is a slug rather than a copy."""
    return key.partition(".")[2] in IDENTIFIERS


def source(mapping: Mapping) -> str:
    """Where the structures come from, which begins their identifiers."""
    said = (sheet.constants.get(SOURCE) for sheet in mapping.sheets)
    return slug(next(filter(None, said), DEFAULT_SOURCE)) or DEFAULT_SOURCE


def identifiers(block: Block, sheet: SheetMapping, key: str, origin: str) -> pd.Series:
    """The identifier of each row, missing where nothing gives it. origin: see `source`."""
    headers = [header for header in sheet.keys[key] if header in block.headers]
    if len(headers) == 1 and is_identifier(sheet.columns.get(headers[0], "")):
        return texts(block.frame[headers[0]])  # their own identifier, under another table
    words = [_words(block, sheet, header).map(slug, na_action="ignore") for header in headers]
    joined = joined_rows(words, "-")
    if key.endswith(".structure_id"):
        return joined.map(lambda one: f"{origin}--{one}", na_action="ignore")
    return joined


def joined_rows(columns: Sequence[pd.Series], mark: str) -> pd.Series:
    """The filled texts of each row, joined; missing where there is none."""
    if not columns:
        return pd.Series(dtype="object")
    rows = zip(*columns, strict=True)
    said = [mark.join(one for one in row if isinstance(one, str) and one) or None for row in rows]
    return pd.Series(said, columns[0].index, dtype="object")


def told_apart(made: pd.Series, facts: pd.DataFrame) -> tuple[pd.Series, list[int]]:
    """Identifiers with « -2 », « -3 » where rows of one identifier do not say the same, and where (index of rows).

    Rows that say the same keep the same identifier, in whatever order they come after the first.
    """
    seen: dict[str, list[tuple]] = {}
    found, changed = [], []
    for index, one, said in zip(made.index, made, facts.astype("str").itertuples(index=False), strict=True):
        if not isinstance(one, str):
            found.append(None)
            continue
        different = seen.setdefault(one, [])
        if tuple(said) not in different:
            different.append(tuple(said))
            if len(different) > 1:
                changed.append(index)
        rank = different.index(tuple(said)) + 1
        found.append(one if rank == 1 else f"{one}-{rank}")
    return pd.Series(found, made.index, dtype="object"), changed


def _words(block: Block, sheet: SheetMapping, header: str) -> pd.Series:
    """The texts of a column; dates in ISO, so that one date spelled two ways is one identifier."""
    key = sheet.columns.get(header, "")
    if key and target(key).type in ("date", "timestamp"):
        return texts(canonical(key, block.frame[header], {}))
    return texts(block.frame[header])
