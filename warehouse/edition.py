"""Reading one edition: the only way screens and indicators see data. Frames are read once and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import pandas as pd

from geodata.levels import whole_level
from warehouse.dictionary import table as declared
from warehouse.statut import PREPARED, PUBLISHED, REFUSED, EditionInfo

Progress = Callable[[str], None]
Reader = Callable[..., pd.DataFrame]  # of a table by its name, then columns when only their distinct rows are wanted
T = TypeVar("T")


@dataclass(frozen=True)
class Draft:
    """What an edition is written from. serve: put it in service at once, unless the gate refused it."""

    tables: dict[str, pd.DataFrame] = field(repr=False)
    verdict: str
    serve: bool = True
    service: str = ""

    @property
    def statut(self) -> str:
        """The statut it will have."""
        return REFUSED if self.verdict == "refuse" else PUBLISHED if self.serve else PREPARED

    @property
    def synthetic(self) -> bool:
        """Whether any row of it is a demonstration."""
        return any(bool(f["synthetique"].any()) for f in self.tables.values() if "synthetique" in f and len(f))

    def info(self, number: int, departement: str, rows: dict[str, int], base: int | None) -> EditionInfo:
        """What will be known of the edition once it is written under that number."""
        return EditionInfo(
            number=number,
            departement=departement,
            statut=self.statut,
            verdict=self.verdict,
            published=datetime.now().replace(microsecond=0),
            synthetic=self.synthetic,
            rows=rows,
            current=self.statut == PUBLISHED,
            base=base,
            service=self.service,
        )


@dataclass(frozen=True)
class Edition:
    """One immutable publication. `read` gives a whole table as a frame (columns of the dictionary), or the distinct
    rows of the columns it is also given.

    departement: INSEE code observed, or "FR" for all France. published: when it was switched on. synthetic: True
    when any table of the département in it is a demonstration. The number is the cache key of everything computed
    from it.
    """

    number: int
    departement: str
    published: datetime
    synthetic: bool
    read: Reader = field(repr=False, compare=False)
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def whole(self) -> tuple[str, str]:
        """(level, code) of the territory observed: ("departement", "49"), or ("france", "FR")."""
        return whole_level(self.departement), self.departement

    def table(self, name: str) -> pd.DataFrame:
        """The table of that name; an empty frame with its declared columns when nothing was loaded.

        The frame is shared: do not change it in place. KeyError for a name the dictionary ignores.
        """
        names = list(declared(name).names)
        frame = self.remember(("table", name), lambda: self.read(name))
        return frame if len(frame.columns) else pd.DataFrame(columns=names)

    def distinct(self, name: str, *columns: str) -> pd.DataFrame:
        """The different rows that these columns of a table hold, without reading the others."""
        return self.remember(("distinct", name, columns), lambda: self.read(name, columns))

    def remember(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What `compute` gives, computed once for this edition: an edition never changes, so nothing expires."""
        if key not in self._kept:
            self._kept[key] = compute()
        return self._kept[key]

    def has(self, *names: str) -> bool:
        """True when every one of these tables holds at least one row."""
        return all(not self.table(name).empty for name in names)

    def facts(self, codes: Iterable[str], niveau: str | None = None) -> pd.DataFrame:
        """Rows of `faits` for these measure codes, at one level or at all of them."""
        facts = self.table("faits")
        chosen = facts["code"].isin(list(codes))
        return facts[chosen & (facts["niveau"] == niveau)] if niveau else facts[chosen]


def in_memory(tables: dict[str, pd.DataFrame], departement: str = "49", number: int = 1) -> Edition:
    """An edition made of frames, for tests and what-ifs; tables left out are empty."""
    frames = {name: frame.reset_index(drop=True) for name, frame in tables.items()}
    synthetic = any(bool(f["synthetique"].any()) for f in frames.values() if "synthetique" in f)

    def read(name: str, distinct: tuple[str, ...] = ()) -> pd.DataFrame:
        frame = frames.get(name, pd.DataFrame())
        return frame.reindex(columns=list(distinct)).drop_duplicates() if distinct else frame

    return Edition(number, departement, datetime(2026, 1, 1), synthetic, read)
