"""Reading one delimited text file as rows of cells, or a sentence that says why it cannot be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from etl.sources.mirror import Document
from etl.sources.workbook import AGAIN, Sheet, refuse_page
from etl.staging import SourceRefused


def delimited(document: Document, delimiter: str = ";") -> Iterator[Sheet]:
    """The file as one sheet without a name. SourceRefused when it is empty, disguised or cut in a row."""
    refuse_page(document)
    rows: list[list[object]] = []
    try:
        reader = csv.reader(io.StringIO(_text(document.content)), delimiter=delimiter)
        for row in reader:
            # A quoted cell may run over several lines: rows[i] stays line i + 1.
            rows.extend([] for _ in range(reader.line_num - 1 - len(rows)))
            rows.append(list(row))
    except csv.Error as error:
        raise SourceRefused(f"Le fichier « {document.name} » ne se lit pas. {AGAIN}", document.name) from error
    _refuse_cut(document, rows)
    yield Sheet("", rows)


def _refuse_cut(document: Document, rows: list[list[object]]) -> None:
    width = max(map(len, rows), default=0)
    for line, row in enumerate(rows, 1):
        if row and len(row) != width:
            raise SourceRefused(
                f"Dans « {document.name} », la ligne {line} compte {len(row)} colonnes au lieu de {width} : le "
                f"fichier est incomplet ou abîmé. {AGAIN}",
                document.name,
            )


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
