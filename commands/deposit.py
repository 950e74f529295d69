"""From a deposit to an edition that waits: what is left to be said, what the gate says of it."""

from __future__ import annotations

from commands.publication import published
from config import Config
from etl.deposits import changes, entry, erasure, reading
from etl.deposits.deposit import Deposit, DepositRefused
from etl.deposits.store import opened
from etl.own import Load
from etl.pipeline import Outcome, Progress
from etl.release import give_up
from etl.spreadsheets.mapping import Mapping
from etl.spreadsheets.proposal import Question
from geodata.levels import FRANCE
from warehouse.statut import PREPARED


def mapped(
    config: Config, identifier: str, said: Mapping | None, service: str
) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """Settle the mapping of a deposit: the one said, the one it has, or the one proposed.

    What is left to be said, and the sentences on what was left aside on opening. PersonsFound when, the sheets being
    known, they name persons: nothing of the deposit is kept.
    """
    found = opened(config, identifier)
    chosen = said or changes.mapping(found)
    if chosen is None:
        proposal = reading.proposed(config, found)
        chosen, questions = proposal.mapping, proposal.questions
    else:
        questions = reading.questions(found, chosen)
    blocks = reading.read(found)
    try:
        entry.closed(blocks, chosen)
    except entry.PersonsFound:
        erasure.erase(config, identifier)
        raise
    left = tuple(question for question in questions if question.blocking)
    changes.keep_mapping(config, identifier, chosen, complete=not left, service=service)
    return left, tuple(dict.fromkeys(remark for block in blocks for remark in block.remarks))


def prepared(config: Config, identifier: str, service: str, progress: Progress) -> tuple[Outcome, frozenset[str]]:
    """Judge a deposit whose mapping is complete and prepare its edition, in place of the one that waited.

    Also the tables it holds. The whole deposit is erased when the gate finds persons in it.
    """
    if config.departement == FRANCE:
        raise DepositRefused("Une édition de la France n’a pas de tables de département : donnez --departement.")
    found = opened(config, identifier)
    with changes.judging(found):
        give_up(config, found, service)
        staged = tuple(reading.staged(config, found))
        tables = frozenset(one.table for one in staged)
        outcome = published(config, progress, Load(staged, False, _confirmed(found), serve=False, service=service))
        persons = names_persons(outcome, tables)
        if not persons and not outcome.unreadable:
            reading.remembers(config, found)
            changes.judged(config, found, outcome.info.statut == PREPARED, outcome.info.number, service)
    if persons:
        erasure.erase(config, identifier)
    return outcome, tables


def names_persons(outcome: Outcome, tables: frozenset[str]) -> bool:
    """Whether the gate found persons in these tables."""
    broken = outcome.results[outcome.results["statut"] == "non_respectee"]
    return bool(broken.loc[broken["table"].isin(tables), "regle"].isin(erasure.PERSONS).any())


def _confirmed(deposit: Deposit) -> dict[tuple[str, str], str]:
    return {(one.regle, one.table): one.raison for one in changes.confirmations(deposit)}
