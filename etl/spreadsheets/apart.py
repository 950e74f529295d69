"""Workbooks are read in a process of their own: a damaged one may make the reader stop its process, or never end."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # seconds
MEMORY = 4 << 30  # octets


@dataclass(frozen=True)
class Sheet:
    """One worksheet. rows and merged: empty when it is hidden."""

    name: str
    place: int
    visible: bool
    rows: list[list[object]]
    merged: list


class Stopped(Exception):
    """The process that reads stopped, or found no workbook."""


def read(content: bytes) -> list[Sheet]:
    """The worksheets of a workbook, as the reader gives them. Any of its errors, panics included."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = []
    for place, one in enumerate(book.sheets_metadata):
        if one.typ != SheetTypeEnum.WorkSheet:
            continue
        visible = one.visible == SheetVisibleEnum.Visible
        sheet = book.get_sheet_by_name(one.name) if visible else None
        rows = sheet.to_python(skip_empty_area=False) if sheet else []
        merged = (sheet.merged_cell_ranges or []) if sheet else []
        found.append(Sheet(one.name, place, visible, rows, merged))
    return found


def read_apart(content: bytes) -> list[Sheet]:
    """The same from another process; Stopped whatever happens to it."""
    command = [sys.executable, "-m", "etl.spreadsheets.apart"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, cwd=ROOT, timeout=PATIENCE, check=True)
        return [Sheet(*one) for one in pickle.loads(done.stdout)]  # written by ourselves, plain values only
    except (subprocess.SubprocessError, OSError, pickle.UnpicklingError, EOFError):
        raise Stopped from None


def _limited() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _limited()
    sheets = read(sys.stdin.buffer.read())
    plain = [(one.name, one.place, one.visible, one.rows, one.merged) for one in sheets]
    sys.stdout.buffer.write(pickle.dumps(plain))
