"""A whole collection: each address in its turn, its file brought into the raw store, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from filelock import FileLock, Timeout

from etl.fetch.addresses import Address
from etl.fetch.content import named, verified
from etl.fetch.network import Network
from etl.fetch.outcome import Outcome, State
from etl.fetch.partial import Partial
from etl.fetch.portals import Target, target
from etl.fetch.progress import Display
from etl.fetch.store import Store
from etl.fetch.transfer import Transfer
from etl.fetch.trouble import FetchFailed, NoNetwork
from etl.fetch.version import Version
from etl.fetch.wording import reason


class AlreadyCollecting(Exception):
    """Another process is collecting into the same store."""


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Be the only one to write in the store. AlreadyCollecting when another process does."""
    store.root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(store.root / ".verrou", timeout=0):
            store.sweep()
            yield
    except Timeout as error:
        raise AlreadyCollecting from error


def collect(wanted: Iterable[Address], store: Store, network: Network, display: Display) -> Iterator[Outcome]:
    """Bring each file; a trouble with one never prevents the others."""
    network.say = display.say
    for address in wanted:
        last = store.latest(address.source, address.nom)
        if address.mode == "depot":
            yield _deposited(address, store)
            continue
        try:
            yield Fetch(address, last, store, network, display).run()
        except NoNetwork as failed:
            yield Outcome(address.source, address.nom, State.HORS_LIGNE, failed.phrase, last)
        except FetchFailed as failed:
            yield Outcome(address.source, address.nom, State.ECHEC, failed.phrase, last)
        except OSError as error:
            phrase = f"Écriture impossible dans {store.root} : {reason(error)}. Corrigez cela, puis relancez."
            yield Outcome(address.source, address.nom, State.ECHEC, phrase, last)


def offline(wanted: list[Address], store: Store) -> Iterator[Outcome]:
    """What the store holds of each resource, then of those a folder gave; nobody is asked anything."""
    for address in wanted:
        last = store.latest(address.source, address.nom)
        yield Outcome(address.source, address.nom, State.HORS_LIGNE if last else State.ABSENT, version=last)
    listed, names = {one.nom for one in wanted}, {one.source for one in wanted}
    for version in store.current():
        if version.source in names and version.cle not in listed:
            yield Outcome(version.source, version.cle, State.HORS_LIGNE, version=version)


class Fetch:
    """One resource, from its address to the store."""

    def __init__(
        self, address: Address, last: Version | None, store: Store, network: Network, display: Display
    ) -> None:
        self.address = address
        self.last = last
        self.store = store
        self.network = network
        self.display = display

    def run(self) -> Outcome:
        """FetchFailed when the file cannot be had, or is not what was awaited."""
        self.display.start(self.address.titre, 0)
        try:
            goal = target(self.address, self.network)
            if self.last and goal.checksum and verified(self.last.path, goal.checksum):
                return self._outcome(State.INCHANGE, self.last)
            return self._brought(goal, again=True)
        finally:
            self.display.end()

    def _brought(self, goal: Target, again: bool) -> Outcome:
        partial = Partial(self.store.partial, self.address.nom, goal.url)
        conditions = self.store.conditions(self.last, goal.url) if self.last else {}
        arrival = Transfer(self.network, partial, self.display, conditions).run()
        if arrival.unchanged:
            self.store.asked(self.last, goal.url)
            partial.done()
            return self._outcome(State.INCHANGE, self.last)
        if not verified(partial.octets, goal.checksum):
            partial.done()
            if arrival.resumed and again:  # the two halves may be of two versions: once more, in one go
                return self._brought(goal, again=False)
            raise FetchFailed(
                "Le contenu ne correspond pas à la somme de contrôle que l’éditeur publie : il est écarté. "
                "Relancez la même commande plus tard ; si cela dure, signalez-le à l’éditeur."
            )
        return self._stored(partial, goal, arrival.resumed)

    def _stored(self, partial: Partial, goal: Target, resumed: bool) -> Outcome:
        try:
            nom = named(partial.octets, self.address.nom)
        except FetchFailed:
            partial.done()
            raise
        about = Version(
            self.address.source, self.address.nom, self.address.millesime, self.address.titre, self.address.licence, nom
        )
        about = replace(
            about, url=partial.state.url, etag=partial.state.etag, last_modified=partial.state.last_modified
        )
        version, new = self.store.keep(partial.octets, about)
        self.store.asked(version, goal.url, partial.state.etag, partial.state.last_modified)
        partial.done()
        state = State.INCHANGE if not new else State.REPRIS if resumed else State.NOUVEAU
        return self._outcome(state, version)

    def _outcome(self, state: State, version: Version) -> Outcome:
        return Outcome(self.address.source, self.address.nom, state, version=version)


def _deposited(address: Address, store: Store) -> Outcome:
    given = [one for one in store.current() if one.source == address.source]
    known = (one for one in given if one.cle == address.nom or re.search(address.reconnait, one.cle, re.IGNORECASE))
    last = next(known, None)
    if last:
        return Outcome(address.source, last.nom, State.INCHANGE, version=last)
    where = f" On le trouve sur {address.adresse}." if address.adresse else ""
    phrase = f"Aucune adresse stable n’est connue.{where} Mettez-le dans un dossier, puis « collect --mirror DOSSIER »."
    return Outcome(address.source, address.nom, State.A_FOURNIR, phrase)
