"""What each table of the département opens: the indicators of which it is the last piece, in the order of loading."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from indicators.catalogue import Indicator, catalogue
from warehouse.dictionary import tables
from warehouse.edition import Edition

OWN = "departement"
# What is enough to begin.
FIRST = ("territoires", "structures", "actions", "sessions", "brsa_effectifs")
PAGES = {"couverture": "Couverture", "frequentation": "Fréquentation", "besoins": "Besoins", "resultats": "Résultats"}


def own_tables() -> tuple[str, ...]:
    """The tables a département may fill: those that are enough to begin, then the others, as declared."""
    own = [name for name, one in tables().items() if one.origin == OWN]
    return (*FIRST, *(name for name in own if name not in FIRST))


def opens(name: str, held: Collection[str]) -> list[Indicator]:
    """The indicators that this table makes possible beside those held, and that they did not allow yet."""
    return [one for one in catalogue().values() if name in one.tables and set(one.tables) <= {name, *held}]


def missing(edition: Edition, needed: Iterable[str]) -> tuple[str, ...]:
    """Which of these tables of the département the edition lacks, in the order of loading."""
    wanted = set(needed)
    return tuple(name for name in own_tables() if name in wanted and not edition.has(name))


def lacking(edition: Edition, indicators: Iterable[Indicator]) -> list[tuple[tuple[str, ...], list[Indicator]]]:
    """What is missing for these indicators, step by step: the tables to bring, and which indicators they open.

    A table that opens nothing by itself is told with the next one that does. Nothing when all can be computed.
    """
    wanted = {one.code for one in indicators}
    absent = missing(edition, {name for code in wanted for name in catalogue()[code].tables})
    held = {name for name in own_tables() if name not in absent}
    steps, waiting = [], []
    for name in absent:
        waiting.append(name)
        found = [one for one in opens(name, held) if one.code in wanted]
        held.add(name)
        if found:
            steps.append((tuple(waiting), found))
            waiting = []
    return steps


def possible(edition: Edition, codes: Iterable[str]) -> tuple[str, ...]:
    """Those of these indicators whose tables of the département are all held."""
    return tuple(code for code in codes if not missing(edition, catalogue()[code].tables))


def listed(labels: Iterable[str]) -> str:
    """« Places ouvertes, temps d’accès… »: a capital for the first only."""
    first, *others = labels
    return ", ".join([first, *(label[0].lower() + label[1:] for label in others)])
