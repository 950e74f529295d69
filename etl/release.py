"""The end of a deposit: its prepared edition put in service, or given up. Light enough for the application."""

from __future__ import annotations

from config import Config
from etl.deposits import erasure
from etl.deposits.deposit import PREPARED, STATES, Deposit, DepositRefused
from etl.deposits.store import listed, opened
from warehouse import editions
from warehouse.edition import Progress
from warehouse.editions import silent
from warehouse.statut import PREPARED as WAITING
from warehouse.statut import PUBLISHED, EditionInfo


def put_in_service(config: Config, identifier: str, service: str = "", progress: Progress = silent) -> EditionInfo:
    """Serve the edition prepared from a deposit, then close it.

    service: a service or a role. DepositRefused when none is prepared, StaleEdition when another edition was put in
    service since: the deposit must be checked again.
    """
    found = opened(config, identifier)
    if found.state != PREPARED or found.edition is None:
        raise DepositRefused(
            f"Le dépôt {identifier} est {STATES[found.state]} : aucune édition n’attend d’être publiée. Contrôlez-le "
            f"d’abord (« manage.py check --depot {identifier} »)."
        )
    info = editions.release(config, found.edition, service, progress)
    erasure.published(config, identifier, info.number, service)
    return info


def withdrawn(config: Config, identifier: str, service: str = "") -> Deposit:
    """Give a deposit up: its prepared edition is abandoned, its files are erased. DepositRefused once published."""
    settle(config)
    found = erasure.withdraw(config, identifier, service)
    give_up(config, found, service)
    return found


def give_up(config: Config, deposit: Deposit, service: str = "") -> None:
    """Abandon the edition prepared from a deposit, when one still waits: it will be judged again, or never."""
    known = {info.number: info for info in editions.history(config)}
    info = known.get(deposit.edition or 0)
    if info and info.statut == WAITING:
        editions.discard(config, info.number, service)


def settle(config: Config) -> None:
    """Close the deposits whose edition is in service already (a process was killed in between), erase what is due."""
    statuts = {info.number: info.statut for info in editions.history(config)}
    for deposit in listed(config):
        if deposit.state == PREPARED and statuts.get(deposit.edition) == PUBLISHED:
            erasure.published(config, deposit.id, deposit.edition)
    erasure.purge(config)
