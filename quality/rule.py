"""What a rule is: a check beside the French sentence shown when it fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from quality.judgement import Context

BLOCKING, WARNING = "bloquant", "alerte"
FILE, ROW = "fichier", "ligne"


@dataclass(frozen=True)
class Finding:
    """What a check found. Great Expectations and our own checks give the same thing.

    played: False when the rule could not be evaluated (a column or another table is missing).
    rows: labels of the rows at fault, empty when the fault is the table's as a whole. fills: words for the
    sentence, by placeholder.
    """

    played: bool
    ok: bool
    rows: pd.Index = field(default_factory=lambda: pd.Index([], dtype="int64"))
    fills: Mapping[str, object] = field(default_factory=dict)


NOT_PLAYED = Finding(played=False, ok=False)
PASSED = Finding(played=True, ok=True)


def at_fault(mask: pd.Series, **fills: object) -> Finding:
    """The rows where `mask` is true; a missing answer is not a fault."""
    mask = mask.fillna(False).astype("bool")
    rows = mask.index[mask]
    return Finding(True, rows.empty, rows, fills)


def as_a_whole(ok: bool, **fills: object) -> Finding:
    """A verdict on the table as a whole."""
    return Finding(True, bool(ok), fills=fills)


@dataclass(frozen=True)
class Around:
    """What a check may look at beside its own table: the tables already accepted, and the context.

    invented: whether the table is a demonstration, which published figures do not contradict.
    threshold: that of the rule being played, tuned by the département or not; None when it has none.
    when: the day the table speaks of, its own date when its file gives one, else today. A sheet was old, or a
    request waiting, on that day.
    """

    tables: Mapping[str, pd.DataFrame]
    context: Context
    when: pd.Timestamp
    threshold: float | None = None
    invented: bool = False


Derive = Callable[[pd.DataFrame, Around], pd.Series]


class Threshold:
    """Stands among the arguments of an expectation for the threshold of its rule."""


THRESHOLD = Threshold()


@dataclass(frozen=True)
class Expect:
    """An expectation of Great Expectations, by its official name, with its arguments.

    derived: columns computed before the expectation looks at the frame; they may not carry a declared name.
    """

    name: str
    arguments: Mapping[str, object]
    derived: Mapping[str, Derive] = field(default_factory=dict)


def asked(check: Expect, threshold: float | None) -> Expect:
    """The same expectation with the threshold of its rule among its arguments."""
    filled = {name: threshold if value is THRESHOLD else value for name, value in check.arguments.items()}
    return replace(check, arguments=filled)


def expect(name: str, derived: Mapping[str, Derive] | None = None, **arguments: object) -> Expect:
    """`expect("column_values_to_be_between", column="heures", min_value=0, max_value=12)`."""
    return Expect(f"expect_{name}", arguments, derived or {})


OwnCheck = Callable[[pd.DataFrame, Around], Finding]


@dataclass(frozen=True)
class Rule:
    """One rule on one table, declared once, with its words.

    label: what is verified. sentence: shown for the whole; placeholders {n|singular|plural}, {exemple},
    {colonne}, {fichier}, {pct}, {seuil} and those the finding fills. reason: why one row is set aside, after its place.
    check: None when the gate itself evaluates the rule. columns: those it reads; the first is the one blamed.
    example: column quoted as {exemple}. needs: tables without which the rule cannot be played.
    late: judged once every table is known, which only a warning may be.
    threshold, unit: the figure that a département may tune, and what it counts. tuned: what was tuned, and why.
    """

    code: str
    table: str
    severity: str
    scope: str
    label: str
    sentence: str
    check: Expect | OwnCheck | None = None
    columns: tuple[str, ...] = ()
    reason: str = ""
    example: str = ""
    needs: tuple[str, ...] = ()
    late: bool = False
    threshold: float | None = None
    unit: str = ""
    tuned: str = ""
