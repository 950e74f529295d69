"""A mapping once a person has answered: the same, with one thing more said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from etl.spreadsheets.asking import COLUMN, CONSTANT, LABEL, SHEET, Question, questions
from etl.spreadsheets.block import Block
from etl.spreadsheets.mapping import IGNORED, Mapping, SheetMapping

ROUNDS = 5
LIKELY = 0.75  # a label less like one of ours is looked at by a person, never taken with the others


def answered(mapping: Mapping, question: Question, value: str) -> Mapping:
    """The mapping with that answer: the value of a choice, a free text, or "" to leave out on purpose."""
    sheet = mapping.sheet(question.feuille)
    if question.kind == SHEET and not value:
        kept = tuple(one for one in mapping.sheets if one.feuille != question.feuille)
        return Mapping(kept, tuple(dict.fromkeys((*mapping.left_out, question.feuille))))
    if sheet is None:
        return mapping
    done = _said(sheet, question, value)
    return replace(mapping, sheets=tuple(done if one is sheet else one for one in mapping.sheets))


def accepted(blocks: Sequence[Block], mapping: Mapping, least: float = 0.0) -> Mapping:
    """The mapping with every suggestion taken that is `ready`, its score reaching `least`."""
    for _ in range(ROUNDS):
        asked = ready([one for one in questions(blocks, mapping) if one.blocking], least)
        if not asked:
            break
        for one in asked:
            mapping = answered(mapping, one, one.suggestion or "")
    return mapping


def ready(asked: Iterable[Question], least: float = 0.0) -> list[Question]:
    """Those whose suggestion may be taken all at once."""
    likely = [one for one in asked if one.suggestion is not None and one.score >= least]
    return [one for one in likely if one.kind != LABEL or one.score >= LIKELY]


def _said(sheet: SheetMapping, question: Question, value: str) -> SheetMapping:
    key = question.target
    if question.kind == LABEL:
        codes = tuple(value.split("|")) if value else ()
        return replace(sheet, labels={**sheet.labels, key: {**sheet.labels.get(key, {}), question.label: codes}})
    if question.kind == CONSTANT:
        return replace(sheet, constants={**sheet.constants, key: value})
    if question.kind == COLUMN:
        return _column(sheet, question, value)
    return sheet


def _column(sheet: SheetMapping, question: Question, value: str) -> SheetMapping:
    """A header that takes a column of ours, alone on it; or, for an unclaimed header, the column it takes."""
    header, key = (question.header, value) if not question.target else (value, question.target)
    columns = {name: (IGNORED if key and given == key else given) for name, given in sheet.columns.items()}
    if question.target and question.header:
        columns[question.header] = IGNORED
    if header:
        columns[header] = key
    filled = {one for one in columns.values() if one}
    keys = {one: _in_place(headers, question, value) for one, headers in sheet.keys.items() if one not in filled}
    constants = {one: said for one, said in sheet.constants.items() if one not in filled}
    return replace(sheet, columns=columns, keys=keys, constants=constants)


def _in_place(headers: tuple[str, ...], question: Question, value: str) -> tuple[str, ...]:
    """A header that is gone gives its place to the one chosen instead."""
    if not (question.header and question.target and value):
        return headers
    return tuple(value if header == question.header else header for header in headers)
