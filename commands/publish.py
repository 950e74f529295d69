"""`publish`: read the sources, let the gate judge, write an edition, serve it; or serve the one a deposit prepared."""

from __future__ import annotations

import sys
from argparse import Namespace

import manage
from commands import UserMistake, check
from commands.bar import Bar
from commands.publication import account, published, steps
from commands.trail import trails
from config import Config
from etl.deposits.deposit import DepositRefused
from etl.own import Load
from etl.pipeline import Outcome, UnknownDepartement
from etl.release import put_in_service, settle
from geodata.names import edition_name
from warehouse.statut import StaleEdition


def main(arguments: Namespace, config: Config) -> int:
    """Exit 0 published, 3 refused by the gate, 4 a source could not be read."""
    if arguments.depot:
        return _deposit(arguments, config)
    bar = Bar(sys.stderr, steps(config), trails(arguments))
    try:
        outcome = published(config, bar, Load(demonstration=arguments.demonstration))
    except UnknownDepartement as unknown:
        raise UserMistake(str(unknown)) from unknown
    finally:
        bar.close()
    return tell(outcome, config)


def _deposit(arguments: Namespace, config: Config) -> int:
    """Put in service what was prepared; judge it again first when another edition is served since."""
    if arguments.demonstration:
        raise UserMistake("Choisissez entre --depot et --demonstration : les deux ne se mêlent pas.")
    try:
        settle(config)
        info = put_in_service(config, arguments.depot)
    except StaleEdition as stale:
        print(f"{stale}\nNouveau contrôle avant la publication.", file=sys.stderr)
        code = check.again(arguments, config)
        if code:
            return code
        info = put_in_service(config, arguments.depot)
    except DepositRefused as refused:
        raise UserMistake(str(refused)) from refused
    print(f"L’édition {info.number} est servie ({edition_name(config.departement)}).")
    return manage.DONE


def tell(outcome: Outcome, config: Config) -> int:
    """Say what was received, accepted, set aside, refused — they add up — and what is served now."""
    print(account(outcome.loads))
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
