"""A département's first load, invented for tests: five tables typed by hand in our own workbook, nothing else."""

from __future__ import annotations

import io
from datetime import date
from functools import cache

import pandas as pd
from openpyxl import load_workbook

from etl.demonstration.generate import generate
from etl.spreadsheets.ours import sheet_name
from exports.templates import workbook
from exports.templates.rows import BETWEEN, TRUTH, words
from indicators.opening import FIRST
from warehouse.dictionary import Column, table

END = pd.Timestamp(2025, 12, 31)  # the day at which the invented département stops
MONTHS = 13  # of sessions and of recipients that a beginner types in


@cache
def frames(today: date) -> dict[str, pd.DataFrame]:
    """The five tables, moved by whole months so that the last one is the month before `today`; unmarked."""
    moved = pd.DateOffset(months=(today.year - END.year) * 12 + today.month - 1 - END.month)
    made = {name: frame.drop(columns="synthetique") for name, frame in generate("49", profile="mini").items()}
    kept = {name: made[name].copy() for name in FIRST}
    begun = END - pd.DateOffset(months=MONTHS)
    kept["sessions"] = kept["sessions"][kept["sessions"]["date_debut"] > begun]
    counts = kept["brsa_effectifs"]
    kept["brsa_effectifs"] = counts[
        (counts["date_observation"] > begun) & (counts["concept"] == "soumis_droits_devoirs")
    ]
    for name, frame in kept.items():
        for column in (c.name for c in table(name).columns if c.type in ("date", "timestamp")):
            kept[name] = kept[name].assign(**{column: frame[column] + moved})
    counts = kept["brsa_effectifs"]
    ends = counts["date_observation"] + pd.offsets.MonthEnd(0)
    kept["brsa_effectifs"] = counts.assign(date_observation=ends)
    return kept


def filled(today: date, names: tuple[str, ...] = FIRST) -> bytes:
    """Our workbook with these tables filled, as a person would: labels in headers, words for codes."""
    book = load_workbook(io.BytesIO(workbook("49", names)))
    for name in names:
        _fill(book[sheet_name(name)], name, frames(today)[name])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet, name: str, frame: pd.DataFrame) -> None:
    columns = {column.label: column for column in table(name).columns}
    heads = [columns[cell.value] for cell in sheet[1] if cell.value]
    sheet.delete_rows(2, sheet.max_row)
    for line, row in enumerate(frame.to_dict("records"), start=2):
        for place, column in enumerate(heads, start=1):
            if (value := _typed(column, row[column.name])) is not None:
                sheet.cell(line, place, value)


def _typed(column: Column, value: object) -> object:
    if not isinstance(value, list) and pd.isna(value):
        return None
    if column.type == "bool":
        return TRUTH[bool(value)]
    if column.type == "list":
        return BETWEEN.join(words(column, code) for code in str(value).split("|"))
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return words(column, value) if column.vocabulary else value.item() if hasattr(value, "item") else value
