"""From sheets and a confirmed mapping to tables waiting for the gate: nothing judged, nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from etl.spreadsheets.block import Block
from etl.spreadsheets.identifiers import source
from etl.spreadsheets.linking import carriers_once, linked
from etl.spreadsheets.mapping import Mapping, digest
from etl.spreadsheets.rows import Table, tables_of
from etl.spreadsheets.sharing import Notice
from etl.spreadsheets.targets import targets
from etl.staging import Staged

__all__ = ["Notice", "Translation", "staged", "translated"]


@dataclass(frozen=True)
class Translation:
    """Tables in the columns of the dictionary, and what a person should know of how they were made."""

    staged: tuple[Staged, ...]
    notices: tuple[Notice, ...] = ()


def staged(
    blocks: Sequence[Block], mapping: Mapping, fichier: str, sha256: str, date_donnees: date | None
) -> list[Staged]:
    """The tables of one file, for the gate: see `translated`, which also tells."""
    return list(translated(blocks, mapping, fichier, sha256, date_donnees).staged)


def translated(
    blocks: Sequence[Block], mapping: Mapping, fichier: str, sha256: str, date_donnees: date | None
) -> Translation:
    """The tables one file gives under that mapping, in the order of the dictionary.

    Frames hold every optional column, empty where nothing feeds it; a required column without source is absent, so
    that the gate refuses. `nom_commune` and `code_postal` of places stay for geocoding, which takes them out.
    """
    found: list[Table] = []
    notices: list[Notice] = []
    origin, read_as = source(mapping), digest(mapping, {block.feuille for block in blocks})
    for block in blocks:
        sheet = mapping.sheet(block.feuille)
        if sheet is not None:
            made, told = tables_of(block, sheet, origin, date_donnees)
            found += made
            notices += told
    notices += carriers_once(found)
    linked(found)
    order = list(dict.fromkeys(column.table for column in targets().values()))
    found.sort(key=lambda one: order.index(one.name))
    ready = tuple(
        Staged(
            one.name,
            one.frame,
            fichier,
            one.feuille,
            sha256,
            date_donnees,
            lines=one.lines,
            titles=one.titles,
            correspondance=read_as,
        )
        for one in found
    )
    return Translation(ready, tuple(notices))
