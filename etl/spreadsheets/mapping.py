"""The mapping a person confirms: their columns → ours, their labels → our codes. A file kept with the load.

A column is designated by "table.colonne" (`warehouse/columns.csv`): one sheet may feed several tables, as a list of
actions that also says who carries them and where they take place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from collections.abc import Mapping as Map
from dataclasses import asdict, dataclass, field

VERSION = 1
IGNORED = ""  # a column left out on purpose


@dataclass(frozen=True)
class SheetMapping:
    """What one sheet becomes.

    headers: its headers, by which the same export is recognised next time. columns: header → "table.colonne", or
    IGNORED. labels: "table.colonne" → their label → our codes (several for a list, none when it is left empty on
    purpose). constants: "table.colonne" → the value of every row, or one of `defaults.WORDS`. keys: "table.colonne" of
    a column their sheet lacks → the headers it is made from: a slug for an identifier, else the first one filled.
    """

    feuille: str
    headers: tuple[str, ...]
    columns: Map[str, str] = field(default_factory=dict)
    labels: Map[str, Map[str, tuple[str, ...]]] = field(default_factory=dict)
    constants: Map[str, str] = field(default_factory=dict)
    keys: Map[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables this sheet feeds, each once."""
        targets = (target for target in (*self.columns.values(), *self.keys) if target)
        return tuple(dict.fromkeys(target.partition(".")[0] for target in targets))


@dataclass(frozen=True)
class Mapping:
    """One `SheetMapping` a sheet that is loaded; sheets left out are in `left_out`."""

    sheets: tuple[SheetMapping, ...] = ()
    left_out: tuple[str, ...] = ()

    def sheet(self, feuille: str) -> SheetMapping | None:
        """The mapping of that sheet, or None when it is left out."""
        return next((one for one in self.sheets if one.feuille == feuille), None)


def written(mapping: Mapping) -> str:
    """The mapping as the JSON text kept beside the load."""
    return json.dumps({"version": VERSION, **asdict(mapping)}, ensure_ascii=False, indent=1)


def digest(mapping: Mapping, feuilles: Collection[str]) -> str:
    """What the mapping of these sheets is known by: the same file read otherwise is another load.

    The name of a sheet is left out: that of a CSV file depends on the files it came with.
    """
    read = [asdict(one) | {"feuille": ""} for one in mapping.sheets if one.feuille in feuilles]
    told = sorted(json.dumps(one, sort_keys=True) for one in read)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def read(text: str) -> Mapping:
    """The mapping of a JSON text; ValueError with a French sentence when it is not one."""
    try:
        content = json.loads(text)
        if content["version"] != VERSION:
            raise ValueError
        sheets = tuple(_sheet(one) for one in content["sheets"])
        return Mapping(sheets, tuple(content["left_out"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError(
            "Ce fichier de correspondance n’est pas lisible par cette version de l’observatoire. Refaites la "
            "correspondance à l’écran, elle sera enregistrée de nouveau."
        ) from None


def _sheet(content: dict) -> SheetMapping:
    labels = {
        target: {label: tuple(codes) for label, codes in known.items()} for target, known in content["labels"].items()
    }
    keys = {target: tuple(headers) for target, headers in content["keys"].items()}
    return SheetMapping(
        content["feuille"],
        tuple(content["headers"]),
        dict(content["columns"]),
        labels,
        dict(content["constants"]),
        keys,
    )
