"""Filosofi in INSEE's long form (Melodi), whatever the vintage: files since 2021, and answers of the API.

Two sources share the form without comparing: `filosofi` until 2021, `filosofi2` since 2023.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from etl.reading.delimited import first_line
from etl.reading.facts import facts
from etl.reading.filtered import filtered
from etl.reading.geography import today
from etl.reading.harvest import Candidate, harvest
from etl.reading.library import Library
from etl.reading.melodi import LEVELS, observations, placed, stated
from etl.reading.overlap import Part
from etl.reading.protocol import Reading, Source
from etl.vintages import headers

MODELS = headers("filosofi2")
MEASURES = {"MED_SL": "niveau_vie_median", "PR_MD60": "taux_pauvrete"}
NAME = re.compile(r"^DS_FILOSOFI_CC(_20\d\d)?(_data)?\.csv$", re.IGNORECASE)
HEADER_ROW = re.compile(r"\bFILOSOFI_MEASURE\b.*\bOBS_VALUE\b")
AGES = re.compile(r"\b(AGE\w*|HH_\w+|TENURE\w*)\b")  # other data sets of Filosofi cut their figures by these
PUBLISHED_AFTER = 2  # years between the incomes and the communes their figures are given in


def read(library: Library, source: Source, reading: Reading, first: int, last: int) -> list[Part]:
    """Facts of incomes from year `first` to year `last`, for the whole country, file by file."""
    parts = []
    for one in harvest(source, candidates(library), MODELS, reading, dated_by_rows=True):
        cells = one.grid.cells
        year = pd.to_numeric(cells["periode"], errors="coerce")
        kept = placed(cells[year.between(first, last) & cells["mesure"].isin(MEASURES)])
        if len(kept):
            parts.append((faits(kept, source, one.grid.named), one))
    return parts


def faits(kept: pd.DataFrame, source: Source, named: dict[str, str]) -> pd.DataFrame:
    """One fact per territory, year and measure, in today's communes. kept: observations, placed."""
    year = kept["periode"].astype("int64")
    found = facts(
        kept,
        {"mesure": "valeur"},
        source,
        named,
        **{name: kept[name].to_numpy() for name in ("niveau", "code_territoire", "code_departement", "periode")},
        millesime=kept["periode"].to_numpy(),
        geographie=kept["geographie"].fillna(year + PUBLISHED_AFTER).astype("int64").to_numpy(),
    )
    found = found.assign(code=kept["mesure"].map(MEASURES).to_numpy())
    return today(stated(found, *(kept[n].reset_index(drop=True) for n in ("conf_status", "obs_status"))), ())


def candidates(library: Library) -> Iterator[Candidate]:
    """Files and answers in the long form, by their name or by what they hold."""
    opened = filtered({"FILOSOFI_MEASURE": set(MEASURES), "GEO_OBJECT": set(LEVELS)})
    for document in library.of(".csv", ".json"):
        if document.suffix == ".json":
            if b'"observations"' in document.head and b"FILOSOFI_MEASURE" in document.head:
                yield Candidate(document, True, observations)
            continue
        sure = NAME.search(document.name) is not None
        line = "" if sure else first_line(document)
        if sure or (HEADER_ROW.search(line) and not AGES.search(line)):
            yield Candidate(document, sure, opened)
