"""Which vintage a header row belongs to: every column claimed, ignored or noticed, none overlooked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.vintages import Headers

FAMILY, EITHER = "~", " | "
_FULL_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?:be|data)[ _-]?([12]\d)(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """A header row against a vintage. places, titles: our name → position of its column in the row, its header.

    missing: headers that should be read and are not there. gone: known ignored headers not there either.
    unknown: headers of the file that the vintage does not know. doubled: headers standing twice.
    """

    headers: Headers
    places: dict[str, int]
    titles: dict[str, str]
    missing: tuple[str, ...]
    gone: tuple[str, ...]
    unknown: tuple[str, ...]
    doubled: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.missing and not self.doubled


def best(row: Sequence[object], declared: dict[str, Headers]) -> Match:
    """The declared vintage this row fits best: fewest missing columns, then the latest."""
    matches = [compare(row, headers) for headers in declared.values()]
    return min(reversed(matches), key=lambda match: (len(match.missing), len(match.unknown)))


def compare(row: Sequence[object], headers: Headers) -> Match:
    """How this header row differs from that vintage; spaces and case do not count."""
    titles = [" ".join(str(cell if cell is not None else "").split()) for cell in row]
    plain: dict[str, list[int]] = {}
    for place, title in enumerate(titles):
        plain.setdefault(title.casefold(), []).append(place)
    read = {column: _standing(wanted, titles, plain) for column, wanted in headers.read.items()}
    known = {column: _standing(wanted, titles, plain) for column, wanted in headers.ignored.items()}
    told = {place for places in (*read.values(), *known.values()) for place in places}
    claimed = {
        f"{column}:{titles[place]}" if headers.read[column].startswith(FAMILY) else column: place
        for column, places in read.items()
        for place in reversed(places)
    }
    return Match(
        headers,
        claimed,
        {column: str(row[place]).strip() for column, place in claimed.items()},
        tuple(
            called(headers.read[column]) for column, places in read.items()
            if not places and column not in headers.optional
        ),
        tuple(w for c, w in headers.ignored.items() if not known[c] and not w.startswith(FAMILY)),
        tuple(title for place, title in enumerate(titles) if title and place not in told),
        tuple(
            titles[places[0]] for column, places in read.items()
            if len(places) > 1 and not headers.read[column].startswith(FAMILY)
        ),
    )  # fmt: skip


def called(wanted: str) -> str:
    """A header of the table as a person reads it: the first of its spellings."""
    return wanted.removeprefix(FAMILY).split(EITHER)[0]


def years(name: str) -> frozenset[str]:
    """Years a file or sheet name speaks of: "BMO_2025" → 2025, "Base_open_data_21" → 2021."""
    stem = re.sub(r"\.\w+$", "", name)
    return frozenset(_FULL_YEAR.findall(stem) or ("20" + year for year in _SHORT_YEAR.findall(stem)))


def _standing(wanted: str, titles: list[str], plain: dict[str, list[int]]) -> list[int]:
    """Where a header of the table stands in the row: every place of a family, of the first spelling found."""
    if wanted.startswith(FAMILY):
        expression = re.compile(wanted.removeprefix(FAMILY), re.IGNORECASE)
        return [place for place, title in enumerate(titles) if title and expression.fullmatch(title)]
    spellings = (" ".join(spelling.split()).casefold() for spelling in wanted.split(EITHER))
    return next((plain[spelling] for spelling in spellings if spelling in plain), [])
