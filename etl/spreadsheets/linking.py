"""References made of names, given the identifier that another sheet of the same load says."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from etl.spreadsheets.rows import Table
from etl.spreadsheets.wording import slug
from warehouse.dictionary import table

NAMES = {"structures": ("structure_id", "nom"), "actions": ("action_id", "nom"), "territoires": ("code_tas", "nom_tas")}


def linked(found: Sequence[Table]) -> None:
    """Replace, in place, a reference that is no identifier by the one whose name it is. Two of one name: left."""
    for parent, (identifier, name) in NAMES.items():
        sheets = [one.frame for one in found if one.name == parent and {identifier, name} <= set(one.frame)]
        if not sheets:
            continue
        pairs = pd.concat([frame[[identifier, name]] for frame in sheets]).dropna().drop_duplicates()
        known = set(pairs[identifier])
        alone = pairs.assign(words=pairs[name].map(str).map(slug)).drop_duplicates(["words", identifier])
        alone = alone[~alone["words"].duplicated(keep=False)]
        by_words = dict(zip(alone["words"], alone[identifier], strict=True))
        for one in found:
            for column in table(one.name).columns:
                if column.reference == f"{parent}.{identifier}" and column.name in one.frame:
                    one.frame[column.name] = one.frame[column.name].map(
                        lambda value, known=known, by_words=by_words: _linked(value, known, by_words)
                    )


def _linked(value: object, known: set, by_words: dict[str, str]) -> object:
    if not isinstance(value, str) or value in known:
        return value
    return by_words.get(slug(value), by_words.get(value.partition("--")[2], value))
