"""Names that may be kept: those of files on the disk, those of services in a history."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from etl.deposits.deposit import DepositRefused
from etl.spreadsheets.opening import safe_name

LONGEST = 60  # characters of a service's label


def distinct(names: Iterable[str]) -> list[str]:
    """Safe names for these files, in order, no two of them alike whatever the case."""
    taken: list[str] = []
    for name in names:
        safe = candidate = safe_name(name)
        count = 1
        while candidate.casefold() in {one.casefold() for one in taken}:
            count += 1
            candidate = f"{PurePath(safe).stem} ({count}){PurePath(safe).suffix}"
        taken.append(candidate)
    return taken


def service_named(label: str) -> str:
    """The label of a service or of a role, tidied. DepositRefused for an address, which would name a person."""
    tidy = " ".join("".join(char if char.isprintable() else " " for char in label).split())
    if "@" in tidy or not tidy or len(tidy) > LONGEST:
        raise DepositRefused(
            "Indiquez le service ou le rôle qui dépose (« cellule insertion », « direction »), en 60 caractères au "
            "plus, et jamais le nom ni l’adresse d’une personne."
        )
    return tidy
