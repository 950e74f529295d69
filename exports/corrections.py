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
from etl.spreadsheets.mapping import Mapping, SheetMapping
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
    """(fichier, feuille) → position of the row in its block → its faults, from the first row to the last."""
    lined = rejected[rejected["ligne"].notna()].fillna({"feuille": "", "colonne": "", "valeur": ""})
    found: dict[tuple[str, str], dict[int, list[dict]]] = {}
    for block in blocks:
        own = lined[(lined["fichier"] == block.fichier) & (lined["feuille"] == block.feuille)]
        places = pd.Index(block.lines.astype("int64")).get_indexer(own["ligne"].astype("int64"))
        rows: dict[int, list[dict]] = {}
        for row, fault in sorted(zip(places.tolist(), own.to_dict("records"), strict=True), key=lambda pair: pair[0]):
            if row >= 0:
                rows.setdefault(row, []).append(fault)
        found[block.fichier, block.feuille] = rows
    return found


def _general(rejected: pd.DataFrame, faults: dict) -> list[str]:
    """Sentences of the faults that no row of any sheet carries, each once."""
    carried = {fault["phrase"] for rows in faults.values() for row in rows.values() for fault in row}
    return [phrase for phrase in dict.fromkeys(rejected["phrase"].dropna()) if phrase not in carried]


def _sheet(sheet: Worksheet, block: Block, mapping: Mapping, rows: dict[int, list[dict]], looks: _Looks) -> None:
    headers, chosen = block.headers, block.frame.iloc[list(rows)].astype("object").to_numpy().tolist()
    texts = [any(isinstance(cell, str) for cell in column) for column in zip(*chosen, strict=True)]
    _head(sheet, block, looks)
    for line, (row, cells, faults) in enumerate(zip(rows, chosen, rows.values(), strict=True), start=1):
        told, wrong = _told(headers, mapping.sheet(block.feuille), faults)
        sheet.set_row(line, LINE * sum(max(1, math.ceil(len(one) / ADVICE_WIDTH)) for one in told.split("\n")))
        sheet.write_number(line, 0, int(block.lines.iat[row]), looks.format(valign="top", align="center"))
        sheet.write_string(line, 1, told, looks.format(valign="top", text_wrap=True))
        for place, (header, cell) in enumerate(zip(headers, cells, strict=True)):
            look = {"valign": "top"} | (FAULTY if header in wrong else {})
            _cell(sheet, (line, place + 2), as_written(cell), look, texts[place], looks)
    sheet.autofilter(0, 0, len(rows), len(headers) + 1)


def _head(sheet: Worksheet, block: Block, looks: _Looks) -> None:
    """Our two headers, then theirs; widths, and how the sheet is printed."""
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1, "bg_color": "#f1f3f5"}
    for place, name in enumerate((ORIGIN, ADVICE)):
        sheet.write_string(0, place, name, looks.format(**(head | {"bg_color": "#fbd5c8"})))
    widths = [_width(block, place) for place in range(len(block.headers))]
    for place, (name, width) in enumerate(zip(header_names(block.headers).values(), widths, strict=True), start=2):
        sheet.write_string(0, place, name, looks.format(**head))
        sheet.set_column(place, place, width, looks.format(valign="top"))
    sheet.set_column(0, 0, NARROWEST)
    sheet.set_column(1, 1, ADVICE_WIDTH)
    sheet.set_row(0, 2 * LINE)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(math.ceil((ADVICE_WIDTH + sum(widths)) / PAGE), 0)


def _told(headers: tuple[str, ...], known: SheetMapping | None, faults: list[dict]) -> tuple[str, set[str]]:
    """The faults of a row, one a line, and the headers to colour."""
    told, wrong = {}, set()
    for fault in faults:
        table, column = str(fault["table"]), str(fault["colonne"])
        behind = _headers(headers, known, table, column)
        told[advice(table, column, behind, str(fault["valeur"]), str(fault["phrase"]))] = None
        wrong |= set(behind)
    return "\n".join(f"• {one}" if len(told) > 1 else one for one in told), wrong


def _headers(headers: tuple[str, ...], known: SheetMapping | None, table: str, column: str) -> list[str]:
    """The headers of the sheet behind a column of ours: mapped to it, or from which it is made; or itself."""
    target = f"{table}.{column}"
    mapped = [header for header, to in known.columns.items() if to == target] if known else []
    mapped = mapped or (list(known.keys.get(target, ())) if known else [])
    return [header for header in mapped if header in headers] or ([column] if column in headers else [])


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
