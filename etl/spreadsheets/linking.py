"""What the sheets of one load say of the same things: carriers named twice, references made of names."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from etl.spreadsheets.rows import Table
from etl.spreadsheets.sharing import Notice
from etl.spreadsheets.wording import slug
from warehouse.dictionary import table

NAMES = {"structures": ("structure_id", "nom"), "actions": ("action_id", "nom"), "territoires": ("code_tas", "nom_tas")}


def carriers_once(found: Sequence[Table]) -> list[Notice]:
    """Take out, in place, the carriers that an earlier sheet gave already; tell where they say something else."""
    first: dict[str, pd.Series] = {}
    notices = []
    for one in found:
        if one.name != "structures" or "structure_id" not in one.frame:
            continue
        again = one.frame["structure_id"].isin(list(first)) & one.made
        for index in one.frame.index[again]:
            row, former = one.frame.loc[index], first[one.frame.at[index, "structure_id"]]
            differ = [fact for fact in row.index if _contradicts(former.get(fact), row[fact])]
            if differ:
                line = int(one.lines[index])
                phrase = (
                    f"Feuille « {one.feuille} », ligne {line} : « {row['nom']} » est déjà décrite dans une autre "
                    "feuille, avec d’autres informations. Les premières sont gardées."
                )
                notices.append(Notice(one.feuille, line, phrase))
        one.frame, one.lines = one.frame[~again].reset_index(drop=True), one.lines[~again].reset_index(drop=True)
        first |= {row["structure_id"]: row for _, row in one.frame.iterrows() if isinstance(row["structure_id"], str)}
    return notices


def _contradicts(former: object, said: object) -> bool:
    return not pd.isna(former) and not pd.isna(said) and former != said


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
