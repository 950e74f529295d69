"""`rollback N`: serve a previous edition again."""

from __future__ import annotations

from argparse import Namespace

from commands import UserMistake
from config import Config
from warehouse.editions import UnknownEdition, rollback


def main(arguments: Namespace, config: Config) -> int:
    """Exit 2 when the edition does not exist or was refused."""
    try:
        info = rollback(config, arguments.number)
    except UnknownEdition as unknown:
        raise UserMistake(str(unknown)) from unknown
    day = info.published.strftime("%d/%m/%Y")
    print(f"L’édition {info.number} du {day} est de nouveau servie.")
    return 0
