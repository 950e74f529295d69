"""What a publisher's file is, by what stands in it: the sources' own eyes, for a file whose name says nothing."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from etl import registry
from etl.fetch.addresses import Address
from etl.fetch.folder import Recognise
from etl.reading.library import alone


def by_content(table: Iterable[Address], before: Recognise) -> Recognise:
    """As `before` knows it, else the first source that takes the file for one of its own: sheet, header or fields.

    Its vintage is its own: the reading will tell.
    """
    rows: dict[str, Address] = {}
    for one in table:
        rows.setdefault(one.source, one)
    eyes = {code: module.candidates for code, module in registry.modules().items() if code in rows and _looks(module)}

    def recognise(path: Path) -> Address | None:
        if (known := before(path)) is not None:
            return known
        shelf = alone(path)
        taken = (code for code, candidates in eyes.items() if any(True for _ in candidates(shelf)))
        code = next(taken, None)
        return code and replace(rows[code], nom=path.name, millesime="")

    return recognise


def _looks(module) -> bool:
    """Whether a source can say of one file that it may be its own."""
    look = getattr(module, "candidates", None)
    return look is not None and len(inspect.signature(look).parameters) == 1
