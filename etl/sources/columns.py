"""Which vintage a header row belongs to: every column claimed, ignored or noticed, none overlooked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.vintages import Headers

_FULL_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?:be|data)[ _-]?([12]\d)(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """A header row against a vintage. places: our name → position of its column in the row.

    missing: headers that should be read and are not there. gone: known ignored headers not there either.
    unknown: headers of the file that the vintage does not know. doubled: headers standing twice.
    """

    headers: Headers
    places: dict[str, int]
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
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(row):
        found.setdefault(_plain(cell), []).append(place)
    wanted = {column: _plain(header) for column, header in headers.read.items()}
    known = {*wanted.values(), *(_plain(header) for header in headers.ignored.values()), ""}
    return Match(
        headers,
        {column: found[header][0] for column, header in wanted.items() if header in found},
        tuple(headers.read[column] for column, header in wanted.items() if header not in found),
        tuple(header for header in headers.ignored.values() if _plain(header) not in found),
        tuple(str(row[places[0]]).strip() for header, places in found.items() if header not in known),
        tuple(headers.read[column] for column, header in wanted.items() if len(found.get(header, ())) > 1),
    )


def years(name: str) -> frozenset[str]:
    """Years a file or sheet name speaks of: "BMO_2025" → 2025, "Base_open_data_21" → 2021."""
    stem = re.sub(r"\.\w+$", "", name)
    return frozenset(_FULL_YEAR.findall(stem) or ("20" + year for year in _SHORT_YEAR.findall(stem)))


def _plain(cell: object) -> str:
    return " ".join(str(cell if cell is not None else "").split()).casefold()
