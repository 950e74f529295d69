"""Write, audit, publish: from the sources to an edition that is served, or to a report that says why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from config import Config
from etl import registry
from etl.demonstration.generate import generate
from etl.fetch.gathering import reading_folder
from etl.reading.protocol import Notice
from etl.staging import SourceRefused, Staged
from geodata.communes import communes, departements
from geodata.levels import FRANCE
from quality.catalogue import every_rule
from quality.gate import Context, Judgement, judge
from quality.judgement import ACCEPTED, REFUSED, WARNED
from quality.known_totals import known_totals, totals_path
from quality.refusal import unreadable
from quality.tuning import path, read
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


def publish(
    config: Config,
    progress: Progress = lambda step: None,
    derive: Derive = lambda edition: {},
    units: Mapping[str, str] | None = None,
) -> Outcome:
    """Read every source for the configured département (or "FR"), judge, write the edition, serve it if accepted.

    derive: tables computed from the accepted ones and kept with them (the published indicators). units: for each
    indicator of the catalogue, its unit; targets are checked against them.
    """
    _check(config.departement)
    previous = next((info for info in editions.history(config) if info.current), None)
    try:
        staged, notices = received(config, progress)
        progress("Contrôle par la barrière de qualité")
        judgement = noticed(judge(handed_over(staged), context(config, previous, units)), notices)
        failed = False
    except SourceRefused as refused:
        judgement, failed = unreadable(refused, date.today(), previous and previous.published.date()), True
    tables = judgement.accepted | judgement.reports
    if judgement.verdict != REFUSED:
        tables |= derive(in_memory(tables, config.departement))
    progress("Écriture de l’édition")
    info = editions.publish(config, tables, judgement.verdict)
    blocking = tuple(blocking_sentences(judgement.results))
    return Outcome(info, judgement.loads, blocking, editions.store(config).current(), failed)


def received(config: Config, progress: Progress) -> tuple[list[Staged], list[Notice]]:
    """Every table waiting for the gate, and what was noticed while reading."""
    collected = registry.collect(reading_folder(config), config.departement, progress)
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


def context(config: Config, previous: EditionInfo | None, units: Mapping[str, str] | None = None) -> Context:
    """What the gate needs to know beside the tables themselves. previous: the edition served now.

    units: for each indicator of the catalogue, its unit. SourceRefused when the settings of the département (its
    rules, its known totals) cannot be understood.
    """
    names = [name for name, table in dictionary().items() if table.origin != "systeme"]
    edition = editions.open_edition(config, previous.number) if previous else None
    units = units or {}
    return Context(
        departement=config.departement,
        known_communes=frozenset(communes()["code"]),
        today=date.today(),
        previous={name: previous.rows.get(name) or None for name in names} if previous else {},
        totals=known_totals(totals_path(config.home, config.departement)),
        indicators=frozenset(units),
        percentages=frozenset(code for code, unit in units.items() if unit == "%" and not code.startswith("ecart")),
        loaded=loaded(edition),
        before=edition.read if edition else None,  # not kept: a table of persons may hold a million rows
        served=previous.published.date() if previous else None,
        invented=bool(previous and previous.synthetic),
        tuning=read(path(config.home, config.departement), every_rule()),
    )


def loaded(edition: Edition | None) -> dict[str, date]:
    """For each file of the département in that edition (sha256), the day it was loaded."""
    if edition is None:
        return {}
    loads = edition.table("chargements")
    own = loads["table"].isin([name for name, one in dictionary().items() if one.origin == "departement"])
    files = loads[own & loads["sha256"].fillna("").ne("")].sort_values("date_chargement")
    return {
        sha256: pd.Timestamp(day).date() for sha256, day in zip(files["sha256"], files["date_chargement"], strict=True)
    }


def noticed(judgement: Judgement, notices: list[Notice]) -> Judgement:
    """The judgement with what was noticed while reading as warnings of its report (OPN-02)."""
    if not notices:
        return judgement
    rows = [
        {"regle": "OPN-02", "table": "faits", "fichier": notice.fichier, "colonne": notice.colonne, "gravite": "alerte",
         "portee": "fichier", "statut": "non_respectee", "nb_lignes": 0, "nb_ecarts": 1,
         "libelle": "Le fichier a la forme attendue", "phrase": notice.phrase, "exemples": "",
         "reglage": "", "confirmation": "", "synthetique": False}
        for notice in notices
    ]  # fmt: skip
    verdict = WARNED if judgement.verdict == ACCEPTED else judgement.verdict
    return replace(judgement, verdict=verdict, results=pd.concat([judgement.results, pd.DataFrame(rows)]))
