"""The rows each table takes from one sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from etl.spreadsheets.block import Block
from etl.spreadsheets.canonical import MONTHS, canonical, month_alone
from etl.spreadsheets.cells import texts
from etl.spreadsheets.communes import departement, placed
from etl.spreadsheets.dates import FIRST
from etl.spreadsheets.defaults import BY_COUNT
from etl.spreadsheets.filling import filled, without_marks
from etl.spreadsheets.identifiers import identifiers, is_identifier
from etl.spreadsheets.mapping import SheetMapping
from etl.spreadsheets.sharing import Notice, kept, set_apart
from etl.spreadsheets.targets import PSEUDO, is_mark, target, targets

MARK = "synthetique"


@dataclass
class Table:
    """Rows for one table. titles: our column → their header. lines: of the sheet, one a row.

    made: carriers drawn from a list of actions, which another sheet may name too.
    """

    name: str
    feuille: str
    frame: pd.DataFrame
    lines: pd.Series
    titles: dict[str, str] = field(default_factory=dict)
    made: bool = False


def tables_of(block: Block, sheet: SheetMapping, origin: str, day: date | None) -> tuple[list[Table], list[Notice]]:
    """The tables one sheet feeds, and what is to be told. origin: first word of made structure identifiers."""
    notices: list[Notice] = []
    notices += _months(block, sheet)
    frames = {name: _values(block, sheet, name) for name in sheet.tables}
    for name, frame in frames.items():
        for key in _keys(sheet, name):
            frame[target(key).name] = _given(block, sheet, key, origin)
    set_apart(block, sheet, frames, notices)
    found = []
    for name, frame in frames.items():
        rows = kept(block, sheet, name, frame, notices)
        _say(sheet, name, frame, day)
        whole = _whole(name, placed(name, frame))
        whole = whole if rows.all() else whole[rows.to_numpy()]
        lines = block.lines.set_axis(block.frame.index)[rows.to_numpy()].reset_index(drop=True)
        marked = _marked(block)
        if marked is not None:
            whole[MARK] = marked[rows.to_numpy()]
        ready = _typed(whole.reset_index(drop=True))
        made = len(sheet.tables) > 1 and f"{name}.structure_id" in sheet.keys and name == "structures"
        found.append(Table(name, block.feuille, ready, lines, _titles(sheet, name), made))
    return found, notices


def _values(block: Block, sheet: SheetMapping, name: str) -> pd.DataFrame:
    """Their columns that feed that table, canonical, one row a row of the sheet."""
    columns = {
        target(key).name: canonical(key, block.frame[header], sheet.labels.get(key, {}))
        for header, key in sheet.columns.items()
        if key and target(key).table == name and header in block.headers
    }
    return pd.DataFrame(columns, index=block.frame.index)


def _months(block: Block, sheet: SheetMapping) -> list[Notice]:
    """Dates that say a month only: which day was chosen, and on how many lines."""
    found = []
    for header, key in sheet.columns.items():
        rows = month_alone(key, block.frame[header]) if key and header in block.headers else None
        if rows is not None and rows.any():
            line = int(block.lines.set_axis(rows.index)[rows].iloc[0])
            day = "premier" if MONTHS[target(key).name] == FIRST else "dernier"
            count = f"{rows.sum()} lignes ne disent" if rows.sum() > 1 else "une ligne ne dit"
            phrase = f"Colonne « {header} » : {count} que le mois (d’abord ligne {line}). Le {day} jour est retenu."
            found.append(Notice(block.feuille, line, phrase))
    return found


def _keys(sheet: SheetMapping, name: str) -> list[str]:
    return [key for key in sheet.keys if target(key).table == name]


def _given(block: Block, sheet: SheetMapping, key: str, origin: str) -> pd.Series:
    """A column made from others: an identifier, a département, else the first filled of them."""
    if is_identifier(key):
        return identifiers(block, sheet, key, origin)
    given = pd.Series(None, block.frame.index, dtype="object")
    for header in sheet.keys[key]:
        if header in block.headers:
            given = given.where(given.notna(), canonical(_read_as(sheet, key, header), block.frame[header], {}))
    return given.map(departement, na_action="ignore") if key.endswith(".code_departement") else given


def _read_as(sheet: SheetMapping, key: str, header: str) -> str:
    return sheet.columns.get(header) or key if key.endswith(".code_departement") else key


def _say(sheet: SheetMapping, name: str, frame: pd.DataFrame, day: date | None) -> None:
    """Constants, then the counts without the marks their status now says."""
    for key, said in sheet.constants.items():
        if target(key).table == name and target(key).name not in frame:
            value = filled(key, said, frame, day)
            if value is not None:
                frame[target(key).name] = value
    if sheet.constants.get(f"{name}.statut_secret") == BY_COUNT and "effectif" in frame:
        frame["effectif"] = without_marks(frame["effectif"])


def _whole(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Optional columns nobody feeds are there and empty; columns in the order of the dictionary."""
    for key, column in targets().items():
        if column.table == name and not column.required and column.name not in frame and key not in PSEUDO:
            frame[column.name] = pd.Series(None, frame.index, dtype="object")
    order = [column.name for column in targets().values() if column.table == name and column.name in frame]
    return frame[order]


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of texts as texts: the gate reads each distinct one once."""
    for name in frame.columns[frame.dtypes == "object"]:
        if pd.api.types.infer_dtype(frame[name], skipna=True) in ("string", "empty"):
            frame[name] = frame[name].astype("str")
    return frame


def _marked(block: Block) -> pd.Series | None:
    header = next((one for one in block.headers if is_mark(one)), None)
    return None if header is None else texts(block.frame[header])


def _titles(sheet: SheetMapping, name: str) -> dict[str, str]:
    found = {target(key).name: " + ".join(sheet.keys[key]) for key in _keys(sheet, name)}
    return found | {target(key).name: header for header, key in sheet.columns.items() if key.startswith(f"{name}.")}
