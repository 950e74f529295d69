"""What every test may ask for: the outside pieces (mirror, PostgreSQL, Chromium) and one real edition."""

from __future__ import annotations

import shutil
import subprocess
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings

import config

# Time is measured in `bench/`, never in a test: a busy machine must not fail one.
settings.register_profile("observatoire", deadline=None)
settings.load_profile("observatoire")

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
POSTGRESQL = "postgresql+psycopg:///postgres"


def missing(piece: str, reason: str) -> None:
    """Skip with the reason, or fail where OBS_REQUIRE says that the piece must be there."""
    if piece in config.load().required:
        pytest.fail(f"OBS_REQUIRE demande « {piece} » : {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def on_demand():
    """on_demand(piece, reason): skip what takes long and changes rarely, unless OBS_REQUIRE asks for that piece."""

    def asked(piece: str, reason: str) -> None:
        if piece not in config.load().required:
            pytest.skip(f"{reason} : joué quand OBS_REQUIRE demande « {piece} »")

    return asked


@pytest.fixture
def small_disk(tmp_path):
    """small_disk(megabytes): a folder on a disk of that size, which only an administrator of the machine may mount."""
    mounted = []

    def mount(megabytes: int) -> Path:
        folder = tmp_path / "disque"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder)]
        if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
            missing("disque", "ce compte ne peut pas monter un petit disque")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture(scope="session")
def mirror() -> Path:
    """Folder of the publishers' own files."""
    folder = config.load().mirror
    if folder is None or not folder.is_dir():
        missing("mirror", "OBS_MIRROR ne désigne pas un dossier de fichiers des producteurs")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a real browser."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        missing("chromium", "aucun Chromium sur cette machine (apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def postgresql():
    """URL of an empty PostgreSQL database, dropped at the end."""
    server = sa.create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    name = f"observatoire_{uuid.uuid4().hex[:12]}"
    try:
        with server.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
    except sa.exc.OperationalError as error:
        missing("postgresql", f"aucun PostgreSQL sur la machine ({error.orig})")
    yield f"postgresql:///{name}"
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def blank(tmp_path: Path) -> config.Config:
    """A configuration whose home is an empty folder, without mirror."""
    return replace(config.load({}), home=tmp_path / "var")


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> config.Config:
    """A home where the demonstration edition of Maine-et-Loire was published, through the whole pipeline."""
    from commands.publish import published as publish

    home = replace(config.load({}), home=tmp_path_factory.mktemp("observatoire") / "var")
    outcome = publish(home)
    assert outcome.info.current, outcome.blocking
    return home


@pytest.fixture(scope="session")
def published_france(tmp_path_factory) -> config.Config:
    """A home where the edition of all France was published, from nothing but the project's own files."""
    from commands.publish import published as publish

    home = replace(config.load({}), home=tmp_path_factory.mktemp("france") / "var", departement="FR")
    outcome = publish(home)
    assert outcome.info.current, outcome.blocking
    return home


@pytest.fixture(scope="session")
def edition(published: config.Config):
    """That edition, opened."""
    from warehouse.editions import current

    return current(published)
