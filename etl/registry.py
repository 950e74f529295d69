"""Every source, found by itself, and the choice between a publisher's file and the extract that travels along.

A measure of a period, or a vintage of another table, read from a file replaces the embedded one; what the
files do not give stays embedded. One refused file refuses the whole collection: what is served meanwhile is the
last edition, never a mixture.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pandas as pd

import etl.sources
from etl.agreement import latest_zones, told_once
from etl.embedded import extract
from etl.placing import on_the_map
from etl.preference import preferred
from etl.provenance import described
from etl.reading.library import library
from etl.reading.protocol import Notice, Reading
from etl.scope import kept
from etl.staging import SourceRefused, Staged
from etl.workers import Progress, read_all
from geodata.levels import FRANCE

# What a file gives replaces the same of the extract: measures by period, places whatever their year, other
# tables by vintage.
KEYS = {"faits": ["source", "code", "periode"], "lieux": ["source"]}
KEY = ["source", "millesime"]


@dataclass(frozen=True)
class Collected:
    """Everything read for a département. staged ends with the table `sources`; notices are sentences to report."""

    staged: list[Staged]
    notices: list[Notice]

    @property
    def sources(self) -> pd.DataFrame:
        """Rows of the table `sources`: one per source and vintage."""
        return self.staged[-1].frame


@cache
def modules() -> dict[str, ModuleType]:
    """Modules of this folder that declare a SOURCE, by its code."""
    names = [info.name for info in pkgutil.iter_modules(etl.sources.__path__)]
    found = [importlib.import_module(f"etl.sources.{name}") for name in names]
    return {module.SOURCE.code: module for module in found if hasattr(module, "SOURCE")}


def collect(
    mirror: Path | None,
    departement: str,
    progress: Progress = lambda step: None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Collected:
    """Read every source for one département. SourceRefused when a file of the mirror is refused.

    meanwhile: done here while other processes read, where there are any.
    """
    readings = read_all(list(modules().values()), library(mirror), departement, progress, meanwhile)
    _raise_refusals(readings)
    given = [staged for reading in readings for staged in reading.staged]
    national = [staged for staged in given if len(staged.frame) or not staged.derived]
    embedded = extract.staged(departement)
    read = kept(national, departement, embedded)
    staged, contradictions = told_once(latest_zones(replaced(embedded, read) + read))
    staged, gaps = preferred(on_the_map(staged, departement))
    sources = Staged("sources", described(staged, [module.SOURCE for module in modules().values()]), "")
    notices = [notice for reading in readings for notice in reading.notices]
    return Collected([*staged, *gaps, sources], [*notices, *contradictions, *_absent(national, read, departement)])


def replaced(embedded: list[Staged], read: list[Staged]) -> list[Staged]:
    """The embedded tables without what was read from files; for zones see `agreement`."""
    given = {(one.table, *pair) for one in read if one.table != "zones" for pair in _pairs(one, distinct=True)}
    kept = []
    for one in embedded:
        stays = [(one.table, *pair) not in given for pair in _pairs(one)]
        if any(stays):
            kept.append(one.only(stays))
    return kept


def _absent(national: list[Staged], read: list[Staged], departement: str) -> list[Notice]:
    """Files of figures that hold none of the département: it is missing from them, not zero."""
    told = {(one.fichier, one.feuille) for one in read if one.table == "faits" and _own(one, departement)}
    lacking = {(one.fichier, one.feuille): one for one in national if one.table == "faits" and not one.derived}
    return [
        Notice(
            one.frame["source"].iloc[0], str(one.frame["millesime"].iloc[0]), one.fichier, one.feuille, "",
            f"« {one.fichier} » ne contient aucune ligne pour le département {departement}.",
        )
        for place, one in lacking.items()
        if place not in told
    ]  # fmt: skip


def _own(staged: Staged, departement: str) -> bool:
    where = staged.frame["code_departement"]
    return departement == FRANCE or bool((where.isna() | (where == departement)).any())


def _pairs(staged: Staged, distinct: bool = False) -> list[tuple[str, ...]]:
    """What each row is the figure or the vintage of, or each of these once; none for a table that is not dated."""
    keys = KEYS.get(staged.table, KEY)
    if not set(keys) <= set(staged.frame.columns):
        return []
    told = staged.frame[keys].drop_duplicates() if distinct else staged.frame[keys]
    return list(told.itertuples(index=False, name=None))


def _raise_refusals(readings: list[Reading]) -> None:
    """One exception for every refused file, so that nobody mends them one run at a time."""
    refusals = [refused for reading in readings for refused in reading.refusals]
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        first = refusals[0]
        phrases = " ".join(refused.phrase for refused in refusals)
        raise SourceRefused(phrases, first.fichier, first.feuille, first.colonne) from first
