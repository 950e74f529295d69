"""A whole publication: the pipeline, the indicators an edition keeps, its contours; and how its rows are told."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd

from config import Config
from disclosure.measures import TABLE, published_measures
from disclosure.words import names
from etl import registry
from etl.own import Load
from etl.pipeline import Outcome, Progress, publish
from geodata.contours import write_contours
from geodata.levels import FRANCE
from indicators.aggregation import memberships
from indicators.catalogue import catalogue
from warehouse.edition import Edition

SELDOM = (50_000, 20, 50)  # objects made, then passes over the young and the older ones, before a look


def published(config: Config, progress: Progress = lambda step: None, load: Load | None = None) -> Outcome:
    """The whole publication: the pipeline, the indicators that the edition keeps, the contours beside it."""

    def derive(edition: Edition) -> dict[str, pd.DataFrame]:
        progress("Contours des territoires")
        write_contours(config.home / "contours", config.departement, memberships(edition), names(edition))
        return {TABLE: published_measures(edition, progress)}

    units = {code: one.unite for code, one in catalogue().items()}
    with _seldom_collected():
        return publish(config, progress, derive, units, load)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Cycles are looked for seldom: a publication holds millions of objects that make none, and one in five of its
    seconds went into looking at them."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def steps(config: Config) -> int:
    """How many steps a publication tells of: sources, demonstration, gate, contours, indicators, writing."""
    return len(registry.modules()) + len(catalogue()) + 3 + (config.departement != FRANCE)


def account(loads: pd.DataFrame) -> str:
    """The rows of these files (table `chargements`), in one line."""
    counts = {name: int(loads[f"nb_{name}"].sum()) for name in ("recues", "acceptees", "ecartees", "refusees")}
    spaced = {name: f"{count:,}".replace(",", "\u202f") for name, count in counts.items()}
    return (
        f"Lignes reçues : {spaced['recues']} = acceptées : {spaced['acceptees']} + écartées : "
        f"{spaced['ecartees']} + refusées : {spaced['refusees']}"
    )
