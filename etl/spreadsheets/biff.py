"""An old Excel workbook (.xls) looked at before it is read: its extent, its errors, its epoch."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.spreadsheets import limits
from etl.spreadsheets.compound import Broken, Compound
from etl.spreadsheets.survey import Survey

STREAMS = ("Workbook", "Book")
END, PASSWORD, EPOCH, SHEET, LINKED, TEXTS, EXTENT = 0x0A, 0x2F, 0x22, 0x85, 0x01AE, 0xFC, 0x0200
FORMULAS, BOOLEAN, RANGE = frozenset((0x0006, 0x0206, 0x0406)), 0x0205, 0x00BD
CELLS = FORMULAS | {0x00FD, 0x0203, 0x0204, BOOLEAN, 0x027E, 0x00D6, RANGE, 0x0003, 0x0004, 0x0005}
OWN = (b"\x01\x04", b"\x01\x3a")  # a link to the workbook itself, or to an extension
ERRORS = {0: "#NUL!", 7: "#DIV/0!", 15: "#VALEUR!", 23: "#REF!", 29: "#NOM?", 36: "#NOMBRE!", 42: "#N/A"}
MACROS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA")


@dataclass
class Old:
    """The workbook: one survey a sheet, in their order."""

    sheets: list[Survey] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    depuis_1904: bool = False
    password: bool = False
    linked: bool = False
    macros: bool = False


def looked(content: bytes) -> Old:
    """What the workbook holds; compound.Broken when the file does not hold together."""
    compound = Compound(content)
    stream = next(filter(None, map(compound.read, STREAMS)), b"")
    book, starts = Old(macros=any(name in compound.names for name in MACROS)), []
    for kind, record in _records(stream, 0):
        if kind == PASSWORD:
            book.password = True
        elif kind == EPOCH:
            book.depuis_1904 = record[:1] == b"\x01"
        elif kind == SHEET and len(record) >= 4:
            starts.append(struct.unpack_from("<I", record)[0])
            book.names.append(_name(record))
        elif kind == LINKED:
            book.linked |= record[2:4] not in OWN
        elif kind == TEXTS and int.from_bytes(record[4:8], "little") > len(stream):
            raise Broken
    if not book.password:
        book.sheets = [_surveyed(stream, start) for start in starts]
    return book


def _name(record: bytes) -> str:
    """The name of a sheet, in the form of Excel 97 and after."""
    return record[8:].decode("utf-16-le" if record[7:8] == b"\x01" else "latin-1", "replace")


def _surveyed(stream: bytes, start: int) -> Survey:
    found = Survey()
    for kind, record in _records(stream, start):
        if kind == EXTENT:
            _refuse_extent(record)
        if kind not in CELLS or len(record) < 6:
            continue
        line, column = struct.unpack_from("<HH", record)
        last = struct.unpack_from("<H", record, len(record) - 2)[0] if kind == RANGE else column
        found.height, found.width = max(found.height, line + 1), max(found.width, last + 1, column + 1)
        if kind == BOOLEAN and record[7:8] == b"\x01":
            found.errors[line, column] = ERRORS.get(record[6], "#ERREUR")
        elif kind in FORMULAS and record[12:14] == b"\xff\xff" and record[6:7] == b"\x02":
            found.errors[line, column] = ERRORS.get(record[8], "#ERREUR")
    return found


def _refuse_extent(record: bytes) -> None:
    """The reader takes memory for the extent a sheet declares: Broken when absurd."""
    form = "<IIHH" if len(record) >= 14 else "<HHHH"
    if len(record) >= struct.calcsize(form):
        top, bottom, left, right = struct.unpack_from(form, record)
        if bottom < top or right < left or (bottom - top) * (right - left) > limits.CELLS:
            raise Broken


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the workbook, up to its end."""
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        if kind == END:
            return
        yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length
