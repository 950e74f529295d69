"""`editions`: what was published, what was refused, what is being served."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import asdict

from config import Config
from geodata.names import edition_name
from warehouse.editions import EditionInfo, history

VERDICTS = {
    "accepte": "acceptée",
    "accepte_avec_alertes": "acceptée avec alertes",
    "refuse": "refusée",
}


def main(arguments: Namespace, config: Config) -> int:
    """One line per edition, the newest first."""
    infos = history(config)
    if arguments.json:
        print(json.dumps([_plain(info) for info in infos], ensure_ascii=False))
    elif not infos:
        print(f"Aucune édition ({edition_name(config.departement)}). Lancez « manage.py publish ».")
    else:
        print("\n".join(_line(info) for info in infos))
    return 0


def _line(info: EditionInfo) -> str:
    served = "  ← servie" if info.current else ""
    mark = " · données de démonstration" if info.synthetic else ""
    day = info.published.strftime("%d/%m/%Y à %H h %M")
    return f"Édition {info.number} du {day} · {VERDICTS[info.verdict]}{mark}{served}"


def _plain(info: EditionInfo) -> dict:
    return asdict(info) | {"published": info.published.isoformat()}
