"""Write, audit, publish: from the sources to an edition that is served, or to a report that says why not."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from types import ModuleType

import pandas as pd

from config import Config
from etl import registry
from etl.demonstration.generate import generate
from etl.fetch.gathering import reading_folder
from etl.reading.protocol import Notice
from etl.staging import SourceRefused, Staged
from geodata.communes import communes, departements
from geodata.levels import FRANCE
from quality.judgement import ACCEPTED, REFUSED, WARNED, Context, Judgement
from quality.refusal import unreadable
from warehouse import editions
from warehouse.dictionary import tables as dictionary
from warehouse.edition import Edition, EditionInfo, in_memory
from warehouse.report import blocking_sentences

# They bear codes that look like those of départements.
COLLECTIVITES_OUTRE_MER = {
    "975": "Saint-Pierre-et-Miquelon",
    "977": "Saint-Barthélemy",
    "978": "Saint-Martin",
    "986": "Wallis-et-Futuna",
    "987": "La Polynésie française",
    "988": "La Nouvelle-Calédonie",
}

Progress = Callable[[str], None]
Derive = Callable[[Edition], dict[str, pd.DataFrame]]


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


def publish(config: Config, progress: Progress = lambda step: None, derive: Derive = lambda edition: {}) -> Outcome:
    """Read every source for the configured département (or "FR"), judge, write the edition, serve it if accepted.

    derive: tables computed from the accepted ones and kept with them (the published indicators).
    """
    _check(config.departement)
    previous = next((info for info in editions.history(config) if info.current), None)
    try:
        staged, notices = received(config, progress, meanwhile=gate)
        progress("Contrôle par la barrière de qualité")
        judgement = noticed(gate().judge(handed_over(staged), context(config, previous)), notices)
        failed = False
    except SourceRefused as refused:
        judgement, failed = unreadable(refused, date.today()), True
    tables = judgement.accepted | judgement.reports
    if judgement.verdict != REFUSED:
        tables |= derive(in_memory(tables, config.departement))
    progress("Écriture de l’édition")
    info = editions.publish(config, tables, judgement.verdict)
    blocking = tuple(blocking_sentences(judgement.results))
    return Outcome(info, judgement.loads, blocking, editions.store(config).current(), failed)


def gate() -> ModuleType:
    """The gate, which takes seconds to import: meanwhile, the sources are being read."""
    return importlib.import_module("quality.gate")


def received(
    config: Config, progress: Progress, meanwhile: Callable[[], object] = lambda: None
) -> tuple[list[Staged], list[Notice]]:
    """Every table waiting for the gate, and what was noticed while reading; meanwhile: done while others read."""
    collected = registry.collect(reading_folder(config), config.departement, progress, meanwhile)
    if config.departement == FRANCE:
        return collected.staged, collected.notices
    progress("Données de démonstration du département")
    return collected.staged + demonstration(config.departement), collected.notices


def handed_over(staged: list[Staged]) -> Iterator[Staged]:
    """Each table in its turn, and no longer held here: a national load holds a million rows."""
    staged.reverse()
    while staged:
        yield staged.pop()


def demonstration(departement: str) -> list[Staged]:
    """The département's own tables, invented and marked so, ready for the gate."""
    return [
        Staged(name, frame, f"demo_{name}", synthetique=True, date_donnees=date(2025, 12, 31))
        for name, frame in generate(departement).items()
        if not frame.empty
    ]


def _check(departement: str) -> None:
    if departement == FRANCE or departement in set(departements()["code"]):
        return
    if departement in COLLECTIVITES_OUTRE_MER:
        raise UnknownDepartement(
            f"{COLLECTIVITES_OUTRE_MER[departement]} ({departement}) n’est pas un département mais une collectivité "
            "d’outre-mer : les sources de l’observatoire ne la couvrent pas. Les départements d’outre-mer sont 971, "
            "972, 973, 974 et 976."
        )
    raise UnknownDepartement(
        f"Le département « {departement} » n’existe pas. Donnez son code officiel, par exemple 49, 2A ou 974, "
        "ou FR pour la France entière."
    )


def context(config: Config, previous: EditionInfo | None) -> Context:
    """What the gate needs to know beside the tables themselves. previous: the edition served now."""
    names = [name for name, table in dictionary().items() if table.origin != "systeme"]
    return Context(
        departement=config.departement,
        known_communes=frozenset(communes()["code"]),
        today=date.today(),
        previous={name: previous.rows.get(name) or None for name in names} if previous else {},
    )


def noticed(judgement: Judgement, notices: list[Notice]) -> Judgement:
    """The judgement with what was noticed while reading as warnings of its report (OPN-02)."""
    if not notices:
        return judgement
    rows = [
        {"regle": "OPN-02", "table": "faits", "fichier": notice.fichier, "colonne": notice.colonne, "gravite": "alerte",
         "portee": "fichier", "statut": "non_respectee", "nb_lignes": 0, "nb_ecarts": 1,
         "libelle": "Le fichier a la forme attendue", "phrase": notice.phrase, "exemples": "", "synthetique": False}
        for notice in notices
    ]  # fmt: skip
    verdict = WARNED if judgement.verdict == ACCEPTED else judgement.verdict
    return replace(judgement, verdict=verdict, results=pd.concat([judgement.results, pd.DataFrame(rows)]))
