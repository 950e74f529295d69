"""What a person does to a deposit before it is published: mapping, confirmations, corrections."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime

import pandas as pd
from filelock import FileLock, Timeout

from config import Config
from etl.deposits import deposit as kinds
from etl.deposits.deposit import ANSWERED, CONFIRMATIONS, MAPPING, Deposit, DepositRefused
from etl.deposits.disk import write
from etl.deposits.naming import service_named
from etl.deposits.store import held, keep_correction, mapping_text, moved, read_json
from etl.spreadsheets import mapping as mappings
from etl.spreadsheets.mapping import Mapping

ROW = ["table", "fichier", "feuille", "ligne", "colonne", "regle", "phrase"]  # kept of a row set aside: not its value
CONFIRMABLE = ("GEN-07", "GEN-08")  # volumes only: never what protects persons


@dataclass(frozen=True)
class Confirmation:
    """A person says that a volume is normal, and why. when: ISO date and time."""

    regle: str
    table: str
    raison: str
    service: str
    when: str


def mapping(deposit: Deposit) -> Mapping | None:
    """The mapping as it stands, None before the first one. ValueError (in French) when the file was damaged."""
    text = mapping_text(deposit)
    return None if text is None else mappings.read(text)


def keep_mapping(config: Config, identifier: str, chosen: Mapping, complete: bool, service: str = "") -> Deposit:
    """Keep the mapping. complete: nothing is left to be said, the deposit may be judged."""
    with _changing(config, identifier) as found:
        write(found.folder / MAPPING, mappings.written(chosen).encode())
        return moved(found, kinds.READY if complete else kinds.TO_COMPLETE, _who(config, service))


def confirm(config: Config, identifier: str, regle: str, table: str, raison: str, service: str = "") -> Deposit:
    """Keep that a volume is normal, with the reason (GEN-07, GEN-08). DepositRefused without a reason."""
    if regle not in CONFIRMABLE:
        raise DepositRefused(f"Le contrôle {regle} ne se confirme pas : il faut corriger le fichier.")
    if not raison.strip():
        raise DepositRefused("Dites pourquoi ce volume est normal : la raison est gardée avec le dépôt.")
    with _changing(config, identifier) as found:
        now = datetime.now().isoformat(timespec="seconds")
        fresh = Confirmation(regle, table, " ".join(raison.split()), _who(config, service), now)
        others = [one for one in confirmations(found) if (one.regle, one.table) != (regle, table)]
        text = json.dumps([asdict(one) for one in [*others, fresh]], ensure_ascii=False, indent=1)
        write(found.folder / CONFIRMATIONS, text.encode())
        return moved(found, _again(found), fresh.service)


def confirmations(deposit: Deposit) -> list[Confirmation]:
    """What was confirmed so far."""
    return [Confirmation(**one) for one in read_json(deposit, CONFIRMATIONS) or []]


def add_correction(
    config: Config, identifier: str, name: str, content: bytes, service: str = "", answered: pd.DataFrame | None = None
) -> Deposit:
    """Keep a file sent again after correction: what it corrects is judged again.

    answered: rows of `rejets` that it answers, kept to tell what it mended; None when they are not known.
    """
    with _changing(config, identifier) as found:
        fresh = keep_correction(found, name, content)
        text = "null" if answered is None else answered[ROW].to_json(orient="records", force_ascii=False)
        write(found.folder / ANSWERED, text.encode())
        return moved(found, _again(found), _who(config, service), corrections=(*found.corrections, fresh))


def answered(deposit: Deposit) -> pd.DataFrame | None:
    """Rows of `rejets` that the last correction answers; None without one, or when they were not known."""
    rows = read_json(deposit, ANSWERED)
    return None if rows is None else pd.DataFrame(rows)


def dated(config: Config, identifier: str, day: date | None, service: str = "") -> Deposit:
    """Keep the day the data speak of."""
    with _changing(config, identifier) as found:
        return moved(found, _again(found), _who(config, service), day=day)


def judged(config: Config, seen: Deposit, accepted: bool, edition: int, service: str = "") -> Deposit:
    """Keep what the gate said of the deposit as it was seen, and the number of the edition that tells it.

    When it was changed meanwhile, the deposit is to be judged again.
    """
    with _changing(config, seen.id) as found:
        changed = found.history != seen.history
        state = kinds.READY if changed else kinds.PREPARED if accepted else kinds.REFUSED
        return moved(found, state, _who(config, service), edition)


@contextmanager
def judging(deposit: Deposit) -> Iterator[None]:
    """Be the only one to judge a deposit. DepositRefused when another process does."""
    try:
        with FileLock(deposit.folder / ".verrou", timeout=0, mode=0o600):
            yield
    except Timeout as error:
        raise DepositRefused(f"Le dépôt {deposit.id} est déjà en cours de contrôle : attendez la fin.") from error


def _again(deposit: Deposit) -> str:
    """What was judged has changed: it must be judged again."""
    return deposit.state if deposit.state in (kinds.RECEIVED, kinds.TO_COMPLETE) else kinds.READY


def _who(config: Config, service: str) -> str:
    return service_named(service or config.service)


@contextmanager
def _changing(config: Config, identifier: str) -> Iterator[Deposit]:
    """Hold a deposit that may still change. DepositRefused once it is published or withdrawn."""
    with held(config, identifier) as found:
        if found.over:
            raise DepositRefused(
                f"Le dépôt {found.id} est {kinds.STATES[found.state]} : il ne change plus. Déposez un nouveau fichier."
            )
        yield found
