"""What became of each resource, and how it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from etl.fetch.version import Version
from etl.fetch.wording import age, size

NAMED = 3


class State(StrEnum):
    NOUVEAU = "nouveau"
    INCHANGE = "inchangé"
    REPRIS = "repris"
    HORS_LIGNE = "hors ligne"
    ABSENT = "absent"
    A_FOURNIR = "à fournir"
    INCONNU = "non reconnu"
    ECHEC = "échec"


PLURALS = {State.NOUVEAU: "nouveaux", State.INCHANGE: "inchangés", State.REPRIS: "repris", State.ABSENT: "absents",
           State.INCONNU: "non reconnus", State.ECHEC: "échecs"}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """One resource. phrase: French sentence when something must be said. version: what the store holds of it."""

    source: str
    nom: str
    etat: State
    phrase: str = ""
    version: Version | None = None
    octets: int = 0

    @property
    def size(self) -> int:
        return self.version.octets if self.version else self.octets

    def plain(self) -> dict:
        """For `--json`."""
        held = self.version
        kept = {"fichier": held.nom, "sha256": held.sha256, "date": held.date, "url": held.url} if held else {}
        return {"source": self.source, "ressource": self.nom, "etat": str(self.etat), "octets": self.size,
                "phrase": self.phrase} | kept  # fmt: skip


def table(outcomes: Iterable[Outcome]) -> str:
    """A table for people: source, file, state, size and age of what is held; underneath, what must be said."""
    outcomes, now = list(outcomes), datetime.now().astimezone()
    rows = [("source", "fichier", "état", "taille", "reçu le")]
    rows += [_row(one, now) for one in outcomes]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, tuple("─" * width for width in widths))
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, *sentences(outcomes)])


def sentences(outcomes: Iterable[Outcome]) -> list[str]:
    """Each sentence once, with the resources it is about."""
    about: dict[str, list[str]] = {}
    for one in outcomes:
        if one.phrase:
            about.setdefault(one.phrase, []).append(one.nom)
    return ["", *(f"{_listed(names)} : {phrase}" for phrase, names in about.items())] if about else []


def _row(one: Outcome, now: datetime) -> tuple[str, ...]:
    received = age(one.version.when, now) if one.version else ""
    return one.source, one.nom, str(one.etat), size(one.size) if one.size else "", received


def _listed(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else "")


def count(outcomes: Iterable[Outcome]) -> str:
    """« 3 nouveaux, 1 échec »."""
    counts = Counter(one.etat for one in outcomes)
    return ", ".join(f"{counts[s]} {PLURALS.get(s, s) if counts[s] > 1 else s}" for s in State if counts[s])
