"""A delimited text (CSV, TSV, TXT) as one grid, held by columns so that a million lines fit in memory."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from etl.spreadsheets import limits
from etl.spreadsheets.block import Grid, Lines
from etl.spreadsheets.encoding import utf8
from etl.staging import SourceRefused

DELIMITERS = ";\t,|"
LOOKED = 200  # lines by which the delimiter and the width are known
BLOCK = 1 << 22  # no line is longer
RUNAWAY = 200  # lines of one cell beyond which a quote was left open
DECLARED = re.compile(rb"\Asep=(.)\r?\n", re.IGNORECASE)
# ="01234": written so that a spreadsheet keeps the zeros; it is a quoted cell.
_PROTECTED = re.compile(rb'(?:(?<=[;,\t|\n])|\A)="([^"\r\n]*)"(?=[;,\t|\r\n]|\Z)')


def grid(name: str, content: bytes) -> Grid:
    """The file as one sheet without a name. SourceRefused when it is no text, or larger than what is read."""
    if len(content) > limits.TEXT:
        raise SourceRefused(
            f"Le fichier « {name} » pèse {limits.megabytes(len(content))}, la limite est de "
            f"{limits.megabytes(limits.TEXT)}. Découpez-le en plusieurs fichiers, par exemple un par année.",
            name,
        )
    text, remarks = utf8(name, content)
    if b'="' in text:
        text = _PROTECTED.sub(rb'"\1"', text)
    return Grid(name, "", Lines(_frame(name, text.rstrip(b"\r\n\x1a"))), remarks)


@dataclass(frozen=True)
class Shape:
    """How the lines are cut: by what, in how many cells most of the time, at most among those looked at."""

    delimiter: str
    usual: int


def shape(text: bytes) -> Shape:
    """The delimiter under which most lines have the same number of cells, the larger number when equal."""
    declared = DECLARED.match(text)
    lines = io.StringIO(text[: 1 << 20].decode("utf-8", "ignore"), newline="").readlines()[:LOOKED]
    candidates = declared[1].decode("ascii", "ignore") if declared else DELIMITERS
    best, rank = Shape(";", 1), (0, 0)
    for delimiter in candidates:
        counts = Counter(width for width in _widths(lines, delimiter) if width > 1)
        if counts:
            width, times = max(counts.items(), key=lambda one: (one[1], one[0]))
            if (times, width) > rank:
                best, rank = Shape(delimiter, width), (times, width)
    return best


def _widths(lines: list[str], delimiter: str) -> list[int]:
    try:
        return [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return []


def _frame(name: str, text: bytes) -> pd.DataFrame:
    """Every line, as wide as the widest; str columns, missing where empty."""
    cut = shape(text)
    odd: list[arrow_csv.InvalidRow] = []
    columns = [str(place) for place in range(cut.usual)]
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(text),
            # One thread: only then is the number of an odd line known.
            arrow_csv.ReadOptions(column_names=columns, use_threads=False, block_size=BLOCK),
            arrow_csv.ParseOptions(
                delimiter=cut.delimiter, newlines_in_values=True, ignore_empty_lines=False,
                invalid_row_handler=lambda row: odd.append(row) or "skip",
            ),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False),
        )  # fmt: skip
    except (pa.ArrowException, ValueError):
        raise _unclosed(name, text, cut.delimiter) from None
    if table.num_rows + len(odd) > limits.LINES:
        raise SourceRefused(
            f"Le fichier « {name} » compte {limits.spelled(table.num_rows + len(odd))} lignes, la limite est de "
            f"{limits.spelled(limits.LINES)}. Découpez-le en plusieurs fichiers, par exemple un par année.",
            name,
        )
    _refuse_open_quote(name, text, table, odd, cut.delimiter)
    table = _without_tail(table) if not odd else table
    frame = pa.table({column: _emptied(table.column(column)) for column in table.column_names}).to_pandas()
    frame = _with_odd(name, frame.astype("str"), odd, cut.delimiter)
    frame.columns = range(frame.shape[1])
    return frame


def _emptied(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Missing where there is nothing but blanks."""
    empty = pc.equal(pc.utf8_trim_whitespace(column), "")
    return pc.if_else(empty, pa.scalar(None, pa.string()), column)


def _without_tail(table: pa.Table) -> pa.Table:
    """Without the empty lines at the end: « ;;;; » a million times is what a careless export leaves."""
    last = 0
    for column in table.columns:
        filled = np.flatnonzero(pc.not_equal(column, "").to_numpy(zero_copy_only=False))
        last = max(last, int(filled[-1]) + 1 if filled.size else 0)
        if last == table.num_rows:
            break
    return table.slice(0, last)


def _with_odd(name: str, frame: pd.DataFrame, odd: list[arrow_csv.InvalidRow], delimiter: str) -> pd.DataFrame:
    """The lines that have more or fewer cells than the others, put back in their places."""
    if not odd:
        _refuse_width(name, frame.shape[1])
        return frame
    rows = [next(csv.reader(io.StringIO(row.text, newline=""), delimiter=delimiter), []) for row in odd]
    width = max(frame.shape[1], *map(len, rows))
    _refuse_width(name, width)
    places = np.array([row.number - 1 for row in odd])
    padded = [[cell if cell.strip() else None for cell in row] + [None] * (width - len(row)) for row in rows]
    put = pd.DataFrame(padded, columns=range(width), index=places, dtype="str")
    frame.index = np.setdiff1d(np.arange(len(frame) + len(rows)), places)
    frame.columns = range(frame.shape[1])
    return pd.concat([frame.reindex(columns=range(width)).astype("str"), put]).sort_index()


def _refuse_width(name: str, width: int) -> None:
    if width > limits.COLUMNS:
        raise SourceRefused(
            f"Le fichier « {name} » compte {limits.spelled(width)} colonnes, la limite est de "
            f"{limits.spelled(limits.COLUMNS)}. Gardez les colonnes utiles, puis déposez-le de nouveau.",
            name,
        )


def _refuse_open_quote(
    name: str, text: bytes, table: pa.Table, odd: list[arrow_csv.InvalidRow], delimiter: str
) -> None:
    """A quote left open swallows the lines that follow it, to the next quote or to the end."""
    quotes = text.count(b'"')
    if not quotes:
        return
    longest = max((row.text.count("\n") for row in odd), default=0)
    last = odd[-1].text if odd and odd[-1].number == table.num_rows + len(odd) else ""
    for column in table.columns if table.num_rows else ():
        longest = max(longest, pc.max(pc.count_substring(column, "\n")).as_py() or 0)
        last += "" if odd and last else column[-1].as_py() or ""
    if longest > RUNAWAY or (quotes % 2 and "\n" in last):
        raise _unclosed(name, text, delimiter)


def _unclosed(name: str, text: bytes, delimiter: str) -> SourceRefused:
    """The refusal that names the line where the longest cell begins."""
    longest, where, before = 0, 1, 0
    rows = csv.reader(io.StringIO(text.decode("utf-8", "replace"), newline=""), delimiter=delimiter)
    try:
        for _ in rows:
            if rows.line_num - before > longest:
                longest, where = rows.line_num - before, before + 1
            before = rows.line_num
    except csv.Error:
        where = before + 1
    return SourceRefused(
        f"Dans « {name} », ligne {where}, un guillemet ouvert n’est pas refermé : les lignes qui suivent ne se "
        "distinguent plus. Ajoutez le guillemet qui manque ou retirez celui qui est en trop, puis redéposez-le.",
        name,
    )
