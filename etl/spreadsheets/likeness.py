"""How much a header looks like one of our columns: its name, its label, a usual header, else the words they share."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from etl.spreadsheets.evidence import Evidence
from etl.spreadsheets.labels import share_known
from etl.spreadsheets.targets import PSEUDO, choices, targets
from etl.spreadsheets.wording import plain, without_year

HERE = Path(__file__).parent
EXACT, SAME, USUAL, LATER = 1.0, 0.97, 0.95, 0.01  # a usual header means first the first column it names
ALIKE, SHORT, LONG = 0.9, 0.7, 9  # at most, by words alone; less for a word of a few letters
KEPT, NUMBERED = 0.45, 0.8  # below, not worth showing
ACCEPTED = 0.66  # below, a person is asked
BY_VALUES, ENOUGH, SEVERAL = 0.68, 0.8, 3  # a column whose values are the labels of a list, whatever its header


def likeness(header: str, evidence: Evidence) -> dict[str, float]:
    """Score from 0 to 1 of each column the header and its values may be, best first."""
    scores = dict(_of_words(header))
    for key, score in scores.items():
        if score < EXACT:
            weight = evidence.weight(key)
            scores[key] = score * weight if weight <= 1 else score + (weight - 1) * (1 - score)
    for key in _lists():
        if scores.get(key, 0.0) < BY_VALUES and evidence.values:
            share, several = share_known(key, evidence.texts[:50])
            if share >= ENOUGH and several >= SEVERAL:
                scores[key] = BY_VALUES
    kept = {key: round(score, 3) for key, score in scores.items() if score >= _least(key)}
    return dict(sorted(kept.items(), key=lambda one: -one[1]))


def _least(key: str) -> float:
    """An identifier is not guessed: a number of order would pass for one."""
    return NUMBERED if targets()[key].name.endswith(("_id", "_key")) else KEPT


@lru_cache(maxsize=5_000)
def _of_words(header: str) -> Mapping[str, float]:
    found: dict[str, float] = dict.fromkeys(_written().get(header.strip(), ()), EXACT)
    for said in dict.fromkeys((header, without_year(header))):
        for words in dict.fromkeys((plain(said), plain(said.partition("(")[0]))):
            less = 0.0 if words == plain(header) else LATER
            for key, score in (_named().get(words, {}) | _labels(said)).items():
                found[key] = max(found.get(key, 0.0), score - 2 * less)
            for rank, key in enumerate(usual().get(words, ())):
                found[key] = max(found.get(key, 0.0), USUAL - LATER * rank - less)
    spelled = _spelled()
    alike = ALIKE if len(plain(header)) >= LONG else SHORT  # « N° CAF » is not « N° TAS »
    for words, score, _ in process.extract(plain(header), spelled.keys(), scorer=_alike, limit=25, score_cutoff=55):
        for rank, key in enumerate(spelled[words]):
            found[key] = max(found.get(key, 0.0), alike * score / 100 - LATER * rank)
    return found


def _alike(left: str, right: str, **_: object) -> float:
    whole, sorted_words = fuzz.ratio(left, right), 0.97 * fuzz.token_sort_ratio(left, right)
    return max(whole, sorted_words, 0.7 * fuzz.token_set_ratio(left, right))


@cache
def _written() -> dict[str, tuple[str, ...]]:
    """Columns by their name, letter by letter: « date_maj » and « actions.date_maj »."""
    found: dict[str, list[str]] = {}
    for key, column in targets().items():
        for name in (column.name, key):
            found.setdefault(name, []).append(key)
    return {name: tuple(keys) for name, keys in found.items()}


@cache
def _named() -> dict[str, dict[str, float]]:
    """Columns by the plain words of their name: « date maj » and « actions date maj »."""
    found: dict[str, dict[str, float]] = {}
    for key, column in targets().items():
        for name in (column.name, key):
            found.setdefault(plain(name.replace("_", " ").replace(".", " ")), {})[key] = SAME
    return found


def _labels(header: str) -> dict[str, float]:
    """Columns whose French label is that header; the very spelling before the same words."""
    same = _by_label().get(plain(header), ())
    return {key: EXACT if targets()[key].label == header.strip() else SAME for key in same}


@cache
def _by_label() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, column in targets().items():
        found.setdefault(plain(column.label), []).append(key)
    return {words: tuple(keys) for words, keys in found.items()}


@cache
def usual() -> dict[str, tuple[str, ...]]:
    """Usual headers in plain words and the columns they mean, the likeliest first."""
    found: dict[str, dict[str, None]] = {}
    with (HERE / "aliases.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(plain(row["entete"]), {})[row["cible"]] = None
    return {words: tuple(keys) for words, keys in found.items()}


@cache
def _spelled() -> dict[str, tuple[str, ...]]:
    """Every wording of a header, and the columns it may mean."""
    found = {words: list(keys) for words, keys in usual().items()}
    for words, keys in _by_label().items():
        found.setdefault(words, []).extend(keys)
    return {words: tuple(dict.fromkeys(keys)) for words, keys in found.items()}


@cache
def _lists() -> tuple[str, ...]:
    """Columns whose words are so much their own that values alone may tell them."""
    own = ("actions.thematiques", "actions.publics", "prescriptions.organisme_prescripteur", "freins_agreges.frein")
    return tuple(key for key in own if choices(key) and key not in PSEUDO)
