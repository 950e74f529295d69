"""The secret: the environment's, or one drawn once, for its owner's eyes only."""

from __future__ import annotations

import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from config import ROOT, Config, for_child, load
from etl.persons.secret import SecretRefused, secret

SAID = "s" * 40


@pytest.fixture
def blank_home(tmp_path: Path) -> Config:
    return load({"OBS_HOME": str(tmp_path)})


def test_the_secret_of_the_environment_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    config = load({"OBS_HOME": str(tmp_path), "OBS_CLE_PERSONNES": f" {SAID} "})
    assert secret(config) == SAID.encode()
    assert list(tmp_path.iterdir()) == []


def test_a_secret_is_drawn_once_and_only_its_owner_may_read_it(blank_home: Config) -> None:
    drawn = secret(blank_home)
    file = blank_home.home / "secret" / "cle_personnes"
    assert len(drawn) == 32 and secret(blank_home) == drawn == file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [one.name for one in file.parent.iterdir()] == ["cle_personnes"]


def test_two_installations_do_not_share_their_secret(tmp_path: Path) -> None:
    homes = [load({"OBS_HOME": str(tmp_path / name)}) for name in ("a", "b")]
    assert secret(homes[0]) != secret(homes[1])


def test_processes_that_need_it_at_once_end_up_with_the_same(blank_home: Config) -> None:
    code = "import config; from etl.persons.secret import secret; print(secret(config.load()).hex())"
    command = [sys.executable, "-c", code]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=for_child(blank_home), stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    told = {process.communicate()[0] for process in running}
    assert len(told) == 1 and len(told.pop().strip()) == 64


def test_the_secret_is_never_shown_and_a_child_has_it_in_its_environment_alone() -> None:
    config = load({"OBS_CLE_PERSONNES": SAID})
    assert SAID not in repr(config) and SAID not in str(config)
    assert load(for_child(config)).person_secret == SAID
    assert load(for_child(replace(config, person_secret=None))).person_secret is None


def test_a_short_secret_is_refused_without_being_repeated() -> None:
    with pytest.raises(SecretRefused) as refused:
        secret(load({"OBS_CLE_PERSONNES": "motdepasse"}))
    assert str(refused.value) == (
        "OBS_CLE_PERSONNES est trop courte : 32 caractères au moins, tirés au hasard, sont nécessaires."
    )


def test_a_damaged_file_is_never_replaced(blank_home: Config) -> None:
    file = blank_home.home / "secret" / "cle_personnes"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"abc")
    with pytest.raises(SecretRefused, match="Restaurez ce fichier depuis une sauvegarde"):
        secret(blank_home)
    assert file.read_bytes() == b"abc"


def test_a_place_where_nothing_can_be_written_is_said(blank_home: Config) -> None:
    (blank_home.home / "secret").write_text("un fichier à la place du dossier")
    with pytest.raises(SecretRefused, match="ne peut être ni lue ni créée"):
        secret(blank_home)
    assert [one.name for one in blank_home.home.iterdir()] == ["secret"]
