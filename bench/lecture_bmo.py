"""Reading the publisher's BMO workbooks: our source, down to facts, against openpyxl and pandas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from bench import lacking, versus
from config import Config
from etl.reading.library import library
from etl.sources import bmo

NAME = "lecture_bmo"


def measure(config: Config) -> dict:
    """Every workbook of the mirror, down to the rows of the département."""
    if config.mirror is None:
        return lacking(NAME, "OBS_MIRROR ne désigne pas de dossier")
    books = sorted(path for path in config.mirror.rglob("*.xlsx") if path.name.startswith("Base_open_data"))
    if not books:
        return lacking(NAME, "aucun classeur BMO dans le dossier")
    return versus(
        NAME,
        "python-calamine, une passe par classeur",
        "pandas.read_excel avec openpyxl",
        lambda: bmo.read(library(config.mirror), config.departement),
        lambda: [_with_openpyxl(book, config.departement) for book in books],
        runs=1,
    )


def _with_openpyxl(book: Path, departement: str) -> pd.DataFrame:
    frame = pd.read_excel(book, sheet_name=1, dtype=str, engine="openpyxl")
    return frame[frame["Dept"] == departement]
