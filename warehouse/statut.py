"""What is known of an edition, and what may become of it: prepared, published or abandoned; or refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

PUBLISHED, REFUSED, PREPARED, DISCARDED = "publiee", "refusee", "preparee", "abandonnee"
# What the journal tells: the four above when the edition is written or abandoned, and these two.
RELEASED, ROLLED_BACK = "mise_en_service", "remise_en_service"


class UnknownEdition(Exception):
    """No edition of that number can be served; the message says why, in French."""


class NotWritten(Exception):
    """The disk refused an edition: nothing of it is left, what is served did not change. The message is in French."""


class StaleEdition(UnknownEdition):
    """The edition was prepared from one that is no longer served; the message says to check again."""


@dataclass(frozen=True)
class EditionInfo:
    """What is known of an edition without opening it.

    statut: publiee | refusee | preparee (not served yet) | abandonnee (its data are erased). verdict: accepte |
    accepte_avec_alertes | refuse. published: when it was put in service, or written when it never was. rows: number
    of rows by table. current: whether it is the one being served. base: the one served when it was written, with
    which it was compared. service: who wrote it, a service or a role.
    """

    number: int
    departement: str
    statut: str
    verdict: str
    published: datetime
    synthetic: bool
    rows: dict[str, int]
    current: bool = False
    base: int | None = None
    service: str = ""


@dataclass(frozen=True)
class Event:
    """One line of the journal. what: see above. service: a service or a role, never a person's name."""

    when: datetime
    what: str
    number: int
    service: str


def event(what: str, number: int, service: str) -> Event:
    """What happens now."""
    return Event(datetime.now(), what, number, service)


def known(history: list[EditionInfo], number: int) -> EditionInfo:
    """The edition of that number among these. UnknownEdition when there is none."""
    by_number = {info.number: info for info in history}
    if number not in by_number:
        listed = ", ".join(str(n) for n in sorted(by_number)) or "aucune"
        raise UnknownEdition(f"L’édition {number} n’existe pas (éditions connues : {listed}).")
    return by_number[number]


def released(info: EditionInfo, served: int | None) -> None:
    """UnknownEdition unless it is prepared; StaleEdition when another was put in service meanwhile."""
    if info.statut != PREPARED:
        raise UnknownEdition(f"L’édition {info.number} n’attend pas d’être publiée : elle {_is(info)}.")
    if info.base != served:
        now = f"l’édition {served} est servie" if served else "aucune édition n’est servie"
        before = f"quand l’édition {info.base} était servie" if info.base else "quand aucune n’était servie"
        raise StaleEdition(
            f"L’édition {info.number} a été préparée {before} ; depuis, {now}. Contrôlez de nouveau le dépôt pour "
            "comparer avec ce qui est affiché aujourd’hui, puis publiez-le."
        )


def served_again(info: EditionInfo) -> None:
    """UnknownEdition unless it was published once."""
    if info.statut == REFUSED:
        raise UnknownEdition(
            f"L’édition {info.number} a été refusée par la barrière de qualité : elle ne peut pas être servie."
        )
    if info.statut != PUBLISHED:
        raise UnknownEdition(f"L’édition {info.number} n’a jamais été publiée : elle {_is(info)}.")


def discarded(info: EditionInfo) -> None:
    """UnknownEdition unless it is prepared: what was published or refused is kept."""
    if info.statut != PREPARED:
        raise UnknownEdition(f"L’édition {info.number} ne peut pas être abandonnée : elle {_is(info)}.")


def readable(info: EditionInfo) -> None:
    """UnknownEdition when its data were erased."""
    if info.statut == DISCARDED:
        raise UnknownEdition(f"L’édition {info.number} a été abandonnée : ses données ont été effacées.")


def _is(info: EditionInfo) -> str:
    return {
        PUBLISHED: "est déjà publiée",
        REFUSED: "a été refusée par la barrière de qualité",
        PREPARED: "est préparée et attend d’être publiée",
        DISCARDED: "a été abandonnée",
    }[info.statut]
