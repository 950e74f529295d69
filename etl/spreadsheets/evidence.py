"""What the values of a column say of what it may be: a column of dates holds no places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from etl.spreadsheets import dates, numbers
from etl.spreadsheets.block import Block
from etl.spreadsheets.cells import empty, text
from etl.spreadsheets.labels import ZONES, labelled, share_known
from etl.spreadsheets.targets import target

LOOKED_AT, ROWS = 300, 20_000  # distinct values, of rows evenly spread over a long table
HALF = 0.5
AGAINST, DOUBTFUL, FOR = 0.3, 0.75, 1.15
CODES = {"code_insee": r"\d{4,5}|2[AB]\d{3}|\d{4,5}\.0", "code_insee_domicile": r"\d{4,5}|2[AB]\d{3}|\d{4,5}\.0",
         "code_postal": r"\d{4,5}|\d{4,5}\.0|\d{2} \d{3}", "siret": r"(?:\d\s?){13,14}(?:\.0)?",
         "courriel_generique": r"\S+@\S+", "site_web": r"(?:https?://|www\.)\S+",
         "lien_mobilisation": r"(?:https?://|www\.)\S+", "codes_rome": r"[A-N]\d{4}.*",
         "code_epci": r"\d{9}(?:\.0)?|Z{9}", "code_ze2020": r"\d{3,4}(?:\.0)?", "code_departement": r"\d{1,3}|2[AB]",
         "telephone": r"[+\d][\d .\-()]{7,}(?:\.0)?", "personne_key": r"[0-9a-f]{64}"}  # fmt: skip
KEY = "personne_key"
NAMES = {"nom_commune", "nom_epci", "nom_tas", "nom"}


@dataclass(frozen=True)
class Evidence:
    """Distinct values of a column, in the order they come."""

    values: tuple[object, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(text(value) for value in self.values)

    @cached_property
    def typed_dates(self) -> float:
        """Share of the values that are dates, numbers that could be one left out."""
        return _share(
            isinstance(value, date) or (isinstance(value, str) and not value.strip().isdigit() and _dated(value))
            for value in self.values
        )

    @cached_property
    def dates(self) -> float:
        return _share(_dated(value) for value in self.values)

    @cached_property
    def numbers(self) -> float:
        return _share(numbers.counted(value) for value in self.values)

    def shaped(self, pattern: str) -> float:
        """Share of the values of that shape."""
        return _share(re.fullmatch(pattern, text) is not None for text in self.texts)

    def weight(self, key: str) -> float:
        """What a likeness of headers is multiplied by when the values deny it; above 1, they support it."""
        if not self.values:
            return 1.0
        column = target(key)
        if column.name in CODES:
            shaped = self.shaped(CODES[column.name]) >= HALF
            return FOR if shaped else 1.0 if column.name == KEY else AGAINST  # a bad key is refused, not overlooked
        if labelled(key):
            return self._of_labels(key)
        if column.type in ("date", "timestamp"):
            return FOR if self.dates >= HALF else AGAINST
        if column.type in ("int", "float"):
            return AGAINST if self.numbers < HALF or self.typed_dates >= HALF else 1.0
        if column.type == "text" and (self.typed_dates >= HALF or (column.name in NAMES and self.numbers >= HALF)):
            return AGAINST
        return 1.0

    def _of_labels(self, key: str) -> float:
        share, _ = share_known(key, self.texts)
        if share >= HALF:
            return FOR
        if key == ZONES or target(key).type == "bool" or self.typed_dates >= HALF:
            return AGAINST
        return DOUBTFUL if share == 0 or self.numbers >= HALF else 1.0


def evidence(block: Block) -> Mapping[str, Evidence]:
    """The evidence of each column of a block, by header."""
    found = {}
    for header in block.headers:
        column = block.frame[header].iloc[:: max(1, len(block.frame) // ROWS)]
        distinct = pd.unique(column[column.notna()])
        found[header] = Evidence(tuple(value for value in distinct[:LOOKED_AT] if not empty(value)))
    return found


def _share(answers) -> float:
    told = list(answers)
    return sum(map(bool, told)) / len(told) if told else 0.0


def _dated(value: object) -> bool:
    return dates.read(value, dates.FIRST) is not None
