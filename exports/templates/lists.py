"""The sheet of admitted values, and the names under which drop-down lists find them."""

from __future__ import annotations

from collections.abc import Iterable

import xlsxwriter
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from etl.spreadsheets.ours import LISTS, sheet_name
from exports.templates.rows import columns, communes, words
from warehouse.dictionary import Column, Table

COMMUNES, TRUTH = "liste_communes", "liste_oui_non"
LAST = 100_000  # line down to which lists and controls reach


def write_lists(
    book: xlsxwriter.Workbook, sheet: Worksheet, departement: str, declared: Iterable[Table], formats: dict
) -> dict[str, str]:
    """Fill the sheet and name its ranges: the name of each list by what it is asked for (`wanted`)."""
    known = communes(departement)
    titles = {name: (label, values) for name, label, values in _closed(declared)}
    written = {
        COMMUNES: ("Communes (code)", [row["code_insee"] for row in known]),
        "": ("Communes (nom)", [row["nom_commune"] for row in known]),
        TRUTH: ("Oui ou non", ["oui", "non"]),
        **titles,
    }
    for place, (name, (label, values)) in enumerate(written.items()):
        sheet.write_string(0, place, label, formats["required"])
        sheet.write_column(1, place, values, formats["cell @"])
        sheet.set_column(place, place, min(60, max(14, max(map(len, values)) + 2)))
        if name:
            book.define_name(name, f"='{LISTS}'!{xl_range_abs(1, place, len(values), place)}")
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 0)
    sheet.set_tab_color("#9aa3ae")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    return {name: f"={name}" for name in written if name} | _identifiers(book, declared)


def wanted(column: Column) -> str:
    """Which list a column asks for: a name of `write_lists`, "" when it is open."""
    if column.reference:
        return COMMUNES if column.reference == "territoires.code_insee" else column.reference
    if column.type == "bool":
        return TRUTH
    if column.vocabulary:
        return f"liste_{column.vocabulary}"
    return f"liste_{column.table}_{column.name}" if column.values else ""


def _closed(declared: Iterable[Table]) -> Iterable[tuple[str, str, list[str]]]:
    for one in declared:
        for column in columns(one):
            if column.values and not column.reference:
                values = [words(column, code) for code in column.values]
                yield wanted(column), column.label, values


def _identifiers(book: xlsxwriter.Workbook, declared: Iterable[Table]) -> dict[str, str]:
    """Identifiers typed in one sheet are offered in the sheets that refer to them."""
    found = {}
    for one in declared:
        key = one.key[0]
        if len(one.key) == 1 and key.endswith("_id"):
            cells = xl_range_abs(1, list(one.names).index(key), LAST - 1, list(one.names).index(key))
            book.define_name(f"liste_{key}", f"='{sheet_name(one.name)}'!{cells}")
            found[f"{one.name}.{key}"] = f"=liste_{key}"
    return found
