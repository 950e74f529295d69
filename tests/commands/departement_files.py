"""A département's files, small: the offer of the demonstration without its mark, as CSV a person would send."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from etl.demonstration.generate import generate

OFFER = ("territoires", "structures", "actions", "sessions")


@cache
def frames() -> dict[str, pd.DataFrame]:
    """Own tables by name, without their mark; do not change them in place."""
    made = generate("49", profile="mini")
    return {name: frame.drop(columns="synthetique") for name, frame in made.items() if len(frame)}


def write(folder: Path, **tables: pd.DataFrame) -> list[str]:
    """One CSV a table (semicolons, UTF-8 with its mark, as Excel writes it); their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.to_csv(folder / f"{name}.csv", sep=";", index=False, encoding="utf-8-sig")
    return [str(folder / f"{name}.csv") for name in tables]
