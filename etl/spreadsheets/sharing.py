"""Rows that several lines share: one structure carries several actions, one action holds several sessions."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from etl.spreadsheets.block import Block
from etl.spreadsheets.identifiers import is_identifier, told_apart
from etl.spreadsheets.mapping import SheetMapping
from etl.spreadsheets.targets import target


@dataclass(frozen=True)
class Notice:
    """What a person should know of how a row was read. ligne: of the sheet, 0 for the whole sheet."""

    feuille: str
    ligne: int
    phrase: str


def set_apart(block: Block, sheet: SheetMapping, frames: dict[str, pd.DataFrame], notices: list[Notice]) -> None:
    """Rows that would share a made identifier and do not say the same get their own; what refers to them follows."""
    for name in ("structures", "actions", "sessions"):
        key = f"{name}.{name[:-1]}_id"
        if key not in sheet.keys or name not in frames or (name == "structures" and len(frames) > 1):
            continue
        column, former = target(key).name, frames[name][target(key).name]
        if _copied(sheet, key):
            continue
        facts = [one for one in frames[name] if f"{name}.{one}" not in sheet.keys]
        frames[name][column], changed = told_apart(former, frames[name][facts])
        for other, frame in frames.items():
            if other != name and sheet.keys.get(f"{other}.{column}") == sheet.keys[key]:
                frame[column] = frames[name][column]
        notices += [_told_apart(block, name, index) for index in changed]


def _copied(sheet: SheetMapping, key: str) -> bool:
    headers = sheet.keys[key]
    return len(headers) == 1 and is_identifier(sheet.columns.get(headers[0], ""))


def _told_apart(block: Block, name: str, index: int) -> Notice:
    what = {"structures": "une structure", "actions": "une action", "sessions": "une session"}[name]
    line = _line(block, index)
    phrase = (
        f"{_place(block, line)} : {what} du même nom existe plus haut avec d’autres informations. "
        "Elle est comptée à part : vérifiez qu’il ne s’agit pas de la même."
    )
    return Notice(block.feuille, line, phrase)


def kept(block: Block, sheet: SheetMapping, name: str, frame: pd.DataFrame, notices: list[Notice]) -> pd.Series:
    """Rows of the sheet that are rows of that table."""
    everything = pd.Series(True, frame.index)
    if len(sheet.tables) == 1:
        return everything
    if name == "structures":
        return _carriers(block, frame, notices)
    if name == "actions":
        opened = "actions.date_ouverture" in sheet.keys and "action_id" in frame
        facts = [one for one in frame if f"actions.{one}" not in sheet.keys or one == "action_id"]
        if opened:
            frame["date_ouverture"] = _earliest(frame)
        return ~frame[facts].astype("str").duplicated() if "action_id" in frame else everything
    if name == "sessions":
        return _dated(block, frame, notices)
    amounts = [one for one in ("montant_prevu", "montant_realise", "heures_clause") if one in frame]
    return frame[amounts].notna().any(axis=1) & ~frame.astype("str").duplicated() if amounts else everything


def _earliest(frame: pd.DataFrame) -> pd.Series:
    """An action opens with its first session."""
    opened = frame["date_ouverture"]
    readable = opened.where(opened.map(lambda one: isinstance(one, str) and len(one) == 10 and one[4] == "-"))
    first = readable.groupby(frame["action_id"]).transform(lambda days: min(days.dropna(), default=None))
    return opened.where(first.isna(), first)


def _dated(block: Block, frame: pd.DataFrame, notices: list[Notice]) -> pd.Series:
    dates = [one for one in ("date_debut", "date_fin") if one in frame]
    dated = frame[dates].notna().any(axis=1)
    for index in frame.index[~dated]:
        line = _line(block, index)
        phrase = f"{_place(block, line)} : aucune date, aucune session n’en est tirée."
        notices.append(Notice(block.feuille, line, phrase))
    return dated


def _carriers(block: Block, frame: pd.DataFrame, notices: list[Notice]) -> pd.Series:
    """The first row of each structure, completed by the next; where they disagree, the first is kept, and told."""
    if "structure_id" not in frame:
        return frame.notna().any(axis=1)
    facts = [one for one in frame if one not in ("structure_id", "nom")]
    first: dict[object, int] = {}
    for index, one in frame["structure_id"].items():
        if not isinstance(one, str):
            continue
        if one not in first:
            first[one] = index
            continue
        for fact in facts:
            kept, said = frame.at[first[one], fact], frame.at[index, fact]
            if pd.isna(kept):
                frame.at[first[one], fact] = said
            elif not pd.isna(said) and kept != said:
                line, phrase = _line(block, index), _contradiction(block, frame, first[one], index, fact)
                notices.append(Notice(block.feuille, line, phrase))
    return pd.Series(frame.index.isin(list(first.values())), frame.index)


def _contradiction(block: Block, frame: pd.DataFrame, first: int, index: int, fact: str) -> str:
    key = f"structures.{fact}"
    what = target(key).label
    name = f" de « {frame.at[index, 'nom']} »" if "nom" in frame else ""
    return (
        f"{_place(block, _line(block, index))} : « {what} »{name} n’est pas comme à la ligne {_line(block, first)}. "
        "L’information de la première ligne est gardée."
    )


def _line(block: Block, index: int) -> int:
    return int(block.lines.iloc[block.frame.index.get_loc(index)])


def _place(block: Block, line: int) -> str:
    return f"Feuille « {block.feuille} », ligne {line}" if block.feuille else f"Ligne {line}"
