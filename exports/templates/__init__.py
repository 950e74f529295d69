"""The templates a département fills: one workbook with a sheet a table, or one CSV a table.

Headers are the labels of the dictionary, exactly, so that what comes back is mapped without a question.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime

import xlsxwriter

from etl.spreadsheets.ours import GUIDE, LISTS, sheet_name
from exports.templates.guide import write_guide
from exports.templates.lists import write_lists
from exports.templates.looks import looks
from exports.templates.rows import columns, filled, in_csv
from exports.templates.sheet import write_table
from geodata.names import of_departement
from indicators.opening import FIRST, own_tables
from warehouse.dictionary import table

__all__ = ["csv_templates", "own_tables", "workbook"]

STEADY = datetime(2026, 1, 1)  # same département, same bytes


def workbook(departement: str, names: tuple[str, ...] = ()) -> bytes:
    """The XLSX: how to fill it, a sheet for each of these tables (all when empty), then the admitted values.

    KeyError for an unknown département or table. The communes of the département are already in their sheet.
    """
    chosen = names or own_tables()
    title = f"Modèle de données {of_departement(departement)} ({departement})"
    declared = [table(name) for name in chosen]
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title, "author": "Observatoire de l’insertion", "created": STEADY})
        formats = {name: book.add_format(look) for name, look in looks().items()}
        guide = book.add_worksheet(GUIDE)
        sheets = {one.name: book.add_worksheet(sheet_name(one.name)) for one in declared}
        lists = write_lists(book, book.add_worksheet(LISTS), departement, declared, formats)
        write_guide(guide, title, declared, FIRST, formats)
        for one in declared:
            write_table(sheets[one.name], one, departement, lists, formats)
    return out.getvalue()


def csv_templates(departement: str) -> dict[str, bytes]:
    """One CSV a table (« ; », decimal comma, UTF-8 with its mark): labels, the example row, known communes."""
    return {name: _csv(departement, name) for name in own_tables()}


def _csv(departement: str, name: str) -> bytes:
    declared = table(name)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.label for column in columns(declared)])
    for row in filled(departement, declared):
        writer.writerow([in_csv(column, row.get(column.name)) for column in columns(declared)])
    return out.getvalue().encode("utf-8-sig")
