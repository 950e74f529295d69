"""Reading one delimited text file column by column, or a sentence that says why it cannot be read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from etl.reading.library import Document
from etl.reading.sheets import HEAD
from etl.reading.workbook import AGAIN, refuse_page
from etl.staging import SourceRefused

DELIMITERS = ";,\t|"
# ="60057" or ="13055;13070": written so that a spreadsheet keeps the zeros, it is a quoted cell.
_PROTECTED = re.compile(rb'(?:(?<=[;,\t|\n])|\A)="([^"\r\n]*)"(?=[;,\t|\r\n]|\Z)')


@dataclass(frozen=True)
class Text:
    """A delimited file as one sheet without a name. content: UTF-8, without byte order mark."""

    fichier: str
    content: bytes
    delimiter: str
    name: str = ""

    @cached_property
    def head(self) -> list[list[object]]:
        sample = self.content[: 1 << 18].decode("utf-8", errors="ignore")
        rows = csv.reader(io.StringIO(sample), delimiter=self.delimiter)
        try:
            return [row for row, _ in zip(rows, range(HEAD), strict=False)]
        except csv.Error as error:
            raise SourceRefused(f"Le fichier « {self.fichier} » ne se lit pas. {AGAIN}", self.fichier) from error

    def below(self, header: int, places: Sequence[int]) -> pd.DataFrame:
        """SourceRefused when a row has not as many cells as the header: the file is cut or damaged."""
        names = [str(place) for place in range(len(self.head[header]))]
        odd: list[arrow_csv.InvalidRow] = []
        try:
            table = arrow_csv.read_csv(
                io.BytesIO(self.content),
                # One thread: only then is the number of an odd row known.
                arrow_csv.ReadOptions(column_names=names, skip_rows=header + 1, use_threads=False),
                arrow_csv.ParseOptions(
                    delimiter=self.delimiter, newlines_in_values=True, ignore_empty_lines=False,
                    invalid_row_handler=lambda row: odd.append(row) or "error",
                ),
                arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
            )  # fmt: skip
        except pa.ArrowInvalid as error:
            raise SourceRefused(self._why(odd, len(names)), self.fichier) from error
        lines = pd.Index(_lines(table, header + 1))
        return pd.DataFrame({place: table.column(place).to_pandas().astype("str") for place in places}).set_axis(lines)

    def _why(self, odd: list[arrow_csv.InvalidRow], width: int) -> str:
        if not odd:
            return f"Le fichier « {self.fichier} » ne se lit pas. {AGAIN}"
        return (
            f"Dans « {self.fichier} », la ligne {odd[0].number} compte {odd[0].actual_columns} colonnes au lieu de "
            f"{width} : le fichier est incomplet ou abîmé. {AGAIN}"
        )


def _lines(table: pa.Table, above: int) -> np.ndarray:
    """Line of each row as a person sees it: a quoted cell may run over several lines."""
    numbers = np.arange(above + 1, above + 1 + table.num_rows)
    breaks = np.zeros(table.num_rows, dtype="int64")
    for column in table.columns:
        found = pc.count_substring(column, "\n")
        if pc.max(found).as_py():
            breaks += found.to_numpy()
    return numbers + np.concatenate([[0], np.cumsum(breaks)[:-1]]) if breaks.any() else numbers


def delimited(document: Document) -> Iterator[Text]:
    """The file as one sheet. SourceRefused when it is empty, disguised or no text."""
    refuse_page(document)
    content = _utf8(document.content)
    if b"\0" in content[: 1 << 20]:
        raise SourceRefused(f"Le fichier « {document.name} » n’est pas un fichier de texte. {AGAIN}", document.name)
    if b'="' in content:
        content = _PROTECTED.sub(rb'"\1"', content)
    yield Text(document.name, content, delimiter_of(content))


def first_line(document: Document) -> str:
    """The first line, without reading the rest: enough to recognise a header."""
    return _utf8(document.head).split(b"\n", 1)[0].decode("utf-8", errors="ignore").strip("\r")


def delimiter_of(content: bytes) -> str:
    """The mark that cuts the first line into most cells."""
    line = content.split(b"\n", 1)[0].decode("utf-8", errors="ignore")
    return max(DELIMITERS, key=line.count)


def _utf8(content: bytes) -> bytes:
    """The same text in UTF-8: publishers also write Windows-1252, and UTF-16 with a mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace").encode()
    bare = content.removeprefix(b"\xef\xbb\xbf")
    try:
        bare.decode("utf-8")
    except UnicodeDecodeError as error:
        # A sample may be cut in the middle of its last letter.
        if error.start < len(bare) - 4:
            return bare.decode("cp1252", errors="replace").encode()
    return bare
