"""A correction workbook that comes back: recognised, laid over the rows it corrects, and what it mended.

`exports/corrections.py` writes it, `correcting.py` says how it is laid out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from etl.spreadsheets.block import Block
from etl.spreadsheets.correcting import ADVICE, ORIGIN, header_names, recognised, sheet_names
from etl.spreadsheets.sameness import empty, same

__all__ = ["mended", "merged", "recognised"]

CELL, ADDED, NOT_TAKEN = "cellule", "ligne_ajoutee", "non_reprise"
CHANGES = ("fichier", "feuille", "ligne", "colonne", "avant", "apres", "nature")
MENDED, STILL, NEW = "corrigee", "encore_ecartee", "nouvelle"
EMPTIED = "Ligne vidée : celle d’origine reste écartée."
FAULT = ["fichier", "feuille", "ligne", "colonne", "regle"]


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
    origins = [_line(cell) for cell in back.frame[ORIGIN]]
    places = pd.Index(block.lines.astype("int64")).get_indexer([-1 if line is None else line for line in origins])
    was = dict(zip(places.tolist(), block.frame.iloc[places].astype("object").to_numpy().tolist(), strict=True))
    typed: dict[int, dict[int, object]] = {}  # column → row → what was typed there
    added: list[int] = []
    for row, (origin, place, line) in enumerate(zip(origins, places.tolist(), _rows(back), strict=True)):
        cells = {ours: line[theirs] for ours, theirs in shared.items()}
        if all(empty(cell) for cell in cells.values()):
            changes.append(_change(block, origin, "", None, EMPTIED, NOT_TAKEN))
        elif place >= 0 and place in was:
            changes += _replaced(block, (place, origin), was.pop(place), cells, typed)
        else:
            added.append(row)
            changes += [
                _change(back, int(back.lines.iat[row]), block.headers[ours], None, cell, ADDED, block.feuille)
                for ours, cell in cells.items()
                if not empty(cell)
            ]
    return _typed_over(block, typed, _strangers(back, written)), _added(block, back, added, shared)


def _replaced(
    block: Block, where: tuple[int, int], was: list, cells: dict[int, object], typed: dict[int, dict[int, object]]
) -> list[dict]:
    """The changes of one row (its position and its line), kept in `typed`."""
    changes = []
    for place, cell in cells.items():
        if not same(was[place], cell):
            typed.setdefault(place, {})[where[0]] = None if empty(cell) else cell
            changes.append(_change(block, where[1], block.headers[place], was[place], cell, CELL))
    return changes


def _rows(block: Block) -> list[list[object]]:
    return block.frame.astype("object").to_numpy().tolist()


def _typed_over(block: Block, typed: dict[int, dict[int, object]], remarks: tuple[str, ...]) -> Block:
    """The block with these cells; a column of texts stays one when texts only were typed."""
    frame = block.frame.copy()
    for place, cells in typed.items():
        column = frame.iloc[:, place]
        if not all(isinstance(cell, str) for cell in cells.values()):
            column = column.astype("object")
        column = column.copy()
        for row, cell in cells.items():
            column.iat[row] = cell
        frame.isetitem(place, column)
    return replace(block, frame=frame, remarks=(*block.remarks, *remarks))


def _strangers(back: Block, written: dict[str, str]) -> tuple[str, ...]:
    """What is said of the columns that nobody knows."""
    return tuple(
        f"La colonne « {name} » n’est pas dans l’envoi d’origine : elle n’est pas reprise."
        for name in back.headers
        if name not in (ORIGIN, ADVICE, *written.values())
    )


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
    return replace(
        back, feuille=block.feuille, frame=frame, lines=lines, letters=letters, passed=back.passed.iloc[:0], remarks=()
    )


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
    return [_change(block, int(line), "", None, sentence, NOT_TAKEN) for line in block.lines]


def _change(
    block: Block, line: object, header: str, before: object, after: object, nature: str, feuille: str = ""
) -> dict:
    told = (block.fichier, feuille or block.feuille, line, header, before, after, nature)
    return dict(zip(CHANGES, told, strict=True))


def _line(cell: object) -> int | None:
    """The number of a line, as typed or as text; None when it is not one."""
    text = str(cell).strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
