"""Deposits on the disk: `depots/<département>/<id>/`, one folder a load, changed by one process at a time.

fichiers/  corrections/          what was received, what was sent again
correspondance.json              the mapping, as it stands
confirmations.json               what a person confirmed, and why
etat.json                        where it stands, and its history
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock

from config import Config
from etl.deposits import deposit as kinds
from etl.deposits.deposit import CORRECTIONS, FILES, MAPPING, STATE, Deposit, ReceivedFile, Step, UnknownDeposit
from etl.deposits.disk import private, told, write
from etl.deposits.naming import distinct, service_named

DRAFT = ".arrivee-"
IDENTIFIER = re.compile(r"\d{8}T\d{9}-[0-9a-f]{6}")


def place(config: Config) -> Path:
    """Where the deposits of the département lie."""
    return config.home / "depots" / config.departement


def receive(
    config: Config,
    files: Mapping[str, bytes],
    service: str = "",
    day: date | None = None,
    sheets: Mapping[str, tuple[str, ...]] | None = None,
) -> Deposit:
    """Keep files as they came, in a new deposit. DepositRefused with nothing left behind when the disk refuses.

    Written aside, then renamed: a deposit is there whole or not at all. service: a service or a role (the
    configuration's by default). day: day the data speak of. sheets: by file, those that hold a table.
    """
    who = service_named(service or config.service)
    root, now = place(config), datetime.now()
    name = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}-{secrets.token_hex(3)}"
    draft = root / f"{DRAFT}{name}"
    with told(root):
        try:
            private(root.parent), private(root), private(draft)
            kept = _keep(private(draft / FILES), files, sheets or {})
            private(draft / CORRECTIONS)
            step = Step(now.replace(microsecond=0), kinds.RECEIVED, who)
            fresh = Deposit(name, config.departement, draft, kinds.RECEIVED, who, kept, day=day, history=(step,))
            keep(fresh)
            draft.rename(root / name)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    return replace(fresh, folder=root / name)


def listed(config: Config) -> list[Deposit]:
    """Every deposit of the département, the newest first."""
    found = []
    for path in sorted(place(config).glob("[0-9]*/" + STATE), reverse=True):
        try:
            found.append(kinds.read(path.parent))
        except (OSError, ValueError, KeyError, TypeError):  # being erased, or not ours
            continue
    return found


def opened(config: Config, identifier: str) -> Deposit:
    """The deposit of that identifier. UnknownDeposit when there is none."""
    folder = place(config) / identifier
    try:
        if IDENTIFIER.fullmatch(identifier):
            return kinds.read(folder)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise UnknownDeposit(
        f"Le dépôt « {identifier[:40]} » n’existe pas dans ce département. « manage.py deposits » liste les dépôts."
    )


@contextmanager
def held(config: Config, identifier: str) -> Iterator[Deposit]:
    """The deposit, which no other process changes meanwhile."""
    opened(config, identifier)
    with told(place(config)), FileLock(place(config) / ".verrou", mode=0o600):
        yield opened(config, identifier)


def moved(deposit: Deposit, state: str, service: str, edition: int | None = None, **changes: object) -> Deposit:
    """The deposit in its new state, written down. edition: the number made from it, when one was.

    To be called while holding it.
    """
    step = Step(datetime.now().replace(microsecond=0), state, service, edition)
    history = (*deposit.history, step)
    after = replace(deposit, state=state, edition=edition or deposit.edition, history=history, **changes)
    keep(after)
    return after


def read_json(deposit: Deposit, name: str) -> object:
    """A file of the deposit, None when it was never written."""
    path = deposit.folder / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def mapping_text(deposit: Deposit) -> str | None:
    """The text of the mapping, None before the first one."""
    path = deposit.folder / MAPPING
    return path.read_text(encoding="utf-8") if path.exists() else None


def keep(deposit: Deposit) -> None:
    """Write down what a deposit has become. To be called while holding it."""
    write(deposit.folder / STATE, kinds.written(deposit).encode())


def _keep(folder: Path, files: Mapping[str, bytes], sheets: Mapping[str, tuple[str, ...]]) -> tuple[ReceivedFile, ...]:
    kept = []
    for nom, (name, content) in zip(distinct(files), files.items(), strict=True):
        write(folder / nom, content)
        kept.append(ReceivedFile(nom, hashlib.sha256(content).hexdigest(), len(content), sheets.get(name, ())))
    return tuple(kept)


def keep_correction(deposit: Deposit, name: str, content: bytes) -> ReceivedFile:
    """Write down a file sent again; its number keeps corrections in order and their names apart."""
    (safe,) = distinct([name])
    nom = f"{len(deposit.corrections) + 1:02d}-{safe}"
    write(deposit.folder / CORRECTIONS / nom, content)
    return ReceivedFile(nom, hashlib.sha256(content).hexdigest(), len(content))
