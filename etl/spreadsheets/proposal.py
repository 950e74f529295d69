"""The mapping proposed for a load: what was confirmed last time first, then what headers and values say."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from etl.spreadsheets.asking import COLUMN, Choice, Question, questions, sources
from etl.spreadsheets.block import Block
from etl.spreadsheets.cells import texts
from etl.spreadsheets.evidence import evidence
from etl.spreadsheets.feeding import Scores, assigned, fed
from etl.spreadsheets.labels import DEPARTEMENT, TYPO, known, labelled, parts, suggestions
from etl.spreadsheets.likeness import likeness
from etl.spreadsheets.making import made
from etl.spreadsheets.mapping import IGNORED, Mapping, SheetMapping
from etl.spreadsheets.memory import Memory
from etl.spreadsheets.targets import choices, is_mark, target
from etl.spreadsheets.wording import plain

__all__ = ["Choice", "Proposal", "Question", "propose", "questions"]

REMEMBERED = 1.0
ALTERNATIVES = 5


@dataclass(frozen=True)
class Proposal:
    """A mapping to be confirmed. scores and alternatives: by sheet, then by header; best alternative first.

    label_scores: by sheet, column and label, for the labels that were taken for a misspelling.
    """

    mapping: Mapping
    scores: Map[str, Map[str, float]] = field(default_factory=dict)
    alternatives: Map[str, Map[str, tuple[str, ...]]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    label_scores: Map[str, Map[str, Map[str, float]]] = field(default_factory=dict)


@dataclass
class _Sheet:
    """One sheet while it is being proposed. taken: header → column and score."""

    block: Block
    scores: Scores
    former: SheetMapping | None
    names: tuple[str, ...]
    taken: dict[str, tuple[str, float]] = field(default_factory=dict)


def propose(blocks: Sequence[Block], memory: Memory, departement: str) -> Proposal:
    """What each sheet becomes, for a person to confirm. departement: its code, for « tout le département »."""
    sheets = [_looked_at(block, memory) for block in blocks]
    useful = [one for one in sheets if one.names]
    _carriers_once(useful)
    mappings, doubts = [], {}
    for one in useful:
        sheet, doubts[one.block.feuille] = _mapping(one, departement)
        mappings.append(sheet)
    others = {one.block.feuille: _alternatives(one) for one in sheets}
    left_out = tuple(one.block.feuille for one in sheets if not one.names)
    mapping = Mapping(tuple(mappings), left_out)
    vanished = [question for one in useful for question in _vanished(one)]
    return Proposal(
        mapping,
        {one.block.feuille: _scores(one) for one in useful},
        others,
        (*questions(blocks, mapping), *vanished),
        doubts,
    )


def _looked_at(block: Block, memory: Memory) -> _Sheet:
    seen = evidence(block)
    scores = {header: likeness(header, seen[header]) for header in block.headers if not is_mark(header)}
    former = memory.nearest(block.headers)
    if former is None or not former.tables:
        names = fed(scores, block.feuille)
        return _Sheet(block, scores, None, names, assigned(scores, names))
    same = {plain(header): key for header, key in former.columns.items()}
    taken = {header: (same[plain(header)], REMEMBERED) for header in block.headers if plain(header) in same}
    return _Sheet(block, scores, former, former.tables, assigned(scores, former.tables, taken))


def _carriers_once(sheets: list[_Sheet]) -> None:
    """Where a sheet lists the structures, the others only name them."""
    if not any("structures" in one.names and "actions" not in one.names for one in sheets):
        return
    for one in sheets:
        if "actions" in one.names:
            one.names = tuple(name for name in one.names if name != "structures")


def _mapping(one: _Sheet, departement: str) -> tuple[SheetMapping, dict[str, dict[str, float]]]:
    columns = {header: one.taken.get(header, (IGNORED, 0.0))[0] for header in one.block.headers}
    keys = made(columns, one.names, one.block)
    columns = {header: key if _of(key, one.names) else IGNORED for header, key in columns.items()}
    sheet = SheetMapping(one.block.feuille, one.block.headers, columns, keys=keys)
    if one.former is not None:
        sheet = _as_before(sheet, one.former)
    labels, doubts = _labels(one.block, sheet, departement)
    return replace(sheet, labels=labels), doubts


def _of(key: str, names: Sequence[str]) -> bool:
    return bool(key) and target(key).table in names


def _as_before(sheet: SheetMapping, former: SheetMapping) -> SheetMapping:
    """What was said last time of anything but the columns, where it still stands."""
    spelled = {plain(header): header for header in sheet.headers}
    kept = {}
    for key, headers in former.keys.items():
        now = tuple(spelled.get(plain(header), "") for header in headers)
        if all(now):
            kept[key] = now
    mapped = {key for key in sheet.columns.values() if key}
    keys = {key: headers for key, headers in {**sheet.keys, **kept}.items() if key not in mapped}
    constants = {key: value for key, value in former.constants.items() if key not in mapped}
    keys = {key: headers for key, headers in keys.items() if key not in constants}
    return replace(sheet, labels=former.labels, keys=keys, constants=constants)


def _labels(block: Block, sheet: SheetMapping, departement: str) -> tuple[dict, dict[str, dict[str, float]]]:
    """Their labels that are not ours word for word and can be read; with a score where a misspelling is supposed."""
    found = {key: dict(labels) for key, labels in sheet.labels.items() if key in sources(sheet)}
    doubts: dict[str, dict[str, float]] = {}
    for header, key in sheet.columns.items():
        if not key or not labelled(key):
            continue
        answers = found.setdefault(key, {})
        for cell in texts(block.frame[header]).dropna().unique():
            for label in parts(key, cell, answers):
                if label not in answers and not _ours(key, label):
                    codes, score = _read(key, label)
                    if codes:
                        answers[label] = tuple(departement if code == DEPARTEMENT else code for code in codes)
                    if codes and score < 1:
                        doubts.setdefault(key, {})[label] = score
    return {key: labels for key, labels in found.items() if labels}, doubts


def _ours(key: str, label: str) -> bool:
    return label in choices(key) or label in choices(key).values()


def _read(key: str, label: str) -> tuple[tuple[str, ...], float]:
    if codes := known(key, label):
        return codes, 1.0
    codes, score = next(iter(suggestions(key, label)), ((), 0.0))
    return (codes, score) if score >= TYPO else ((), 0.0)


def _alternatives(one: _Sheet) -> dict[str, tuple[str, ...]]:
    return {header: tuple(keys)[:ALTERNATIVES] for header, keys in one.scores.items()}


def _scores(one: _Sheet) -> dict[str, float]:
    return {header: one.taken.get(header, (IGNORED, 0.0))[1] for header in one.block.headers}


def _vanished(one: _Sheet) -> list[Question]:
    """Columns that were there, and used, at the last load."""
    if one.former is None:
        return []
    here = {plain(header) for header in one.block.headers}
    gone = [header for header, key in one.former.columns.items() if key and plain(header) not in here]
    return [
        Question(
            COLUMN,
            one.block.feuille,
            f"La colonne « {header} » était là au dernier chargement et n’y est plus.",
            one.former.columns[header],
            header,
            blocking=False,
        )
        for header in gone
    ]
