"""Reading a very large delimited file piece by piece, keeping only the rows wanted: memory stays bounded."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from etl.reading.delimited import delimiter_of
from etl.reading.library import Document
from etl.reading.sheets import Sheet
from etl.reading.workbook import AGAIN, refuse_page
from etl.staging import SourceRefused

BLOCK = 1 << 24  # bytes read at once
BOM = b"\xef\xbb\xbf"
Wanted = Mapping[str, Set[str]]


@dataclass(frozen=True)
class Filtered:
    """A UTF-8 file as one sheet. wanted: header → values; a row is kept when each of its cells under these
    headers, where the file has them, is one of the values."""

    document: Document
    wanted: Wanted
    name: str = ""

    @cached_property
    def first(self) -> bytes:
        """The header row: line 1, as these files have no title."""
        return self.document.head.removeprefix(BOM).split(b"\n", 1)[0]

    @cached_property
    def head(self) -> list[list[object]]:
        text = self.first.decode("utf-8", errors="replace")
        return list(csv.reader(io.StringIO(text), delimiter=delimiter_of(self.first)))

    def below(self, header: int, places: Sequence[int]) -> pd.DataFrame:
        """SourceRefused when a row has not as many cells as the header, or when the archive is damaged."""
        titles = [str(title).strip() for title in self.head[header]]
        tested = {str(place): pa.array(sorted(self.wanted[t])) for place, t in enumerate(titles) if t in self.wanted}
        read = list(dict.fromkeys([*map(str, places), *tested]))
        odd: list[arrow_csv.InvalidRow] = []
        kept, lines = [], []
        try:
            with self.document.stream() as stream:
                for above, batch in _batches(stream, self._options(len(titles), read, odd)):
                    chosen = _chosen(batch, tested)
                    kept.append(batch.filter(chosen))
                    lines.append(above + np.flatnonzero(chosen.to_numpy(zero_copy_only=False)))
        except pa.ArrowInvalid as error:
            raise SourceRefused(self._why(odd, len(titles)), self.document.name) from error
        table = pa.Table.from_batches(kept, schema=pa.schema([(name, pa.string()) for name in read]))
        index = pd.Index(np.concatenate(lines) if lines else np.array([], dtype="int64")) + header + 2
        return pd.DataFrame({place: table.column(str(place)).to_pandas().astype("str") for place in places}).set_axis(
            index
        )

    def _options(self, width: int, read: list[str], odd: list) -> dict[str, object]:
        names = [str(place) for place in range(width)]
        return {
            "read_options": arrow_csv.ReadOptions(column_names=names, skip_rows=1, use_threads=False, block_size=BLOCK),
            "parse_options": arrow_csv.ParseOptions(
                delimiter=delimiter_of(self.first), invalid_row_handler=lambda row: odd.append(row) or "error"
            ),
            "convert_options": arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, include_columns=read
            ),
        }

    def _why(self, odd: list[arrow_csv.InvalidRow], width: int) -> str:
        name = self.document.name
        if not odd:
            return f"Le fichier « {name} » ne se lit pas. {AGAIN}"
        return (
            f"Dans « {name} », la ligne {odd[0].number} compte {odd[0].actual_columns} colonnes au lieu de {width} : "
            f"le fichier est incomplet ou abîmé. {AGAIN}"
        )


def filtered(wanted: Wanted) -> Callable[[Document], Iterator[Sheet]]:
    """What opens a document as one sheet of the rows wanted."""

    def opened(document: Document) -> Iterator[Sheet]:
        refuse_page(document)
        yield Filtered(document, wanted)

    return opened


def _batches(stream, options: dict) -> Iterator[tuple[int, pa.RecordBatch]]:
    above = 0
    for batch in arrow_csv.open_csv(stream, **options):
        yield above, batch
        above += batch.num_rows


def _chosen(batch: pa.RecordBatch, tested: dict[str, pa.Array]) -> pa.BooleanArray:
    chosen = pa.array(np.ones(batch.num_rows, dtype="bool"))
    for name, values in tested.items():
        chosen = pc.and_(chosen, pc.is_in(batch.column(name), value_set=values))
    return chosen
