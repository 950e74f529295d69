"""Headers by vintage: what each publisher called each column in each of its files, as tables.

`<source>.csv`: colonne (our name), usage (lue | facultative | ignoree), then one column per vintage holding the
header as the publisher writes it, empty where that vintage has no such column. A new vintage is one more column.
A column « facultative » is read where it stands: exports made on demand do not all have it.
A header may be written « A | B » where the publisher wrote either, and « ~expression » stands for every
header that the regular expression matches: such columns are named « colonne:header ».
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
READ, OPTIONAL, IGNORED = "lue", "facultative", "ignoree"


@dataclass(frozen=True)
class Headers:
    """The headers of one vintage. read and ignored: our name → the publisher's header.

    absent: our names of columns read in other vintages, which this one does not have. optional: our names of
    columns, among those read, that a file may leave out.
    """

    millesime: str
    read: dict[str, str]
    ignored: dict[str, str]
    absent: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()


def headers(source: str, folder: Path = HERE) -> dict[str, Headers]:
    """Headers of every declared vintage of a source, oldest first. ValueError for an unknown usage."""
    with (folder / f"{source}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    odd = {row["usage"] for row in rows} - {READ, OPTIONAL, IGNORED}
    if odd:
        raise ValueError(f"{source}.csv: usage {sorted(odd)} is none of {READ}, {OPTIONAL}, {IGNORED}")
    vintages = [name for name in rows[0] if name not in ("colonne", "usage")]
    return {vintage: _vintage(rows, vintage) for vintage in sorted(vintages)}


def _vintage(rows: list[dict[str, str]], vintage: str) -> Headers:
    named = [(row["usage"], row["colonne"], row[vintage].strip()) for row in rows]
    return Headers(
        vintage,
        {column: header for usage, column, header in named if usage != IGNORED and header},
        {column: header for usage, column, header in named if usage == IGNORED and header},
        tuple(column for usage, column, header in named if usage != IGNORED and not header),
        frozenset(column for usage, column, header in named if usage == OPTIONAL and header),
    )
