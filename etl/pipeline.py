"""Write, audit, publish: from the sources to an edition that is served, or to a report that says why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from config import Config
from etl import registry
from etl.context import context
from etl.fetch.gathering import reading_folder
from etl.own import Load, own_tables
from etl.reading.protocol import Notice
from etl.staging import SourceRefused, Staged
from geodata.communes import departements
from geodata.levels import FRANCE
from quality.examine import ready
from quality.gate import judge
from quality.judgement import ACCEPTED, REFUSED, WARNED, Judgement
from quality.refusal import unreadable
from warehouse import editions
from warehouse.edition import Edition, in_memory
from warehouse.report import blocking_sentences
from warehouse.statut import EditionInfo

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

    loads, results: frames of the tables `chargements` and `regles_resultats`. unreadable: a source could not even be
    read.
    """

    info: EditionInfo
    loads: pd.DataFrame
    blocking: tuple[str, ...]
    served: int | None
    unreadable: bool
    results: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)


class UnknownDepartement(ValueError):
    """No département has that code; the message is a French sentence."""


def publish(
    config: Config,
    progress: Progress = lambda step: None,
    derive: Derive = lambda edition: {},
    units: Mapping[str, str] | None = None,
    load: Load | None = None,
) -> Outcome:
    """Read every source for the configured département (or "FR"), judge, write the edition, serve it if accepted.

    derive: tables computed from the accepted ones and kept with them (the published indicators). units: for each
    indicator of the catalogue, its unit; targets are checked against them. load: the département's own tables, and
    whether the edition is served or only prepared.
    """
    load = load or Load()
    _check(config.departement)
    previous = next((info for info in editions.history(config) if info.current), None)
    served = editions.current(config)
    try:
        staged, notices = received(config, progress, served, load, meanwhile=ready)
        progress("Contrôle par la barrière de qualité")
        known = context(config, previous, served, load, units or {})
        judgement = noticed(judge(handed_over(staged), known), notices)
        failed = False
    except SourceRefused as refused:
        judgement, failed = unreadable(refused, date.today(), previous and previous.published.date()), True
    tables = judgement.accepted | judgement.reports
    if judgement.verdict != REFUSED:
        tables |= derive(in_memory(tables, config.departement))
    progress("Écriture de l’édition")
    info = editions.publish(config, tables, judgement.verdict, serve=load.serve, service=load.service)
    blocking = tuple(blocking_sentences(judgement.results))
    return Outcome(info, judgement.loads, blocking, editions.store(config).current(), failed, judgement.results)


def received(
    config: Config,
    progress: Progress,
    served: Edition | None = None,
    load: Load | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> tuple[list[Staged], list[Notice]]:
    """Every table waiting for the gate, and what was noticed while reading; meanwhile: done while others read."""
    collected = registry.collect(reading_folder(config), config.departement, progress, meanwhile)
    if config.departement == FRANCE:
        return collected.staged, collected.notices
    progress("Tables du département")
    return collected.staged + own_tables(config.departement, served, load or Load()), collected.notices


def handed_over(staged: list[Staged]) -> Iterator[Staged]:
    """Each table in its turn, and no longer held here: a national load holds a million rows."""
    staged.reverse()
    while staged:
        yield staged.pop()


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


def noticed(judgement: Judgement, notices: list[Notice]) -> Judgement:
    """The judgement with what was noticed while reading: a column come or gone is a warning (OPN-02), what the reader
    did with a file is only told (OPN-04).
    """
    if not notices:
        return judgement
    rows = [
        {"regle": "OPN-02" if notice.colonne else "OPN-04", "table": "faits", "fichier": notice.fichier,
         "colonne": notice.colonne, "gravite": "alerte" if notice.colonne else "information", "portee": "fichier",
         "statut": "non_respectee" if notice.colonne else "respectee", "nb_lignes": 0,
         "nb_ecarts": 1 if notice.colonne else 0,
         "libelle": "Le fichier a la forme attendue" if notice.colonne else "Remarques à la lecture",
         "phrase": notice.phrase, "exemples": "", "reglage": "", "confirmation": "", "synthetique": False}
        for notice in notices
    ]  # fmt: skip
    alarming = any(notice.colonne for notice in notices)
    verdict = WARNED if judgement.verdict == ACCEPTED and alarming else judgement.verdict
    return replace(judgement, verdict=verdict, results=pd.concat([judgement.results, pd.DataFrame(rows)]))
