"""One download, whatever happens on the way: conditional, resumed, retried, and bounded in time."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from etl.fetch.network import Network
from etl.fetch.partial import Partial
from etl.fetch.patience import Patience
from etl.fetch.progress import Display
from etl.fetch.trouble import Passing
from etl.fetch.wording import size


@dataclass(frozen=True)
class Arrival:
    """How the download ended. unchanged: the site answered that nothing changed; resumed: from an earlier part."""

    unchanged: bool = False
    resumed: bool = False


class Transfer:
    """Brings one resource into its partial file. conditions: headers that let the site answer « unchanged »."""

    def __init__(self, network: Network, partial: Partial, display: Display, conditions: dict[str, str]) -> None:
        self.network = network
        self.partial = partial
        self.display = display
        self.conditions = conditions
        self.patience = Patience(network, partial.state.asked)
        self.resumed = partial.whole

    def run(self) -> Arrival:
        """Try until it is whole. FetchFailed when it cannot be; what has arrived is kept for the next run."""
        best = self.partial.size
        while not self.partial.whole:
            try:
                if self._once():
                    return Arrival(unchanged=True)
                break
            except Passing as trouble:
                gained, best = self.partial.size - best, max(best, self.partial.size)
                self.patience.after(trouble, gained)
        return Arrival(resumed=self.resumed)

    def _once(self) -> bool:
        """One request; True when the site says that nothing changed."""
        headers = self.partial.rest() or self.conditions
        with self.network.ask(self.partial.state.asked, headers) as response:
            if response.status_code == 304:
                return True
            self._place(response)
            self.display.total(self.partial.state.total)
            self._receive(response)
        return False  # a body shorter or longer than its Content-Length is a trouble that the network raises

    def _place(self, response: httpx.Response) -> None:
        """Put the answer where it goes: at the start, or after what has already arrived."""
        if response.status_code == 200:
            if self.partial.size:
                self.network.say("Le site renvoie le fichier depuis le début.")
            self.partial.begin(response)
            self.resumed = False
        elif response.status_code == 206 and self.partial.continued_by(response):
            self.network.say(f"Reprise à {size(self.partial.size)}.")
            self.resumed = True
        else:
            self.partial.forget()
            raise Passing("Le fichier a changé pendant le téléchargement : il est repris depuis le début.", wait=0)

    def _receive(self, response: httpx.Response) -> None:
        clock, limits = self.network.clock, self.network.limits
        since, received, arrived = clock.now(), 0, self.partial.size
        with self.partial.octets.open("ab", buffering=0) as stream:
            for chunk in _octets(response):
                stream.write(chunk)
                received, arrived = received + len(chunk), arrived + len(chunk)
                self.display.at(arrived)
                self.patience.bound()
                elapsed = clock.now() - since
                if elapsed >= limits.window:
                    if received < limits.slowest * elapsed:
                        raise Passing(f"{response.url.host} n’envoie presque plus rien.")
                    since, received = clock.now(), 0


def _octets(response: httpx.Response):
    """The octets of the file as they come; a site that compresses without being asked is undone."""
    plain = response.headers.get("content-encoding", "identity") == "identity"
    return response.iter_raw() if plain else response.iter_bytes()
