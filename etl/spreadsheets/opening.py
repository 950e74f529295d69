"""The door of the files people keep by hand: known by their content, read as grids, or refused with a sentence."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from etl.spreadsheets import delimited, disguises, workbook
from etl.spreadsheets.block import Block, Grid
from etl.spreadsheets.layout import block
from etl.staging import SourceRefused

LONGEST = 120
UNNAMED = "fichier"
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?=\s*(?:\.|$))")  # names that Windows keeps for itself


def grids(name: str, content: bytes) -> list[Grid]:
    """The visible sheets of the file, in their order; a text is one sheet named "".

    Formulas give the value stored with them, nothing is run, no link is followed. Remarks of the whole workbook stand
    on each of its sheets. SourceRefused (French sentence) for anything else than a readable XLSX, XLSM, XLS, ODS or
    delimited text.
    """
    name = safe_name(name)
    found = disguises.kind(name, content)
    if found == "zip":
        return workbook.zipped(name, content)
    if found == disguises.XLS:
        return workbook.old(name, content)
    return [delimited.grid(name, content)]


def blocks(name: str, content: bytes) -> list[Block]:
    """The tables of the file, one a sheet at most. SourceRefused as `grids`, and when no sheet holds a table."""
    found = [one for one in map(block, grids(name, content)) if one is not None]
    if not found:
        name = safe_name(name)
        raise SourceRefused(
            f"Le fichier « {name} » ne contient aucun tableau : il faut une ligne d’en-têtes et, dessous, une ligne "
            "par action, structure ou session. Vérifiez que c’est le bon fichier.",
            name,
        )
    return found


def safe_name(name: str) -> str:
    """The file's name without folders, control characters or forbidden marks, of at most LONGEST characters.

    A name that Windows keeps for a device gets a mark before it.
    """
    text = unicodedata.normalize("NFC", name).replace("\\", "/")
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    text = _FORBIDDEN.sub("_", text.rstrip("/").rpartition("/")[2]).strip(". ")
    text = f"_{text}" if _DEVICE.match(text) else text
    if len(text) > LONGEST:
        suffix = PurePosixPath(text).suffix[:10]
        text = text[: LONGEST - len(suffix)].rstrip(". ") + suffix
    return text or UNNAMED
