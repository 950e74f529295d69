"""Everything the environment may say, read in this one file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Config:
    """Where things lie and which département is observed.

    home: folder of editions and raw copies. departement: INSEE code, as text ("49", "2A", "974").
    mirror: folder of publishers' files used instead of the network, or None.
    addresses: CSV that replaces or completes, row by row, the table of publishers' addresses, or None.
    warehouse_url: SQLAlchemy URL of a shared PostgreSQL, or None for one DuckDB file per edition.
    required: outside pieces a test run must not skip ("chromium", "postgresql", "mirror").
    service: who loads and publishes from here, a service or a role, never a person's name.
    here: folder the person stood in when typing the command: files they name are looked for there.
    person_secret: secret under which the keys of persons are hashed, or None: one is kept under `home`. Never shown.
    """

    home: Path
    departement: str
    mirror: Path | None
    addresses: Path | None
    warehouse_url: str | None
    required: frozenset[str]
    service: str = "poste local"
    here: Path = field(default_factory=Path.cwd)
    person_secret: str | None = field(default=None, repr=False)


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """Read OBS_* variables; anything left out takes the embedded default (Maine-et-Loire, `var/`)."""
    required = environ.get("OBS_REQUIRE", "")
    return Config(
        home=Path(environ.get("OBS_HOME") or ROOT / "var").resolve(),
        departement=(environ.get("OBS_DEPARTEMENT") or "49").strip().upper(),
        mirror=_path(environ, "OBS_MIRROR"),
        addresses=_path(environ, "OBS_ADRESSES"),
        warehouse_url=environ.get("OBS_WAREHOUSE_URL") or None,
        required=frozenset(part.strip() for part in required.split(",") if part.strip()),
        service=" ".join(environ.get("OBS_SERVICE", "").split()) or "poste local",
        here=Path(environ.get("OBS_ICI") or Path.cwd()),
        person_secret=environ.get("OBS_CLE_PERSONNES", "").strip() or None,
    )


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    said = environ.get(name, "").strip()
    return Path(said).resolve() if said else None


def for_child(config: Config) -> dict[str, str]:
    """Environment of a child process that must see this very configuration: never its arguments, which anyone reads."""
    said = {
        "OBS_HOME": str(config.home),
        "OBS_DEPARTEMENT": config.departement,
        "OBS_MIRROR": str(config.mirror or ""),
        "OBS_ADRESSES": str(config.addresses or ""),
        "OBS_WAREHOUSE_URL": config.warehouse_url or "",
        "OBS_SERVICE": config.service,
        "OBS_CLE_PERSONNES": config.person_secret or "",
    }
    return {**os.environ, **said}
