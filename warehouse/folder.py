"""Editions as a folder of DuckDB files, one per edition, and a pointer replaced atomically."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pandas as pd
import sqlalchemy as sa
from filelock import FileLock

from warehouse import schema
from warehouse.dictionary import table as declared
from warehouse.dictionary import tables as dictionary
from warehouse.edition import PUBLISHED, REFUSED, EditionInfo, Progress

DATABASE, MANIFEST, POINTER = "entrepot.duckdb", "manifeste.json", "courante"
DRAFT = ".brouillon-"


@dataclass(frozen=True)
class FolderStore:
    """`folder/000001/{entrepot.duckdb, manifeste.json}`, … and `folder/courante`, which holds a number."""

    folder: Path
    departement: str

    def history(self) -> list[EditionInfo]:
        """The newest first. A folder without its manifest is not an edition."""
        served = self.current()
        manifests = sorted(self.folder.glob(f"[0-9]*/{MANIFEST}"), reverse=True)
        infos = [_read_manifest(path) for path in manifests]
        return [replace(info, current=info.number == served) for info in infos]

    def current(self) -> int | None:
        """The number in the pointer, or None before the first publication."""
        try:
            return int((self.folder / POINTER).read_text(encoding="ascii"))
        except FileNotFoundError:
            return None

    def read(self, number: int) -> Callable[[str], pd.DataFrame]:
        return partial(_read_table, self._place(number) / DATABASE)

    def publish(
        self, tables: dict[str, pd.DataFrame], verdict: str, synthetic: bool, progress: Progress
    ) -> EditionInfo:
        """Draft, seal, rename, then switch: four steps, of which only the last changes what is served."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / ".verrou"):
            for leftover in self.folder.glob(f"{DRAFT}*"):
                shutil.rmtree(leftover)
            number = 1 + max((info.number for info in self.history()), default=0)
            draft = self.folder / f"{DRAFT}{number:06d}"
            draft.mkdir()
            rows = _write_database(draft / DATABASE, tables, progress)
            info = EditionInfo(
                number=number,
                departement=self.departement,
                statut=REFUSED if verdict == "refuse" else PUBLISHED,
                verdict=verdict,
                published=datetime.now().replace(microsecond=0),
                synthetic=synthetic,
                rows=rows,
            )
            progress("scellé")
            _write_manifest(draft / MANIFEST, info)
            progress("rangement")
            draft.rename(self._place(number))
            progress("mise en service")
            if info.statut == PUBLISHED:
                self.switch(number)
        progress("terminé")
        return replace(info, current=info.statut == PUBLISHED)

    def switch(self, number: int) -> None:
        """Point at that edition, atomically: a reader sees the old number or the new one, nothing between."""
        fresh = self.folder / f".{POINTER}"
        _write_synced(fresh, str(number))
        fresh.replace(self.folder / POINTER)

    def _place(self, number: int) -> Path:
        return self.folder / f"{number:06d}"


def _write_database(path: Path, tables: dict[str, pd.DataFrame], progress: Progress) -> dict[str, int]:
    engine = sa.create_engine(f"duckdb:///{path}")
    rows = {}
    try:
        with engine.begin() as connection:
            schema.metadata().create_all(connection)
            for name in dictionary():
                if name in tables:
                    progress(f"table {name}")
                    rows[name] = schema.write(connection, tables[name], declared(name))
    finally:
        engine.dispose()
    return rows


def _read_table(path: Path, name: str) -> pd.DataFrame:
    engine = sa.create_engine(f"duckdb:///{path}", connect_args={"read_only": True}, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        return schema.read(connection, declared(name))


def _write_manifest(path: Path, info: EditionInfo) -> None:
    content = asdict(info) | {"published": info.published.isoformat()}
    del content["current"]
    _write_synced(path, json.dumps(content, ensure_ascii=False, indent=1))


def _read_manifest(path: Path) -> EditionInfo:
    content = json.loads(path.read_text(encoding="utf-8"))
    return EditionInfo(**content | {"published": datetime.fromisoformat(content["published"])})


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
