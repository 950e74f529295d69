"""How a correction workbook is laid out: what its writer and its reader must name alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from etl.spreadsheets.block import Block, Grid
from etl.spreadsheets.ours import DEPOSIT, LONGEST, READING
from etl.spreadsheets.sameness import empty

ORIGIN, ADVICE = "Ligne d’origine", "À corriger"  # our two columns, before theirs
NUMBER = "Numéro du dépôt"  # stands left of the identifier, on the reading page and on the hidden sheet
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,80}")
UNWANTED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def recognised(grids: Iterable[Grid]) -> str | None:
    """The deposit that these sheets correct, None when they are not of a correction workbook."""
    for grid in grids:
        if grid.feuille.strip() in (READING, DEPOSIT):
            for line in grid.cells:
                found = [str(cell).strip() for cell in line if not empty(cell)]
                if len(found) > 1 and found[0] == NUMBER and IDENTIFIER.fullmatch(found[1]):
                    return found[1]
    return None


def sheet_names(blocks: Sequence[Block]) -> dict[tuple[str, str], str]:
    """(fichier, feuille) → its sheet in the correction workbook; the same blocks always give the same names."""
    taken = {READING.lower(), DEPOSIT.lower(), "history"}  # « History » is reserved by Excel
    names: dict[tuple[str, str], str] = {}
    for block in blocks:
        plain = UNWANTED.sub(" ", block.feuille or block.fichier.rpartition(".")[0]).strip(" '") or "Feuille"
        name, turn = plain[:LONGEST].strip(" '"), 2
        while name.lower() in taken:
            end = f" ({turn})"
            name, turn = plain[: LONGEST - len(end)].strip(" '") + end, turn + 1
        taken.add(name.lower())
        names[block.fichier, block.feuille] = name
    return names


def header_names(headers: Sequence[str]) -> dict[str, str]:
    """Their header → as the correction workbook writes it: a header that is one of ours takes a number."""
    taken = {ORIGIN, ADVICE, *headers}
    names = {}
    for header in headers:
        turn, name = 2, header
        while header in (ORIGIN, ADVICE) and name in taken:
            name, turn = f"{header} ({turn})", turn + 1
        taken.add(name)
        names[header] = name
    return names
