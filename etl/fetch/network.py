"""The door to the network: what a publisher's site answers, or the French sentence that says why it does not.

Proxies and certificates of an intranet are those the usual variables name (HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE):
the library reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from etl.fetch.pace import Clock, Pace
from etl.fetch.trouble import FetchFailed, NoNetwork, Passing

AGENT = "observatoire-insertion/0.1 (collecte de statistiques publiques)"
PASSING = {408, 425, 429, 500, 502, 503, 504}
PLAIN = {
    401: "demande une authentification (401)",
    403: "refuse l’accès (403)",
    404: "ne connaît pas ce fichier (404)",
    407: "n’est pas joint : le serveur mandataire demande une authentification (407), voyez HTTPS_PROXY",
    410: "a retiré ce fichier (410)",
}
# Two sites that cannot be reached and none that answers: it is the network that is missing.
SILENT_HOSTS = 2
MEND = "Corrigez son adresse dans une table désignée par OBS_ADRESSES."


@dataclass(frozen=True)
class Limits:
    """How long one file may take. Seconds, and octets per second averaged over `window` seconds."""

    connect: float = 10
    read: float = 60
    total: float = 2 * 3600
    slowest: float = 1000
    window: float = 30
    tries: int = 5
    connect_tries: int = 3
    longest_wait: float = 600


class Network:
    """One HTTP client for a whole collection: quotas, time-outs, and memory of the sites that do not answer."""

    def __init__(self, limits: Limits | None = None, clock: Clock | None = None, pace: Pace | None = None) -> None:
        self.limits = limits or Limits()
        self.clock = clock or Clock()
        self.pace = pace or Pace(self.clock)
        self.say: Callable[[str], None] = lambda sentence: None
        self.silent: set[str] = set()
        self.heard = False
        self.client = httpx.Client(
            timeout=httpx.Timeout(self.limits.read, connect=self.limits.connect),
            follow_redirects=True,
            max_redirects=10,
            headers={"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"},
            event_hooks={"request": [lambda request: self.pace.keep(request.url.host, self.say)]},
        )

    def close(self) -> None:
        self.client.close()

    @contextmanager
    def ask(
        self, url: str, headers: dict[str, str] | None = None, form: dict | None = None
    ) -> Iterator[httpx.Response]:
        """The answer (200, 206, 304 or 416), its body not read yet. Passing or FetchFailed for anything else.

        form: `data` and `files` of a form to post (httpx), nothing for a plain request.
        """
        host = _host(url)
        self._refuse_silent(host)
        try:
            with self.client.stream("POST" if form else "GET", url, headers=headers, **(form or {})) as response:
                self.heard = True
                _judge(response)
                yield response
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise _unconnected(error, error.request.url.host) from error
        except httpx.TimeoutException as error:
            raise Passing(f"{host} ne répond plus depuis {self.limits.read:.0f} s.") from error
        except httpx.UnsupportedProtocol as error:
            raise FetchFailed(
                f"{host} renvoie vers une adresse qui n’est ni http ni https : elle n’est pas suivie."
            ) from error
        except httpx.TooManyRedirects as error:
            raise FetchFailed(f"{host} renvoie d’adresse en adresse sans fin. {MEND}") from error
        except httpx.ProxyError as error:
            raise FetchFailed(
                f"Le serveur mandataire refuse de joindre {host} ({error}). Voyez HTTPS_PROXY."
            ) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise Passing(f"La connexion à {host} a été coupée.") from error

    def unreachable(self, url: str) -> NoNetwork:
        """Remember that this site does not answer, and say it."""
        self.silent.add(_host(url))
        return self._no_network(_host(url))

    def _refuse_silent(self, host: str) -> None:
        if host in self.silent or (len(self.silent) >= SILENT_HOSTS and not self.heard):
            raise self._no_network(host)

    def _no_network(self, host: str) -> NoNetwork:
        if len(self.silent) >= SILENT_HOSTS and not self.heard:
            return NoNetwork("Aucun site ne répond : le réseau manque. Vérifiez-le, ou HTTPS_PROXY sur un intranet.")
        return NoNetwork(f"{host} est injoignable. Vérifiez le réseau, ou HTTPS_PROXY sur un intranet.")


def _host(url: str) -> str:
    """Host of an http(s) address; FetchFailed when it is not one."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise FetchFailed(f"« {url} » n’est pas une adresse. {MEND}") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchFailed(f"« {url} » n’est pas une adresse http ou https. {MEND}")
    return parsed.host


def _judge(response: httpx.Response) -> None:
    status, host = response.status_code, response.url.host
    if status in (200, 206, 304, 416):
        return
    if status in PASSING:
        busy = "demande d’attendre" if status in (429, 503) else "est en difficulté"
        raise Passing(f"{host} {busy} ({status}).", _retry_after(response.headers.get("retry-after", "")))
    raise FetchFailed(f"{host} {PLAIN.get(status, f'répond par une erreur ({status})')}. {MEND}")


def _retry_after(header: str) -> float | None:
    """Seconds, from a number of seconds or an HTTP date (RFC 9110, 10.2.3); None when there is neither."""
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _unconnected(error: httpx.TransportError, host: str) -> Exception:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return FetchFailed(
            f"Le certificat de {host} n’est pas reconnu. Sur un intranet, désignez celui de votre organisation par "
            "SSL_CERT_FILE."
        )
    return Passing(f"{host} ne répond pas.", reached=False)
