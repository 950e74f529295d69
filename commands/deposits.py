"""`deposits`: the loads received and where each stands; `--retirer` gives one up."""

from __future__ import annotations

import json
from argparse import Namespace

from commands import UserMistake
from config import Config
from etl.deposits.deposit import STATES, Deposit, DepositRefused
from etl.deposits.store import listed
from etl.release import settle, withdrawn


def main(arguments: Namespace, config: Config) -> int:
    """One line per deposit, the newest first. Exit 2 when the one to give up is unknown or published."""
    try:
        settle(config)
        if arguments.retirer:
            gone = withdrawn(config, arguments.retirer)
            print(f"Le dépôt {gone.id} est retiré : ses fichiers ont été effacés.")
            return 0
    except DepositRefused as refused:
        raise UserMistake(str(refused)) from refused
    deposits = listed(config)
    if arguments.json:
        print(json.dumps([_plain(one) for one in deposits], ensure_ascii=False))
    elif not deposits:
        print("Aucun dépôt. « manage.py check FICHIER » en reçoit un.")
    else:
        print("\n".join(_line(one) for one in deposits))
    return 0


def _line(deposit: Deposit) -> str:
    names = ", ".join(one.nom for one in deposit.files)
    edition = f" · édition {deposit.edition}" if deposit.edition else ""
    when = deposit.received.strftime("%d/%m/%Y à %H h %M")
    return f"Dépôt {deposit.id} du {when} · {STATES[deposit.state]}{edition} · {deposit.service} · {names}"


def _plain(deposit: Deposit) -> dict:
    return {
        "depot": deposit.id,
        "etat": deposit.state,
        "service": deposit.service,
        "edition": deposit.edition,
        "fichiers": [one.nom for one in deposit.files],
    }
