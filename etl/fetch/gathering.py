"""The latest files of the raw store as one plain folder, for readers that find files by what they are.

`brut/courant/<fingerprint>/<source>/`: complete as soon as it appears, and no later collection changes it, so that a
publication reads one state of the store from beginning to end.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from config import Config
from etl.fetch.store import Store, link, store
from etl.fetch.version import Version

GATHERED = "courant"
KEPT = 3  # a publication under way may still read an older gathering


def reading_folder(config: Config) -> Path | None:
    """The folder of publishers' files that a publication reads: the mirror, else the raw store, else nothing."""
    return config.mirror or gathered(store(config))


def gathered(raw: Store) -> Path | None:
    """The folder of the latest files, made if need be; None when the store holds nothing."""
    held = _places(raw.current())
    if not held:
        return None
    said = "\n".join(f"{place} {one.sha256}" for place, one in sorted(held.items()))
    folder = raw.root / GATHERED / hashlib.sha256(said.encode()).hexdigest()[:16]
    if not all((folder / place).is_file() for place in held):
        _gather(raw, held, folder)
    return folder


def _places(versions: list[Version]) -> dict[Path, Version]:
    """Where each file goes: under its source; two resources that share a file name do not hide each other."""
    places: dict[Path, Version] = {}
    for one in versions:
        place = Path(one.source, one.nom)
        places[Path(one.source, one.sha256[:12], one.nom) if place in places else place] = one
    return places


def _gather(raw: Store, held: dict[Path, Version], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    aside = raw.aside()
    for place, version in held.items():
        (aside / place).parent.mkdir(parents=True, exist_ok=True)
        link(version.path, aside / place)
    folder.parent.mkdir(exist_ok=True)
    try:
        aside.rename(folder)
    except OSError:  # another process has just gathered the same files
        shutil.rmtree(aside, ignore_errors=True)
    older = sorted(folder.parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in older[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)
