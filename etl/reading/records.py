"""Reading one JSON file that is a list of records: a sheet whose header row holds the keys."""

from __future__ import annotations

import json
from collections.abc import Iterator

from etl.reading.library import Document
from etl.reading.sheets import Rows
from etl.reading.workbook import AGAIN, refuse_page
from etl.staging import SourceRefused


def records(document: Document) -> Iterator[Rows]:
    """The records as one sheet: line 1 the keys, in their first order, then one line per record.

    A list, or an object whose `items` is one. SourceRefused when it is neither, empty, cut or disguised.
    """
    refuse_page(document)
    found = loaded(document)
    keys = list(dict.fromkeys(key for record in found for key in record))
    yield Rows("", [list(keys), *([record.get(key) for key in keys] for record in found)])


def loaded(document: Document) -> list[dict]:
    """The records themselves, for sources whose cells are lists or objects."""
    try:
        content = json.loads(document.content)
    except (ValueError, RecursionError) as error:
        raise SourceRefused(
            f"Le fichier « {document.name} » est incomplet ou n’est pas du JSON. {AGAIN}", document.name
        ) from error
    found = content.get("items") if isinstance(content, dict) else content
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise SourceRefused(f"Le fichier « {document.name} » n’est pas une liste de fiches. {AGAIN}", document.name)
    return found
