"""The settings by which a département tunes the rules, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Setting:
    """One line of the file. gravite: "" keeps it. seuil: None keeps it. line: its line in the file, from 1."""

    regle: str
    table: str
    gravite: str
    seuil: float | None
    raison: str
    line: int = 0


@dataclass(frozen=True)
class Tuning:
    """Every setting, by rule and table."""

    settings: Mapping[tuple[str, str], Setting] = field(default_factory=dict)
