"""`publish`: read the sources, let the gate judge, write an edition, serve it."""

from __future__ import annotations

import sys
from argparse import Namespace

import pandas as pd

import manage
from commands import UserMistake
from commands.bar import Bar
from config import Config
from disclosure.measures import TABLE, published_measures
from disclosure.words import names
from etl import registry
from etl.pipeline import Outcome, Progress, UnknownDepartement, publish
from geodata.contours import write_contours
from geodata.levels import FRANCE
from geodata.names import edition_name
from indicators.aggregation import memberships
from indicators.catalogue import catalogue
from warehouse.edition import Edition


def main(arguments: Namespace, config: Config) -> int:
    """Exit 0 published, 3 refused by the gate, 4 a source could not be read."""
    bar = Bar(sys.stderr, steps(config))
    try:
        outcome = published(config, bar)
    except UnknownDepartement as unknown:
        raise UserMistake(str(unknown)) from unknown
    finally:
        bar.close()
    return tell(outcome, config)


def published(config: Config, progress: Progress = lambda step: None) -> Outcome:
    """The whole publication: the pipeline, the indicators that the edition keeps, the contours beside it."""

    def derive(edition: Edition) -> dict[str, pd.DataFrame]:
        progress("Contours des territoires")
        write_contours(config.home / "contours", config.departement, memberships(edition), names(edition))
        return {TABLE: published_measures(edition, progress)}

    return publish(config, progress, derive, {code: one.unite for code, one in catalogue().items()})


def steps(config: Config) -> int:
    """How many steps a publication tells of: sources, demonstration, gate, contours, indicators, writing."""
    return len(registry.modules()) + len(catalogue()) + 3 + (config.departement != FRANCE)


def tell(outcome: Outcome, config: Config) -> int:
    """Say what was received, accepted, set aside, refused — they add up — and what is served now."""
    print(_account(outcome))
    for sentence in outcome.blocking:
        print(f"  Bloquant : {sentence}", file=sys.stderr)
    if outcome.info.current:
        print(f"L’édition {outcome.info.number} est servie ({edition_name(config.departement)}).")
        return manage.DONE
    kept = f"l’édition {outcome.served} reste servie" if outcome.served else "aucune édition n’est servie"
    print(
        f"Publication refusée (édition {outcome.info.number} gardée pour son rapport) : {kept}.",
        file=sys.stderr,
    )
    return manage.UNREADABLE if outcome.unreadable else manage.REFUSED


def _account(outcome: Outcome) -> str:
    loads = outcome.loads
    counts = {name: int(loads[f"nb_{name}"].sum()) for name in ("recues", "acceptees", "ecartees", "refusees")}
    spaced = {name: f"{count:,}".replace(",", "\u202f") for name, count in counts.items()}
    return (
        f"Lignes reçues : {spaced['recues']} = acceptées : {spaced['acceptees']} + écartées : "
        f"{spaced['ecartees']} + refusées : {spaced['refusees']}"
    )
