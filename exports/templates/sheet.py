"""One sheet of the template: headers that explain themselves, controls, the example row, what is already known."""

from __future__ import annotations

import math
from datetime import date

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from etl.spreadsheets.examples import mark
from exports.templates.checks import LENGTHS, check, limits
from exports.templates.lists import LAST
from exports.templates.looks import number_format, width
from exports.templates.rows import columns, filled
from warehouse.dictionary import Column, Table

WATCHED = 5_000  # lines in which a missing required cell is coloured
PAGE = 150  # characters across a printed page
TYPES = {
    "text": "Texte",
    "int": "Nombre entier",
    "float": "Nombre, décimales admises",
    "bool": "oui ou non",
    "date": "Date : jj/mm/aaaa",
    "timestamp": "Date et heure : jj/mm/aaaa hh:mm",
    "list": "Une ou plusieurs valeurs, séparées par |",
}


def write_table(sheet: Worksheet, declared: Table, departement: str, lists: dict[str, str], formats: dict) -> None:
    """Headers in line 1, the example in line 2, then the known rows."""
    asked = columns(declared)
    for place, column in enumerate(asked):
        sheet.set_column(place, place, width(column), formats[f"cell {number_format(column)}"])
        sheet.write_string(0, place, column.label, formats["required" if column.required else "optional"])
        sheet.write_comment(0, place, note(column), {"x_scale": 2.2, "y_scale": 1.5, "font_size": 9})
        control = check(column, lists)
        if control:
            sheet.data_validation(1, place, LAST - 1, place, control)
        if column.required:
            _watch(sheet, place, len(asked), formats)
    for line, row in enumerate(filled(departement, declared), start=1):
        look = "example" if line == 1 else "cell"
        for place, column in enumerate(asked):
            _cell(sheet, line, place, row.get(column.name), formats[f"{look} {number_format(column)}"])
    marked = declared.names.index(mark(declared.name)[0])
    sheet.write_comment(1, marked, "Ligne d’exemple, à effacer. Oubliée, elle n’est pas chargée.", {"font_size": 9})
    _printed(sheet, declared, asked)


def note(column: Column) -> str:
    """What the header's note says: required or not, what is typed, its bounds, its code in the dictionary."""
    kind = "Une valeur de la liste" if column.values and column.type != "list" else TYPES[column.type]
    length = LENGTHS.get(column.pattern, (0, 1))
    parts = [
        "Obligatoire" if column.required else "Facultatif",
        kind + (f" ({column.unit})" if column.unit else ""),
        limits(column).capitalize(),
        f"{length[0]} caractères" if length[0] == length[1] else "",
        column.note,
        f"Nom technique : {column.name}",
    ]
    return "\n".join(part for part in parts if part)


def _cell(sheet: Worksheet, line: int, place: int, value: object, look: object) -> None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return
    if isinstance(value, date):
        sheet.write_datetime(line, place, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value, look)
    else:
        sheet.write_string(line, place, str(value), look)


def _watch(sheet: Worksheet, place: int, wide: int, formats: dict) -> None:
    """A required cell left empty on a line that holds something is coloured."""
    last, own = xl_col_to_name(wide - 1), xl_col_to_name(place)
    rule = f'=AND(COUNTA($A2:${last}2)>0,${own}2="")'
    look = {"type": "formula", "criteria": rule, "format": formats["missing"]}
    sheet.conditional_format(1, place, WATCHED, place, look)


def _printed(sheet: Worksheet, declared: Table, asked: tuple[Column, ...]) -> None:
    sheet.set_row(0, 48)
    held = 3 if declared.name == "territoires" else 1  # columns that stay: down to the name of the commune
    sheet.freeze_panes(1, held)
    sheet.repeat_columns(0, held - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(math.ceil(sum(map(width, asked)) / PAGE), 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L{declared.label}&R&P / &N")
