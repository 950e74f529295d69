"""Time, and the quotas publishers set on it."""

from __future__ import annotations

import random
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from etl.fetch.wording import duration

# Requests in any minute that a host allows to one address (INSEE: documented quota of Melodi and of the BDM; IGN: 50 a
# second are announced for addresses, its headers say one).
PER_MINUTE = {"api.insee.fr": 30, "bdm.insee.fr": 30, "data.geopf.fr": 60}
MINUTE = 60.0


@dataclass(frozen=True)
class Clock:
    """What tells the time, what waits, and the chance (0 to 1) that spreads retries; tests give their own."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


class Pace:
    """Makes requests wait so that no sliding minute holds more of them than the host allows."""

    def __init__(self, clock: Clock, per_minute: Mapping[str, int] = PER_MINUTE) -> None:
        self.clock = clock
        self.per_minute = per_minute
        self.asked: dict[str, deque[float]] = defaultdict(deque)

    def keep(self, host: str, say: Callable[[str], None]) -> None:
        """Return when one more request to this host is allowed, saying why it waits."""
        allowed = self.per_minute.get(host)
        if allowed is None:
            return
        past = self.asked[host]
        if len(past) >= allowed:
            wait = past[-allowed] + MINUTE - self.clock.now()
            if wait > 0:
                say(f"{host} admet {allowed} requêtes par minute : attente de {duration(wait)}.")
                self.clock.sleep(wait)
        past.append(self.clock.now())
        while len(past) > allowed:
            past.popleft()
