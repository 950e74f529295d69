"""The rows set aside, as the very spreadsheet that came in, to be corrected and sent again."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from etl.spreadsheets.block import Block
from etl.spreadsheets.correcting import ADVICE, NUMBER, ORIGIN, header_names, sheet_names
from etl.spreadsheets.mapping import Mapping
from etl.spreadsheets.ours import DEPOSIT, READING
from etl.spreadsheets.sameness import as_written
from exports.advice import advice
from exports.corrections_guide import write_reading

DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
FAULTY = {"bg_color": "#fbd5c8", "border": 1, "border_color": "#c2410c"}
NARROWEST, WIDEST, ADVICE_WIDTH = 12, 40, 64  # characters
LINE = 15  # points
PAGE = 150  # characters across a printed page
SAMPLED = 200  # rows looked at to choose a width


def corrections(blocks: Sequence[Block], mapping: Mapping, rejected: pd.DataFrame, deposit: str) -> bytes:
    """The XLSX: a reading page, then each sheet with its faulty rows only, our two columns first.

    rejected: the table `rejets` of that deposit. Faults that no row carries are told on the reading page. The
    identifier of the deposit stands on that page, on a hidden sheet and in the properties of the document.
    """
    names = sheet_names(blocks)
    faults = _by_row(blocks, rejected)
    general = _general(rejected, faults)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "Lignes à corriger", "author": "Observatoire de l’insertion"})
        book.set_custom_property(NUMBER, deposit)
        looks = _Looks(book)
        reading = book.add_worksheet(READING)
        told = []
        for block in blocks:
            rows = faults.get((block.fichier, block.feuille))
            if rows:
                name = names[block.fichier, block.feuille]
                _sheet(book.add_worksheet(name), block, mapping, rows, looks)
                told.append((name, block.fichier, len(rows)))
        write_reading(reading, looks.format, deposit, told, general)
        _hidden(book.add_worksheet(DEPOSIT), deposit, names)
    return out.getvalue()


class _Looks:
    """Formats made on demand: one object for each look."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.made: dict[tuple, object] = {}

    def format(self, **look: object) -> object:
        key = tuple(sorted(look.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(look)
        return self.made[key]


def _by_row(blocks: Sequence[Block], rejected: pd.DataFrame) -> dict[tuple[str, str], dict[int, list[dict]]]:
    """(fichier, feuille) → position of the row in its block → its faults."""
    position = {
        (block.fichier, block.feuille): {int(line): row for row, line in enumerate(block.lines)} for block in blocks
    }
    found: dict[tuple[str, str], dict[int, list[dict]]] = {}
    for fault in rejected.dropna(subset=["ligne"]).to_dict("records"):
        place = fault["fichier"], "" if pd.isna(fault["feuille"]) else fault["feuille"]
        row = position.get(place, {}).get(int(fault["ligne"]))
        if row is not None:
            found.setdefault(place, {}).setdefault(row, []).append(fault)
    return found


def _general(rejected: pd.DataFrame, faults: dict) -> list[str]:
    """Sentences of the faults that no row of any sheet carries, each once."""
    carried = {fault["phrase"] for rows in faults.values() for row in rows.values() for fault in row}
    return [phrase for phrase in dict.fromkeys(rejected["phrase"].dropna()) if phrase not in carried]


def _sheet(sheet: Worksheet, block: Block, mapping: Mapping, rows: dict[int, list[dict]], looks: _Looks) -> None:
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1, "bg_color": "#f1f3f5"}
    ours = looks.format(**(head | {"bg_color": "#fbd5c8"}))
    for place, name in enumerate((ORIGIN, ADVICE)):
        sheet.write_string(0, place, name, ours)
    texts = _textual(block)
    for place, name in enumerate(header_names(block.headers).values(), start=2):
        sheet.write_string(0, place, name, looks.format(**head))
        sheet.set_column(place, place, _width(block, place - 2), looks.format(valign="top"))
    sheet.set_column(0, 0, 11)
    sheet.set_column(1, 1, ADVICE_WIDTH)
    for line, (row, faults) in enumerate(sorted(rows.items()), start=1):
        told, wrong = _told(block, mapping, faults)
        sheet.set_row(line, LINE * sum(max(1, math.ceil(len(one) / ADVICE_WIDTH)) for one in told.split("\n")))
        sheet.write_number(line, 0, int(block.lines.iat[row]), looks.format(valign="top", align="center"))
        sheet.write_string(line, 1, told, looks.format(valign="top", text_wrap=True))
        for place, header in enumerate(block.headers):
            look = {"valign": "top"} | (FAULTY if header in wrong else {})
            _cell(sheet, (line, place + 2), as_written(block.frame.iat[row, place]), look, texts[place], looks)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(rows), len(block.headers) + 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    wide = ADVICE_WIDTH + sum(_width(block, place) for place in range(len(block.headers)))
    sheet.fit_to_pages(math.ceil(wide / PAGE), 0)


def _told(block: Block, mapping: Mapping, faults: list[dict]) -> tuple[str, set[str]]:
    """The faults of a row, one a line, and the headers to colour."""
    told, wrong = [], set()
    for fault in faults:
        column = "" if pd.isna(fault["colonne"]) else str(fault["colonne"])
        headers = _headers(block, mapping, str(fault["table"]), column)
        valeur = "" if pd.isna(fault["valeur"]) else str(fault["valeur"])
        told.append(advice(str(fault["table"]), column, headers, valeur, str(fault["phrase"])))
        wrong |= set(headers)
    return "\n".join(f"• {one}" if len(set(told)) > 1 else one for one in dict.fromkeys(told)), wrong


def _headers(block: Block, mapping: Mapping, table: str, column: str) -> list[str]:
    """The headers of the sheet behind a column of ours: mapped to it, or from which it is made; or itself."""
    known, target = mapping.sheet(block.feuille), f"{table}.{column}"
    if known is not None:
        mapped = [header for header, to in known.columns.items() if to == target]
        mapped = mapped or list(known.keys.get(target, ()))
        if mapped:
            return [header for header in mapped if header in block.headers]
    return [column] if column in block.headers else []


def _textual(block: Block) -> list[bool]:
    """For each column, whether its cells are texts: typed again, a code keeps its leading zero."""
    return [any(isinstance(cell, str) for cell in block.frame.iloc[:, place]) for place in range(len(block.headers))]


def _cell(sheet: Worksheet, spot: tuple[int, int], value: object, look: dict, textual: bool, looks: _Looks) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(*spot, value, looks.format(**look))
    elif isinstance(value, int | float):
        sheet.write_number(*spot, value, looks.format(**look))
    elif isinstance(value, date):
        hour = isinstance(value, datetime) and (value.hour or value.minute or value.second)
        sheet.write_datetime(*spot, value, looks.format(**look, num_format=MOMENT if hour else DAY))
    elif value is None:
        sheet.write_blank(*spot, None, looks.format(**look, **({"num_format": "@"} if textual else {})))
    else:
        sheet.write_string(*spot, str(value), looks.format(**look, num_format="@"))


def _width(block: Block, place: int) -> int:
    texts = [str(cell) for cell in block.frame.iloc[:SAMPLED, place] if as_written(cell) is not None]
    longest = max(map(len, [block.headers[place], *texts]), default=0)
    return max(NARROWEST, min(WIDEST, longest + 2))


def _hidden(sheet: Worksheet, deposit: str, names: dict[tuple[str, str], str]) -> None:
    sheet.write_row(0, 0, (NUMBER, deposit))
    sheet.write_row(1, 0, ("Feuille", "Fichier d’origine", "Feuille d’origine"))
    for line, ((fichier, feuille), name) in enumerate(names.items(), start=2):
        for place, text in enumerate((name, fichier, feuille)):
            sheet.write_string(line, place, text)
    sheet.hide()
