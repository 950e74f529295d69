"""Records of structures or services in any format data·inclusion publishes, cells brought to one shape.

An empty cell, an empty text and an empty list say the same thing: nothing is known. Fields that may name a
person are dropped before anything looks at them: the open export has none of them, the API has.
"""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from etl.reading.cells import code, text
from etl.reading.delimited import delimited
from etl.reading.library import Document
from etl.reading.records import loaded
from etl.reading.sheets import Sheet
from etl.reading.workbook import AGAIN, refuse_page, typed_sheets
from etl.staging import SourceRefused

PERSONAL = frozenset(("contact_nom_prenom", "courriel", "telephone"))
LISTS = frozenset(
    ("thematiques", "publics", "modes_accueil", "modes_mobilisation", "mobilisable_par", "zone_eligibilite",
     "reseaux_porteurs")
)  # fmt: skip
CODES = {"code_postal": 5, "code_insee": 5, "siret": 14}
NUMBERS = frozenset(("latitude", "longitude", "volume_horaire_hebdomadaire", "nombre_semaines", "score_qualite"))
STRUCTURES, SERVICES = "structures", "services"
REQUIRED = {
    STRUCTURES: frozenset(("source", "id", "nom", "date_maj")),
    SERVICES: frozenset(("source", "structure_id", "id", "nom", "description", "date_maj")),
}
# What only one of the two kinds has: enough to know a list of records from any other table.
OWN = {STRUCTURES: frozenset(("reseaux_porteurs",)), SERVICES: frozenset(("structure_id", "zone_eligibilite"))}


@dataclass(frozen=True)
class Fiches:
    """One kind of records of one file. records: cleaned, blank fields left out. lines: where each stands.

    fields: every field the file has. page: page of the API this is and their number, (1, 1) for a whole export.
    """

    kind: str
    document: Document
    feuille: str
    records: list[dict]
    lines: list[int]
    fields: frozenset[str]
    page: tuple[int, int] = (1, 1)


def fiches(document: Document) -> Iterator[Fiches]:
    """Every list of structures or services the file holds; none when it is another table. SourceRefused if damaged."""
    refuse_page(document)
    for feuille, fields, records, lines in _tables(document):
        kind = _kind(fields)
        if kind:
            cleaned = [clean(record) for record in records]
            filled = [(record, line) for record, line in zip(cleaned, lines, strict=True) if record]
            yield Fiches(
                kind, document, feuille, [record for record, _ in filled], [line for _, line in filled],
                frozenset(fields), _page(document),
            )  # fmt: skip


def clean(record: dict) -> dict:
    """The record without personal fields, without blanks, lists as lists, codes at their width."""
    kept = {
        name: _cell(name, value) for name, value in record.items() if name not in PERSONAL and isinstance(name, str)
    }
    return {name: value for name, value in kept.items() if value is not None}


def _cell(name: str, value: object) -> object:
    if name in LISTS:
        return listed(value) or None
    if name == "doublons":
        return _objects(value) or None
    if isinstance(value, float) and value != value:
        return None
    if isinstance(value, str):
        value = value.strip() or None
    if value is None or value is pd.NaT:
        return None
    if name in CODES:
        return code(value, CODES[name]) if isinstance(value, int | float) else text(value)
    if name in NUMBERS and isinstance(value, str):
        return value.replace(",", ".")
    return value


def listed(value: object) -> list[str]:
    """Items of a cell: a list, JSON, a Python or PostgreSQL list, or a text cut by « | », « ; » or « , »."""
    if isinstance(value, np.ndarray | list | tuple | set):
        return [item for item in map(text, value) if item]
    written = text(value)
    if written.startswith("["):
        found = _parsed(written)
        if isinstance(found, list | tuple):
            return listed(list(found))
    bare = written.removeprefix("{").removesuffix("}") if written.startswith("{") else written
    return [item for item in (part.strip(" \t\"'") for part in re.split(r"[|;,\n]", bare)) if item]


def _objects(value: object) -> list[dict]:
    found = _parsed(value) if isinstance(value, str) else value
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list | np.ndarray) else []


def _parsed(written: str) -> object:
    try:
        return json.loads(written)
    except ValueError:
        pass
    try:
        return ast.literal_eval(written)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _kind(fields: Iterable[str]) -> str:
    held = set(fields)
    return next((kind for kind in (SERVICES, STRUCTURES) if OWN[kind] <= held), "")


def _page(document: Document) -> tuple[int, int]:
    if document.suffix != ".json":
        return 1, 1
    content = json.loads(document.content)
    told = content if isinstance(content, dict) else {}
    page, pages = told.get("page"), told.get("pages")
    return (page, pages) if isinstance(page, int) and isinstance(pages, int) else (1, 1)


def _tables(document: Document) -> Iterator[tuple[str, list[str], list[dict], list[int]]]:
    """Name of the sheet, fields, records and the line each stands on (its rank, where there are no lines)."""
    if document.suffix == ".json":
        records = loaded(document)
        yield "", list(dict.fromkeys(name for record in records for name in record)), records, _ranks(records)
    elif document.suffix == ".parquet":
        records = _parquet(document)
        yield "", list(records[0]) if records else [], records, _ranks(records)
    else:
        for sheet in delimited(document) if document.suffix == ".csv" else typed_sheets(document):
            yield sheet.name, *_sheet(sheet)


def _ranks(records: list[dict]) -> list[int]:
    return list(range(1, len(records) + 1))


def _sheet(sheet: Sheet) -> tuple[list[str], list[dict], list[int]]:
    head = [text(cell) for cell in sheet.head[0]] if sheet.head else []
    places = {name: place for place, name in enumerate(head) if name}
    if not _kind(places):
        return [], [], []
    cells = sheet.below(0, list(places.values()))
    rows = zip(*(cells[place] for place in places.values()), strict=True)
    return list(places), [dict(zip(places, row, strict=True)) for row in rows], [int(line) for line in cells.index]


def _parquet(document: Document) -> list[dict]:
    try:
        return pq.read_table(io.BytesIO(document.content)).to_pylist()
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceRefused(
            f"Le fichier « {document.name} » est incomplet ou n’est pas un fichier Parquet. {AGAIN}", document.name
        ) from error
