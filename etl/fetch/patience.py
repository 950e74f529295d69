"""How long one resource is worth: growing waits between tries, the site's own wishes first, and an end to it all."""

from __future__ import annotations

from etl.fetch.network import Network
from etl.fetch.trouble import FetchFailed, Passing
from etl.fetch.wording import duration

# A try that brings less than this, in octets, counts as one that failed.
WORTHWHILE = 64 * 1024


class Patience:
    """For one address. Waits are said through the network's `say`."""

    def __init__(self, network: Network, url: str) -> None:
        self.network = network
        self.url = url
        self.failures = 0
        self.started = network.clock.now()

    def after(self, trouble: Passing, gained: int = 0) -> None:
        """Wait before one more try; FetchFailed when enough were made. gained: octets the last one brought."""
        limits = self.network.limits
        self.failures = 1 if gained >= WORTHWHILE else self.failures + 1
        if not trouble.reached and self.failures >= limits.connect_tries:
            raise self.network.unreachable(self.url) from trouble
        if self.failures >= limits.tries:
            phrase = f"{trouble.phrase} Abandon après {self.failures} essais ; relancez la même commande plus tard."
            raise FetchFailed(phrase) from trouble
        wait = self._wait(trouble)
        if wait > limits.longest_wait:
            phrase = f"{trouble.phrase} Le site demande {duration(wait)} ; relancez la même commande plus tard."
            raise FetchFailed(phrase) from trouble
        self.network.say(f"{trouble.phrase} Nouvel essai" + (f" dans {duration(wait)}." if wait else "."))
        self.network.clock.sleep(wait)
        self.bound()

    def bound(self) -> None:
        """FetchFailed when the whole time allowed to one resource is over."""
        total = self.network.limits.total
        if self.network.clock.now() - self.started > total:
            late = f"Le téléchargement n’est pas fini après {duration(total)}"
            raise FetchFailed(f"{late} ; relancez la même commande pour le reprendre.")

    def _wait(self, trouble: Passing) -> float:
        """What the site asks, else 1, 2, 4… seconds, times 0.5 to 1.5 so that people do not all come back at once."""
        if trouble.wait is not None:
            return trouble.wait
        return 2 ** (self.failures - 1) * (0.5 + self.network.clock.chance())


def read(url: str, network: Network) -> bytes:
    """A small answer, whole. FetchFailed when it cannot be had."""
    patience = Patience(network, url)
    while True:
        try:
            return b"".join(_chunks(url, network, patience))
        except Passing as trouble:
            patience.after(trouble)


def _chunks(url: str, network: Network, patience: Patience):
    with network.ask(url) as response:
        for chunk in response.iter_bytes():
            patience.bound()
            yield chunk
