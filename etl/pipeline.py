"""Write, audit, publish: from the sources to an edition that is served, or to a report that says why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd
from geodata.communes import communes, departements
from geodata.contours import write_contours
from quality.gate import Context, Judgement, judge
from quality.refusal import unreadable

from config import Config
from etl.demonstration.generate import generate
from etl.sources import registry
from etl.staging import SourceRefused, Staged
from warehouse import editions
from warehouse.edition import EditionInfo

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """What a publication came to. blocking: sentences that refused it. served: number served afterwards.

    loads: frame of the table `chargements`. unreadable: a source could not even be read.
    """

    info: EditionInfo
    loads: pd.DataFrame
    blocking: tuple[str, ...]
    served: int | None
    unreadable: bool


class UnknownDepartement(ValueError):
    """No département has that code; the message is a French sentence."""


def publish(config: Config, progress: Progress = lambda step: None) -> Outcome:
    """Read every source for the configured département, judge, write the edition, serve it if accepted."""
    _check(config.departement)
    previous = editions.current(config)
    try:
        progress("Lecture des sources ouvertes")
        collected = registry.collect(config.mirror, config.departement)
        progress("Données de démonstration du département")
        staged = collected.staged + demonstration(config.departement)
        progress("Contrôle par la barrière de qualité")
        judgement = judge(staged, context(config, staged, previous))
        failed = False
    except SourceRefused as refused:
        judgement, failed = unreadable(refused, date.today()), True
    tables = judgement.accepted | judgement.reports
    if judgement.verdict != "refuse":
        progress("Contours des territoires")
        write_contours(config.home / "contours", config.departement, judgement.accepted["appartenances"])
    info = editions.publish(config, tables, judgement.verdict, progress)
    return Outcome(info, judgement.loads, _blocking(judgement), editions.current_number(config), failed)


def demonstration(departement: str) -> list[Staged]:
    """The département's own tables, invented and marked so, ready for the gate."""
    return [
        Staged(name, frame, f"demo_{name}", synthetique=True, date_donnees=date(2025, 12, 31))
        for name, frame in generate(departement).items()
        if not frame.empty
    ]


def _check(departement: str) -> None:
    if departement not in set(departements()["code"]):
        raise UnknownDepartement(
            f"Le département « {departement} » n’existe pas. Donnez son code officiel, par exemple 49, 2A ou 974."
        )


def context(config: Config, staged: list[Staged], previous) -> Context:
    """What the gate needs to know beside the tables themselves."""
    return Context(
        departement=config.departement,
        known_communes=frozenset(communes()["code"]),
        today=date.today(),
    )


def _blocking(judgement: Judgement) -> tuple[str, ...]:
    results = judgement.results
    failed = (results["gravite"] == "bloquant") & (results["statut"] != "respectee") & (results["portee"] == "fichier")
    return tuple(results.loc[failed, "phrase"])
