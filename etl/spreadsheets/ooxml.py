"""An Excel workbook (.xlsx, .xlsm) looked at before it is read: its sheets, their extent, what they hold but values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from posixpath import dirname, join, normpath
from xml.etree import ElementTree
from xml.parsers import expat

import numpy as np
from openpyxl.utils.cell import column_index_from_string

from etl.spreadsheets.package import Package
from etl.spreadsheets.survey import Survey

WORKBOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
PIECE = 1 << 23  # a sheet is looked at by pieces of this many octets
MACROS = "Ce classeur contient des macros : elles ne sont pas exécutées, seules les valeurs sont lues."
LINKS = (
    "Ce classeur est lié à d’autres classeurs : les liens ne sont pas suivis, les valeurs sont celles du dernier "
    "enregistrement."
)
LISTED = 10_000  # places kept of one kind
NEEDED = re.compile(r"xl/.*\.(?:xml|rels)\Z|\[Content_Types\]\.xml\Z|_rels/\.rels\Z", re.IGNORECASE)
LEFT_OUT = re.compile(r"xl/(?:externalLinks|media|embeddings|drawings|charts|ctrlProps|comments)", re.IGNORECASE)

_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_REFERENCED = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*[\"'](\d+)")


@dataclass(frozen=True)
class Patterns:
    """How a worksheet writes its cells: as every known program does, or in any way the format allows."""

    filled: re.Pattern
    unvalued: re.Pattern
    error: re.Pattern


def _patterns(opening: bytes, filled: bytes) -> Patterns:
    formula = rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    nothing = rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
    value = rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<"
    return Patterns(
        re.compile(filled),
        re.compile(opening + rb"(?![^>]*t=\"str\")[^>]*>\s*" + formula + nothing),
        re.compile(opening + rb"[^>]*t=\"e\"[^>]*>" + value, re.DOTALL),
    )


# A filled cell is neither <c r="A1"/> nor <c r="A1"></c>.
USUAL = _patterns(rb"<c r=\"([A-Z]+[0-9]+)\"", rb"<c r=\"([A-Z]+[0-9]+)\"[^/>]*>(?!</)")
ANY = _patterns(
    rb"<(?:\w+:)?c\s(?=[^>]*?r\s*=\s*[\"']([A-Za-z]+[0-9]+)[\"'])",
    rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Za-z]+[0-9]+)[\"'][^>]*(?<!/)>(?!\s*</)",
)
_SHARED = re.compile(rb"t=\"s\"[^>]*>\s*<(?:\w+:)?v>(\d+)<")
_REFERENCE = re.compile(rb"([A-Za-z]+)([0-9]+)")


class Malformed(Exception):
    """The archive holds something else than what Excel writes."""


def sheet_files(package: Package) -> dict[str, str]:
    """The file of each worksheet, by the sheet's name. Malformed when the workbook does not say it."""
    targets = {}
    for relation in _tree(package.read(RELATIONS)).iter():
        if relation.get("Id") and relation.get("Target") and not relation.get("Type", "").endswith("externalLink"):
            targets[relation.get("Id")] = _inside(relation.get("Target"))
    files = {}
    for sheet in _tree(package.read(WORKBOOK)).iter():
        if _local(sheet.tag) == "sheet" and sheet.get("name"):
            link = next((value for key, value in sheet.attrib.items() if _local(key) == "id"), "")
            files[sheet.get("name")] = targets.get(link, "")
    return files


def counts_from_1904(package: Package) -> bool:
    """Whether serial numbers count days from 1904 instead of 1900."""
    properties = (one for one in _tree(package.read(WORKBOOK)).iter() if _local(one.tag) == "workbookPr")
    return any(one.get("date1904", "0").lower() in ("1", "true", "on") for one in properties)


def workbook_remarks(package: Package) -> tuple[str, ...]:
    """Macros and links to other workbooks: neither is run nor followed."""
    names = {member.lower() for member in package.members}
    said = []
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        said.append(MACROS)
    if any(name.startswith("xl/externallinks/") for name in names):
        said.append(LINKS)
    return tuple(said)


