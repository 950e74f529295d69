"""Their words for our codes: the code itself, its French label, a usual spelling, else the likeliest ones."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from etl.spreadsheets.targets import choices, target
from etl.spreadsheets.wording import plain

HERE = Path(__file__).parent
ZONES = "actions.zone_eligibilite"  # codes of places, and « tout le département »
DEPARTEMENT = "@departement"  # stands for the code of the département, known when the mapping is proposed
TYPO = 0.93  # above, an unknown label is a known one misspelt
LIKELY = 0.6  # below, a suggestion helps nobody
SUGGESTED = 5
MARKS = re.compile(r"[|;\n\r]+|\s[/•]\s|•")
FINE = re.compile(r"[,/+]|\s[–-]\s")
AND = re.compile(r"\s+(?:et|&|ou)\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(cd) ?\d[0-9ab]\d?\b")

Codes = tuple[str, ...]


def labelled(key: str) -> bool:
    """Whether the values of that column are labels to be turned into codes."""
    return bool(choices(key)) or key == ZONES


def known(key: str, label: str) -> Codes | None:
    """The codes that label stands for without a doubt, None when nobody but a person can say."""
    text = label.strip()
    if text in choices(key) or (key == ZONES and re.fullmatch(target(key).pattern, text)):
        return (text,)
    words = _NUMBERED.sub(r"\1", plain(text))
    return _spelled(key).get(words)


def suggestions(key: str, label: str) -> list[tuple[Codes, float]]:
    """The likeliest codes of an unknown label, best first, each with a score from 0 to 1."""
    return list(_suggested(key, label))


@lru_cache(maxsize=20_000)
def _suggested(key: str, label: str) -> tuple[tuple[Codes, float], ...]:
    spelled = _spelled(key)
    found = process.extract(plain(label), spelled.keys(), scorer=_alike, limit=3 * SUGGESTED, score_cutoff=100 * LIKELY)
    best: dict[Codes, float] = {}
    for words, score, _ in found:
        best.setdefault(spelled[words], round(score / 100, 2))
    return tuple(best.items())[:SUGGESTED]


def parts(key: str, cell: str, told: Collection[str] = ()) -> list[str]:
    """The labels one cell holds: itself, or its items where the column is a list. told: labels a person answered.

    A cell known as a whole is never cut; « et » cuts only where each side is known.
    """
    text = cell.strip()
    if target(key).type != "list" or _sure(key, text, told):
        return [text] if text else []
    pieces = [piece.strip() for piece in MARKS.split(text)]
    return list(dict.fromkeys(part for piece in pieces if piece for part in _finer(key, piece, told)))


def read(key: str, cell: str, told: Mapping[str, Codes]) -> Codes | None:
    """The codes of a cell, told ones first; None when one of its labels has no answer yet."""
    codes: list[str] = []
    for label in parts(key, cell, told):
        one = told[label] if label in told else known(key, label)
        if one is None or DEPARTEMENT in one:
            return None
        codes += one
    return tuple(dict.fromkeys(codes))


def share_known(key: str, cells: Iterable[str]) -> tuple[float, int]:
    """Share of the cells whose every label is known, and how many different codes they give."""
    seen, all_codes, total = 0, set(), 0
    for cell in cells:
        total += 1
        codes = [known(key, label) for label in parts(key, cell)]
        if codes and all(codes):
            seen += 1
            all_codes.update(code for one in codes if one for code in one)
    return (seen / total if total else 0.0), len(all_codes)


def _sure(key: str, label: str, told: Collection[str]) -> bool:
    return label in told or known(key, label) is not None


def _finer(key: str, piece: str, told: Collection[str]) -> list[str]:
    if _sure(key, piece, told):
        return [piece]
    found: list[str] = []
    for part in filter(None, (one.strip() for one in FINE.split(piece))):
        sides = [side.strip() for side in AND.split(part)]
        apart = len(sides) > 1 and not _sure(key, part, told) and all(_sure(key, side, told) for side in sides)
        found += sides if apart else [part]
    return found


def _alike(left: str, right: str, **_: object) -> float:
    """Alike as a whole, or by the words they share: « permis voiture » and « permis »."""
    whole, sorted_words = fuzz.ratio(left, right), 0.95 * fuzz.token_sort_ratio(left, right)
    return max(whole, sorted_words, 0.9 * fuzz.token_set_ratio(left, right))


@cache
def _spelled(key: str) -> dict[str, Codes]:
    """Every known spelling of a column's codes, in plain words; the code and its label come before the rest."""
    name = _vocabulary(key)
    found = {plain(code): (code,) for code in choices(key)}
    for code, label in choices(key).items():
        found.setdefault(plain(label), (code,))
    for label, codes in _usual().get(name, {}).items():
        if key == ZONES or set(codes) <= set(choices(key)):
            found.setdefault(plain(label), codes)
    return found


def _vocabulary(key: str) -> str:
    column = target(key)
    if column.type == "bool":
        return "bool"
    return column.vocabulary or column.name


@cache
def _usual() -> dict[str, dict[str, Codes]]:
    found: dict[str, dict[str, Codes]] = {}
    with (HERE / "labels.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["vocabulaire"], {})[row["libelle"]] = tuple(row["codes"].split("|"))
    return found
