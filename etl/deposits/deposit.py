"""One load under way: the files received, where it stands, and what may become of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

RECEIVED, TO_COMPLETE, READY, PREPARED = "recu", "a_completer", "controle", "prepare"
PUBLISHED, REFUSED, ABANDONED = "publie", "refuse", "abandonne"
STATES = {
    RECEIVED: "reçu",
    TO_COMPLETE: "à compléter",
    READY: "à contrôler",
    PREPARED: "prêt à publier",
    PUBLISHED: "publié",
    REFUSED: "refusé par le contrôle",
    ABANDONED: "retiré",
}
OVER = (PUBLISHED, ABANDONED)  # nothing changes any more

STATE, MAPPING, CONFIRMATIONS = "etat.json", "correspondance.json", "confirmations.json"
ANSWERED = "lignes_renvoyees.json"
FILES, CORRECTIONS = "fichiers", "corrections"


class DepositRefused(Exception):
    """What was asked of a deposit cannot be done; the message is the French sentence shown."""


class UnknownDeposit(DepositRefused):
    """No deposit has that identifier in this département."""


@dataclass(frozen=True)
class ReceivedFile:
    """One file as it came. nom: safe, as kept on the disk. sheets: those that hold a table, empty when nobody looked.
    erased: day the content was erased (ISO), None while it is kept.
    """

    nom: str
    sha256: str
    octets: int
    sheets: tuple[str, ...] = ()
    erased: str | None = None


@dataclass(frozen=True)
class Step:
    """One line of a deposit's history. service: a service or a role, never a person's name."""

    when: datetime
    state: str
    service: str
    edition: int | None = None


@dataclass(frozen=True)
class Deposit:
    """A load of the département's tables. The files, the mapping and the confirmations lie in `folder`.

    id: sorts by date of arrival. state: see STATES. service: who brought it. day: day the data speak of, None when
    nobody said it. edition: number of the last edition made from it (its report when it was refused).
    """

    id: str
    departement: str
    folder: Path = field(repr=False, compare=False)
    state: str
    service: str
    files: tuple[ReceivedFile, ...]
    corrections: tuple[ReceivedFile, ...] = ()
    day: date | None = None
    edition: int | None = None
    history: tuple[Step, ...] = ()

    @property
    def received(self) -> datetime:
        """When it came."""
        return self.history[0].when

    @property
    def over(self) -> bool:
        """Whether nothing changes any more."""
        return self.state in OVER

    def contents(self) -> Iterator[tuple[ReceivedFile, bytes]]:
        """Each file received that is still kept, with its octets."""
        return self._kept(FILES, self.files)

    def corrected(self) -> Iterator[tuple[ReceivedFile, bytes]]:
        """Each file sent again after correction, in order."""
        return self._kept(CORRECTIONS, self.corrections)

    def _kept(self, folder: str, files: tuple[ReceivedFile, ...]) -> Iterator[tuple[ReceivedFile, bytes]]:
        return ((one, (self.folder / folder / one.nom).read_bytes()) for one in files if one.erased is None)


def written(deposit: Deposit) -> str:
    """The text of `etat.json`."""
    content = asdict(deposit)
    del content["folder"]
    return json.dumps(content, ensure_ascii=False, indent=1, default=lambda value: value.isoformat())


def read(folder: Path) -> Deposit:
    """The deposit that lies in that folder. OSError, ValueError or KeyError when none does."""
    content = json.loads((folder / STATE).read_text(encoding="utf-8"))
    day = content["day"]
    return Deposit(
        **content
        | {
            "folder": folder,
            "files": tuple(map(_file, content["files"])),
            "corrections": tuple(map(_file, content["corrections"])),
            "day": date.fromisoformat(day) if day else None,
            "history": tuple(_step(one) for one in content["history"]),
        }
    )


def _file(content: dict) -> ReceivedFile:
    return ReceivedFile(**content | {"sheets": tuple(content["sheets"])})


def _step(content: dict) -> Step:
    return Step(**content | {"when": datetime.fromisoformat(content["when"])})