def kept(package: Package) -> Iterator[tuple[str, bytes]]:
    """The files a reader of values needs; Malformed when one declares its own entities."""
    for member in sorted(package.members):
        if NEEDED.match(member) and not LEFT_OUT.match(member):
            content = package.read(member)
            if declares_entities(content) or not well_formed(content):
                raise Malformed(member)
            yield member, content


def declares_entities(content: bytes) -> bool:
    """Whether the file declares entities of its own, which no workbook does and an attack may."""
    return _DECLARED.search(content) is not None


def well_formed(content: bytes) -> bool:
    """Whether the XML holds together: on some that does not, the reader turns for ever."""
    try:
        expat.ParserCreate().Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def string_sizes(content: bytes) -> np.ndarray:
    """Octets of each shared text, markup included: never less than the text."""
    return np.array([len(one) for one in re.split(rb"</(?:\w+:)?si>", content)] or [0])


def surveyed(content: bytes, sizes: np.ndarray) -> Survey:
    """What stands in the file of one worksheet. sizes: octets of each shared text."""
    found = Survey()
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    usual = _usual(content)
    patterns = USUAL if usual else ANY
    for piece in _pieces(content):
        for reference in patterns.filled.findall(piece):
            split = len(reference.rstrip(b"0123456789"))
            columns.add(reference[:split])
            rows.add(reference[split:])
        if b"<f" in piece or b":f" in piece:
            found.unvalued += [
                _place(ref) for ref in islice(patterns.unvalued.findall(piece), LISTED - len(found.unvalued))
            ]
        if b't="e"' in piece and len(found.errors) < LISTED:
            found.errors |= {
                _place(ref): error.decode("utf-8", "replace") for ref, error in patterns.error.findall(piece)
            }
        found.text += _shared_text(piece, sizes)
    found.width = max((_column(column) for column in columns), default=0)
    found.height = max((int(row[:9]) for row in rows), default=0)
    if not usual and len(_REFERENCED.findall(content)) != len(_CELL.findall(content)):
        _widen_unplaced(content, found)
    return found


def _usual(content: bytes) -> bool:
    """Whether every cell is written <c r="A1"…: then it is found faster."""
    start, stop = content.find(b"<sheetData"), content.rfind(b"</sheetData>")
    cells = content.count(b"<c", start, stop)
    return 0 <= start < stop and cells == content.count(b'<c r="', start, stop) and b":c" not in content[:PIECE]


def _widen_unplaced(content: bytes, found: Survey) -> None:
    """Cells may go without a reference: then they are counted, each row at its longest."""
    rows = _ROW.split(content)
    numbers = [int(number[:9]) for number in _ROW_NUMBER.findall(content)]
    found.height = max(found.height, len(rows) - 1 + max(numbers, default=0))
    found.width = max(found.width, *(len(_CELL.findall(row)) for row in rows))


def _shared_text(piece: bytes, sizes: np.ndarray) -> int:
    """Octets of the shared texts of these cells."""
    if int(sizes.max()) * piece.count(b"<") < 1 << 26:  # cannot matter: not counted one by one
        return 0
    wanted = np.array([int(number[:9]) for number in _SHARED.findall(piece)], dtype="int64")
    return int(sizes[wanted[wanted < len(sizes)]].sum())


def _pieces(content: bytes) -> Iterator[bytes]:
    """The file cut between two cells, so that none is seen by halves."""
    start = 0
    while start < len(content):
        stop = start + PIECE
        if stop < len(content):
            cut = max(content.rfind(b"</row>", start, stop), content.rfind(b"<c ", start + 1, stop))
            stop = cut if cut > start else stop
        yield content[start:stop]
        start = stop


def _tree(content: bytes) -> ElementTree.Element:
    if declares_entities(content):
        raise Malformed("entités")
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise Malformed("XML") from None


def _inside(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(WORKBOOK), target))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _column(letters: bytes) -> int:
    try:
        return column_index_from_string(letters.decode())
    except ValueError:  # beyond ZZZ
        return 1 << 20


def _place(reference: bytes) -> tuple[int, int]:
    letters, number = _REFERENCE.match(reference).groups()
    return int(number[:9]) - 1, _column(letters.upper()) - 1
