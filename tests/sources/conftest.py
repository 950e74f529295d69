"""Small files in the publishers' models, written where a mirror would hold them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import xlsxwriter
from sources_files import BMO_2025, FILOSOFI_2021


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """workbook(rows, header=…, sheet=…, name=…): a BMO workbook in a folder of its own, its path."""

    def write(
        rows: Iterable[list[object]],
        header: Iterable[str] = BMO_2025,
        sheet: str = "BMO_2025_open_data",
        name: str = "Base_open_data_BMO_2025.xlsx",
        above: int = 0,
    ) -> Path:
        path = tmp_path / "miroir" / "quelque part" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book = xlsxwriter.Workbook(path)
        book.add_worksheet("Description_des_variables").write_row(0, 0, ["", "Variables", "Description"])
        page = book.add_worksheet(sheet)
        for place, row in enumerate([list(header), *rows], above):
            page.write_row(place, 0, row)
        book.close()
        return path

    return write


@pytest.fixture
def income_file(tmp_path: Path) -> Callable[..., Path]:
    """income_file(lines, …): a Filosofi file, its path."""

    def write(
        lines: Iterable[str],
        header: str = FILOSOFI_2021,
        name: str = "cc_filosofi_2021_COM.csv",
        encoding: str = "utf-8",
    ) -> Path:
        path = tmp_path / "miroir" / "insee" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes("\r\n".join([header, *lines, ""]).encode(encoding))
        return path

    return write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The mirror those files are written under."""
    found = tmp_path / "miroir"
    found.mkdir(exist_ok=True)
    return found


@pytest.fixture
def book(folder: Path) -> Callable[..., Path]:
    """book(name, {sheet: rows}): a workbook in the mirror, its path."""

    def write(name: str, sheets: dict[str, list[list[object]]]) -> Path:
        path = folder / name
        written = xlsxwriter.Workbook(path)
        for title, rows in sheets.items():
            page = written.add_worksheet(title)
            for place, row in enumerate(rows):
                page.write_row(place, 0, row)
        written.close()
        return path

    return write


@pytest.fixture
def lines(folder: Path) -> Callable[..., Path]:
    """lines(name, header, …): a text file in the mirror, one line per argument, its path."""

    def write(name: str, *rows: str, encoding: str = "utf-8") -> Path:
        path = folder / name
        path.write_bytes("\r\n".join([*rows, ""]).encode(encoding))
        return path

    return write


@pytest.fixture
def write(folder):
    """write(name, *lines, encoding=…): a delimited file in a corner of the mirror."""

    def written(name: str, *lines: str, encoding: str = "utf-8") -> Path:
        path = folder / "zonages" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
        return path

    return written
