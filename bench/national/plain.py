"""What one would write first: each file with pandas, the survey with openpyxl, everything to SQLite with to_sql."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pandas as pd

from config import Config

MEASURES = ["met", "xmet", "smet"]
TEXT = {"dtype": str, "keep_default_na": False}


def loaded(config: Config) -> int:
    """Rows written. The same files as ours, told by their names; formats that pandas cannot open are left out."""
    config.home.mkdir(parents=True, exist_ok=True)
    written = 0
    with sqlite3.connect(config.home / "autre.sqlite") as connection:
        for path in sorted(config.mirror.rglob("*")):
            for name, frame in _frames(path):
                frame.to_sql(name, connection, if_exists="append", index=False)
                written += len(frame)
    return written


def _frames(path: Path):
    """(table, frame) of each table in a file."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        yield path.stem, _delimited(path.read_bytes())
    elif suffix == ".xlsx":
        yield from _workbook(path.stem, path)
    elif suffix == ".json" and "schema" not in str(path):
        content = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(content, list):
            yield path.stem, pd.DataFrame(content).astype(str)
    elif suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                content = archive.read(member)
                if member.lower().endswith(".csv") and not member.startswith("meta"):
                    yield Path(member).stem, _delimited(content)
                elif member.lower().endswith(".xlsx"):
                    yield from _workbook(Path(member).stem, io.BytesIO(content))


def _delimited(content: bytes) -> pd.DataFrame:
    text = content.decode("utf-8-sig", errors="replace")
    delimiter = max(";,", key=text.split("\n", 1)[0].count)
    frame = pd.read_csv(io.StringIO(text), sep=delimiter, **TEXT)
    codes = next((name for name in ("CODGEO", "numcomdo", "codgeo") if name in frame), None)
    if codes is None:
        return frame
    return frame.melt(id_vars=[codes], var_name="mesure", value_name="valeur")


def _workbook(name: str, source):
    for sheet, frame in pd.read_excel(source, sheet_name=None, engine="openpyxl", **TEXT).items():
        if frame.empty or not len(frame.columns):
            continue
        if set(MEASURES) <= set(frame.columns):
            others = [column for column in frame.columns if column not in MEASURES]
            yield (
                "bmo",
                frame.melt(id_vars=others, value_vars=MEASURES)
                .set_axis([*range(len(others)), "mesure", "valeur"], axis=1)
                .rename(columns=str),
            )
        else:
            yield f"{name}_{sheet}", frame.set_axis([f"c{i}" for i in range(len(frame.columns))], axis=1)
