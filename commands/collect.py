"""`collect`: bring the publishers' files into the raw store, from their sites or from a folder."""

from __future__ import annotations

import json
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator
from difflib import get_close_matches

import manage
from commands import UserMistake
from config import Config
from etl.fetch.addresses import Address, AddressesRefused, addresses, sources
from etl.fetch.collection import AlreadyCollecting, collect, held, offline
from etl.fetch.folder import by_name, take
from etl.fetch.network import Network
from etl.fetch.outcome import Outcome, State, count, table
from etl.fetch.partial import waiting
from etl.fetch.progress import display
from etl.fetch.store import Store, store
from etl.fetch.wording import reason, size
from etl.recognition import by_content
from geodata.communes import departements

FAILED = {State.ECHEC, State.HORS_LIGNE}


def main(arguments: Namespace, config: Config) -> int:
    """Exit 0 done, 2 misuse or interrupted (what has arrived stays), 4 a source could not be collected."""
    table_of_addresses = _addresses(config)
    names = set(_known(arguments.source, sources(table_of_addresses)))
    raw = store(config)
    outcomes: list[Outcome] = []
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service that is stopped ends as with Ctrl-C
    try:
        with held(raw):
            for outcome in _outcomes(arguments, config, table_of_addresses, names, raw):
                outcomes.append(outcome)
    except AlreadyCollecting as busy:
        raise UserMistake("Une autre collecte est en cours dans ce dossier : attendez qu’elle finisse.") from busy
    except OSError as error:
        raise UserMistake(f"Le dépôt brut {raw.root} ne peut pas être écrit : {reason(error)}.") from error
    except KeyboardInterrupt:
        _tell(outcomes, raw, arguments.json)
        print(f"\nInterrompu. {_resuming(raw)}", file=sys.stderr)
        return manage.MISUSE
    _tell(outcomes, raw, arguments.json)
    failed = any(one.etat in FAILED for one in outcomes) and not arguments.offline
    return manage.UNREADABLE if failed else manage.DONE


def _outcomes(
    arguments: Namespace, config: Config, listed: list[Address], names: set[str], raw: Store
) -> Iterator[Outcome]:
    """From the mirror if there is one, from the store alone with --offline, else from the publishers' sites."""
    shown = display()
    if config.mirror:
        if not config.mirror.is_dir():
            raise UserMistake(f"Le dossier « {config.mirror} » n’existe pas. Corrigez --mirror ou OBS_MIRROR.")
        yield from take(config.mirror, by_content(listed, by_name(listed)), names, raw, shown)
        return
    wanted = [one.within(config.departement) for one in listed if one.source in names]
    if arguments.offline:
        yield from offline(wanted, raw)
        return
    network = Network()
    try:
        yield from collect(wanted, raw, network, shown)
    finally:
        network.close()


def _addresses(config: Config) -> list[Address]:
    if config.departement not in set(departements()["code"]):
        raise UserMistake(
            f"Aucun département n’a le code « {config.departement} ». Donnez son code officiel : 49, 2A, 974…"
        )
    try:
        return addresses(config.addresses)
    except AddressesRefused as refused:
        raise UserMistake(str(refused)) from refused


def _known(asked_for: list[str], known: list[str]) -> list[str]:
    """The sources asked for, all of them when none is named."""
    for name in asked_for:
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.4)
            hint = f"Proche : {', '.join(near)}." if near else f"Sources connues : {', '.join(known)}."
            raise UserMistake(f"La source « {name} » n’existe pas. {hint}")
    return asked_for or known


def _tell(outcomes: list[Outcome], raw: Store, as_json: bool) -> None:
    if as_json:
        print(json.dumps([one.plain() for one in outcomes], ensure_ascii=False))
    elif outcomes:
        print(f"{table(outcomes)}\n\n{count(outcomes)}. Dépôt brut : {raw.root}")
    else:
        print("Rien à collecter.")


def _resuming(raw: Store) -> str:
    kept = [
        f"{nom} ({size(arrived)}" + (f" sur {size(total)})" if total else ")")
        for nom, arrived, total in waiting(raw.partial)
    ]
    where = f" ; reprise à faire : {', '.join(kept)}" if kept else ""
    return f"Ce qui est complet est gardé{where}. Relancez la même commande pour reprendre."
