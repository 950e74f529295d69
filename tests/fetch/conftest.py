"""A publisher on loopback, its table of addresses, and a collection whose time is told by hand."""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from loopback import Publisher

from config import Config
from etl.fetch.addresses import COLUMNS, addresses
from etl.fetch.collection import collect
from etl.fetch.network import Limits, Network
from etl.fetch.outcome import Outcome
from etl.fetch.pace import Clock
from etl.fetch.progress import Lines
from etl.fetch.store import Store, store


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch):
    """Whatever a test asks for, nothing leaves 127.0.0.1: every other host goes to a proxy that does not exist."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")


@pytest.fixture
def publisher():
    with Publisher() as site:
        yield site


@dataclass
class Hands:
    """A clock turned by hand: sleeping turns it, and so does looking at it when `tick` is set."""

    time: float = 0.0
    tick: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        self.time += self.tick
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep, lambda: 0.5)


@dataclass
class Collecting:
    """Collections from a table of addresses into one home. said: what the person saw, all together."""

    publisher: Publisher
    config: Config
    hands: Hands = field(default_factory=Hands)
    limits: Limits = field(default_factory=lambda: Limits(connect=2, read=5))
    said: io.StringIO = field(default_factory=io.StringIO)

    @property
    def store(self) -> Store:
        return store(self.config)

    def __call__(self, *rows: dict[str, str]) -> list[Outcome]:
        """Collect these resources; a row says only what matters to it."""
        table = write_table(self.config.home.parent / "adresses.csv", *(self.row(**row) for row in rows))
        network = Network(self.limits, self.hands.clock)
        try:
            return list(collect(addresses(table), self.store, network, Lines(self.said, self.hands.clock)))
        finally:
            network.close()

    def one(self, **row: str) -> Outcome:
        (outcome,) = self(row)
        return outcome

    def row(self, adresse: str = "/fichier.csv", **said: str) -> dict[str, str]:
        url = f"{self.publisher.base}{adresse}" if adresse.startswith("/") else adresse
        usual = {"source": "essai", "titre": "Essai", "mode": "direct", "nom": Path(adresse).name,
                 "licence": "Licence Ouverte 2.0", "perimetre": "france"}  # fmt: skip
        return usual | {"adresse": url} | said

    def kept(self, outcome: Outcome) -> bytes:
        return outcome.version.path.read_bytes()

    def versions(self) -> list[Path]:
        return sorted(path.parent for path in self.store.root.glob("*/*/*/version.json"))


@pytest.fixture
def collecting(publisher, blank) -> Collecting:
    return Collecting(publisher, blank)


@pytest.fixture
def elsewhere(publisher, blank, tmp_path):
    """elsewhere(): a collection like `collecting`, in a home of its own each time."""
    numbers = itertools.count()
    return lambda: Collecting(publisher, replace(blank, home=tmp_path / f"maison{next(numbers)}" / "var"))


def write_table(path: Path, *rows: dict[str, str]) -> Path:
    """A table of addresses that takes away every row of the project's own and holds these instead."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows({"nom": one.nom} for one in addresses())
        writer.writerows(rows)
    return path


def csv_octets(size: int = 200_000) -> bytes:
    """A table of about that many octets, no two parts alike."""
    lines = (f"{number:05};commune {number};{number * 7919 % 1000}\n" for number in itertools.count())
    text = "CODGEO;LIBGEO;VALEUR\n" + "".join(itertools.islice(lines, size // 26))
    return text.encode()


def zip_octets(**members: bytes) -> bytes:
    """An archive of these members, `__` standing for `/` and `_x_` for a dot in their names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, octets in members.items():
            archive.writestr(name.replace("__", "/").replace("_x_", "."), octets)
    return made.getvalue()
