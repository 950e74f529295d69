"""What is erased, and when: persons at once, the originals of individual tables once they are of no more use."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from config import Config
from etl.deposits import deposit as kinds
from etl.deposits.changes import mapping
from etl.deposits.deposit import ANSWERED, CORRECTIONS, FILES, Deposit, DepositRefused, ReceivedFile
from etl.deposits.naming import service_named
from etl.deposits.store import DRAFT, held, keep, listed, moved, place
from warehouse.dictionary import tables

# Rules of the gate that find persons in a file: the whole deposit goes at once.
PERSONS = ("GEN-05", "PRE-06", "REF-04", "QUA-02")
LEFT = timedelta(days=1)  # an arrival that a killed process left half written is of no use after that


def published(config: Config, identifier: str, edition: int, service: str = "") -> Deposit:
    """Close a deposit whose edition is served; the originals of its individual tables are erased."""
    with held(config, identifier) as found:
        after = moved(found, kinds.PUBLISHED, service_named(service or config.service), edition)
        return _erased(after, _individual(found))


def withdraw(config: Config, identifier: str, service: str = "") -> Deposit:
    """Give up a deposit: everything received is erased, its history stays. DepositRefused once it is published."""
    with held(config, identifier) as found:
        if found.state == kinds.PUBLISHED:
            raise DepositRefused(
                f"Le dépôt {found.id} est publié : il ne se retire plus. Remettez en service une édition précédente "
                "pour ne plus l’afficher."
            )
        if found.state != kinds.ABANDONED:
            found = moved(found, kinds.ABANDONED, service_named(service or config.service))
        return _erased(found, lambda file: True)


def erase(config: Config, identifier: str) -> None:
    """Leave nothing of a deposit in which persons were found: files, mapping, state."""
    with held(config, identifier) as found:
        gone = found.folder.with_name(f"{DRAFT}{found.id}")
        found.folder.rename(gone)  # from here on nobody opens it, whatever becomes of this process
        shutil.rmtree(gone)


def purge(config: Config) -> int:
    """Erase what should be erased already: originals a killed process left, arrivals never finished. Their number."""
    count = 0
    for deposit in listed(config):
        if deposit.over:
            with held(config, deposit.id) as found:
                chosen = _individual(found) if found.state == kinds.PUBLISHED else lambda file: True
                left = [one for one in (*found.files, *found.corrections) if one.erased is None and chosen(one)]
                count += len(left)
                _erased(found, chosen)
    for draft in place(config).glob(f"{DRAFT}*"):
        if datetime.now() - datetime.fromtimestamp(draft.stat().st_mtime) > LEFT:
            shutil.rmtree(draft, ignore_errors=True)
            count += 1
    return count


def _individual(deposit: Deposit) -> Callable[[ReceivedFile], bool]:
    """Which files feed individual tables: those with a sheet that does, or any when nobody looked at their sheets."""
    try:
        chosen = mapping(deposit)
    except ValueError:  # damaged: nobody knows any more, so everything goes
        chosen = None
    if chosen is None:
        return lambda file: True
    persons = {name for name, table in tables().items() if table.individual}
    feeding = {sheet.feuille for sheet in chosen.sheets if persons & set(sheet.tables)}
    return lambda file: bool(feeding) and (not file.sheets or bool(feeding & set(file.sheets)))


def _erased(deposit: Deposit, chosen: Callable[[ReceivedFile], bool]) -> Deposit:
    """The deposit without the content of these files: name and digest stay, to know what was loaded.

    What was said of their rows goes with them.
    """

    def without(folder: str, files: tuple[ReceivedFile, ...]) -> tuple[ReceivedFile, ...]:
        return tuple(_gone(deposit, folder, one) if chosen(one) and one.erased is None else one for one in files)

    after = replace(deposit, files=without(FILES, deposit.files), corrections=without(CORRECTIONS, deposit.corrections))
    if after != deposit:
        (deposit.folder / ANSWERED).unlink(missing_ok=True)
        keep(after)
    return after


def _gone(deposit: Deposit, folder: str, file: ReceivedFile) -> ReceivedFile:
    (deposit.folder / folder / file.nom).unlink(missing_ok=True)
    return replace(file, erased=date.today().isoformat())
