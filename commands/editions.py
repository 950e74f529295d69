"""`editions`: what was published, what was refused, what is being served."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import asdict

from config import Config
from geodata.names import edition_name
from warehouse.editions import EditionInfo, Event, history, journal
from warehouse.statut import DISCARDED, PREPARED, PUBLISHED, REFUSED, RELEASED, ROLLED_BACK

VERDICTS = {
    "accepte": "acceptée",
    "accepte_avec_alertes": "acceptée avec alertes",
    "refuse": "refusée",
}
STATUTS = {PREPARED: " · préparée, en attente", DISCARDED: " · abandonnée"}
EVENTS = {
    PUBLISHED: "publiée",
    REFUSED: "refusée par le contrôle",
    PREPARED: "préparée",
    RELEASED: "mise en service",
    ROLLED_BACK: "remise en service",
    DISCARDED: "abandonnée",
}


def main(arguments: Namespace, config: Config) -> int:
    """One line per edition, the newest first."""
    infos = history(config)
    if arguments.journal:
        return _journal(arguments, journal(config))
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
    who = f" · {info.service}" if info.service else ""
    return f"Édition {info.number} du {day} · {VERDICTS[info.verdict]}{STATUTS.get(info.statut, '')}{who}{mark}{served}"


def _plain(info: EditionInfo) -> dict:
    return asdict(info) | {"published": info.published.isoformat()}


def _journal(arguments: Namespace, events: list[Event]) -> int:
    """One line an event, the newest first."""
    newest = events[::-1]
    if arguments.json:
        print(json.dumps([asdict(one) | {"when": one.when.isoformat()} for one in newest], ensure_ascii=False))
    else:
        told = [
            f"{one.when:%d/%m/%Y à %H h %M} · édition {one.number} {EVENTS[one.what]} · {one.service}" for one in newest
        ]
        print("\n".join(told) or "Rien ne s’est encore passé.")
    return 0
