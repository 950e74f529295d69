"""A correction workbook that comes back: recognised, laid over the rows it corrects, and what it mended.

`exports/corrections.py` writes it; both rooms share the names below, so that a row finds its place again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from etl.spreadsheets.block import Block, Grid
from etl.spreadsheets.ours import DEPOSIT, LONGEST, READING
from etl.spreadsheets.sameness import empty, same

ORIGIN, ADVICE = "Ligne d’origine", "À corriger"  # our two columns, before theirs
NUMBER = "Numéro du dépôt"  # stands left of the identifier, on the reading page and on the hidden sheet
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,80}")
UNWANTED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

CELL, ADDED, NOT_TAKEN = "cellule", "ligne_ajoutee", "non_reprise"
CHANGES = ("fichier", "feuille", "ligne", "colonne", "avant", "apres", "nature")
MENDED, STILL, NEW = "corrigee", "encore_ecartee", "nouvelle"
FAULT = ["fichier", "feuille", "ligne", "colonne", "regle"]


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


def merged(
    blocks: Sequence[Block], corrected: Sequence[Block], given: pd.DataFrame | None = None
) -> tuple[list[Block], pd.DataFrame]:
    """The tables with the corrections laid over them, and every change: columns CHANGES.

    A row takes the place of the line it says it comes from; cells left as they were keep their first value. Rows
    without origin (or said twice) come as a block of their own, under the name of the correction file. What is
    not taken (a sheet or a column of nobody, an emptied row) is told, as are, when `given` (the `rejets` that were
    to be corrected) is known, the lines that did not come back: they stay as they were.
    """
    names = sheet_names(blocks)
    found = {one.feuille.strip().lower(): one for one in corrected}
    result: list[Block] = []
    more: list[Block] = []
    changes: list[dict] = []
    for block in blocks:
        back = found.pop(names[block.fichier, block.feuille].lower(), None)
        if back is not None and ORIGIN in back.headers:
            block, added = _laid(block, back, changes)
            more += [added] if len(added.frame) else []
        elif back is not None:
            changes += _left(back, f"La colonne « {ORIGIN} » manque dans cette feuille : elle n’est pas reprise.")
        result.append(block)
    for stray in found.values():
        changes += _left(stray, "Cette feuille n’est pas dans l’envoi à corriger : elle n’est pas reprise.")
    changes += [] if given is None else _missing(names, corrected, given)
    return [*result, *more], pd.DataFrame(changes, columns=list(CHANGES))


def mended(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Each fault of `rejets` before or after a correction, and what became of it: MENDED, STILL or NEW.

    Columns table, fichier, feuille, ligne, colonne, regle, phrase, etat; one row per fault.
    """
    columns = ["table", *FAULT, "phrase"]
    was, now = ({_fault(row): row for row in frame[columns].to_dict("records")} for frame in (before, after))
    rows = [row | {"etat": STILL if key in now else MENDED} for key, row in was.items()]
    rows += [row | {"etat": NEW} for key, row in now.items() if key not in was]
    return pd.DataFrame(rows, columns=[*columns, "etat"])


def _fault(row: dict) -> tuple[object, ...]:
    return tuple(_line(row[name]) if name == "ligne" else "" if empty(row[name]) else str(row[name]) for name in FAULT)


def _laid(block: Block, back: Block, changes: list[dict]) -> tuple[Block, Block]:
    """The block with its rows replaced, and the rows that have no origin in it."""
    written = header_names(block.headers)
    shared = {place: back.headers.index(name) for place, name in enumerate(written.values()) if name in back.headers}
    strangers = [name for name in back.headers if name not in (ORIGIN, ADVICE, *written.values())]
    remarks = tuple(f"La colonne « {name} » n’est pas dans l’envoi d’origine : elle n’est pas reprise."
                    for name in strangers)  # fmt: skip
    position = {int(line): row for row, line in enumerate(block.lines)}
    frame = block.frame.astype("object").copy()
    added: list[int] = []
    origins = back.frame[ORIGIN].map(_line)
    for row, origin in enumerate(origins):
        cells = {place: back.frame.iat[row, theirs] for place, theirs in shared.items()}
        if all(empty(cell) for cell in cells.values()):
            changes.append(_change(block, origin, "", None, "Ligne vidée : celle d’origine reste écartée.", NOT_TAKEN))
        elif origin in position:
            changes += _replaced(block, frame, position.pop(origin), cells)
        else:
            added.append(row)
            changes += [_change(back, back.lines.iat[row], block.headers[place], None, cell, ADDED, block.feuille)
                        for place, cell in cells.items() if not empty(cell)]  # fmt: skip
    return replace(block, frame=frame, remarks=(*block.remarks, *remarks)), _added(block, back, added, shared)


def _replaced(block: Block, frame: pd.DataFrame, row: int, cells: dict[int, object]) -> list[dict]:
    changes = []
    for place, cell in cells.items():
        before = frame.iat[row, place]
        if not same(before, cell):
            frame.iat[row, place] = None if empty(cell) else cell
            changes.append(_change(block, block.lines.iat[row], block.headers[place], before, cell, CELL))
    return changes


def _added(block: Block, back: Block, rows: list[int], shared: dict[int, int]) -> Block:
    cells = {
        header: [back.frame.iat[row, shared[place]] if place in shared else None for row in rows]
        for place, header in enumerate(block.headers)
    }
    frame = pd.DataFrame(cells, columns=list(block.headers), dtype="object")
    letters = tuple(
        back.letters[shared[place]] if place in shared else letter for place, letter in enumerate(block.letters)
    )
    lines = back.lines.iloc[rows].reset_index(drop=True)
    return Block(back.fichier, block.feuille, frame, lines, letters, block.passed.iloc[:0])


def _missing(names: dict[tuple[str, str], str], corrected: Sequence[Block], given: pd.DataFrame) -> list[dict]:
    back = {
        (one.feuille.strip().lower(), line)
        for one in corrected
        if ORIGIN in one.headers
        for line in one.frame[ORIGIN].map(_line)
    }
    lines = given.dropna(subset=["ligne"]).fillna({"feuille": ""}).drop_duplicates(["fichier", "feuille", "ligne"])
    told = "Cette ligne n’est plus dans le classeur de correction : elle reste écartée."
    return [
        dict(zip(CHANGES, (fichier, feuille, int(line), "", None, told, NOT_TAKEN), strict=True))
        for fichier, feuille, line in zip(lines["fichier"], lines["feuille"], lines["ligne"], strict=True)
        if (name := names.get((fichier, feuille))) and (name.lower(), int(line)) not in back
    ]


def _left(block: Block, sentence: str) -> list[dict]:
    return [_change(block, line, "", None, sentence, NOT_TAKEN) for line in block.lines]


def _change(
    block: Block, line: object, header: str, before: object, after: object, nature: str, feuille: str = ""
) -> dict:
    told = (block.fichier, feuille or block.feuille, line, header, before, after, nature)
    return dict(zip(CHANGES, told, strict=True))


def _line(cell: object) -> int | None:
    """The number of a line, as typed or as text; None when it is not one."""
    text = str(cell).strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
