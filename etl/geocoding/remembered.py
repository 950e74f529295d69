"""The communes a person confirmed, kept for the next load: one file a département, no address in it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from geodata.communes import listed
from geodata.passage import passage, to_current

FILE = "lieux.json"
VERSION = 1


def places_folder(home: Path, departement: str) -> Path:
    """Where they lie, beside the confirmed mappings."""
    return home / "correspondances" / departement


def remembered(folder: Path) -> dict[str, str]:
    """Key of a place → commune of today; nothing when the file is missing or damaged: a person is asked again."""
    try:
        content = json.loads((folder / FILE).read_text("utf-8"))
        said = dict(content["lieux"]) if content["version"] == VERSION else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    pairs = passage()
    heirs = dict(zip(pairs["code_ancien"], to_current(pairs["code_courant"], pairs), strict=True))
    today = set(listed()["code"])
    current = {str(key): heirs.get(str(code), str(code)) for key, code in said.items()}
    return {key: code for key, code in current.items() if code in today}


def remember(folder: Path, confirmed: Mapping[str, str]) -> None:
    """Add these to the file, whole or not at all. OSError when the disk refuses."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {"version": VERSION, "lieux": dict(sorted({**remembered(folder), **confirmed}.items()))}
    handle, name = tempfile.mkstemp(dir=folder, prefix=FILE, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(content, stream, ensure_ascii=False, indent=1)
        Path(name).replace(folder / FILE)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
