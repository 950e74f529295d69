"""A publication killed at any moment leaves the previous edition served and whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import config as configuration
from warehouse import editions

ROOT = Path(__file__).parents[2]
ROWS = 20_000

# The child publishes edition 2 and kills itself, with no chance to clean up, at the step it is told.
CHILD = """
import os, signal, sys
import pandas as pd
from config import load
from warehouse import editions

def progress(step):
    print(step, flush=True)
    if step == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)

frame = pd.DataFrame({"lieu_id": [f"new{i}" for i in range(%d)], "synthetique": False})
editions.publish(load(), {"lieux": frame, "passage_communes": frame}, "accepte", progress)
"""
# The child prepares edition 2, releases it and kills itself at the step it is told.
RELEASING = CHILD.replace(
    '"accepte", progress)', '"accepte", serve=False)\neditions.release(load(), 2, "direction", progress)'
)
FOLDER_STEPS = ("table lieux", "table passage_communes", "scellé", "rangement", "mise en service")
POSTGRESQL_STEPS = ("table lieux", "table passage_communes", "scellé", "mise en service")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL n’existe que sur POSIX")


def publish_first(config: configuration.Config) -> None:
    frame = pd.DataFrame({"lieu_id": [f"old{i}" for i in range(ROWS)], "synthetique": False})
    editions.publish(config, {"lieux": frame}, "accepte")


def kill_at(config: configuration.Config, step: str, program: str = CHILD) -> None:
    """Publish in a child that dies at that step; fails if it did not die there."""
    command = [sys.executable, "-c", program % ROWS, step]
    child = subprocess.run(command, cwd=ROOT, env=configuration.for_child(config), capture_output=True, text=True)
    assert child.returncode == -signal.SIGKILL, child.stderr
    assert child.stdout.splitlines()[-1] == step


def assert_first_is_whole(config: configuration.Config) -> None:
    served = editions.current(config)
    got = served.table("lieux")["lieu_id"]
    assert served.number == 1
    assert len(got) == ROWS and set(got.str[:3]) == {"old"}


def check(config: configuration.Config, step: str) -> None:
    publish_first(config)
    kill_at(config, step)
    assert_first_is_whole(config)
    after = editions.publish(config, {"lieux": pd.DataFrame({"lieu_id": ["z"], "synthetique": False})}, "accepte")
    assert editions.current(config).number == after.number
    assert editions.current(config).table("lieux")["lieu_id"].tolist() == ["z"]


@pytest.mark.parametrize("step", FOLDER_STEPS)
def test_killed_while_writing_a_folder(blank, step):
    check(blank, step)
    left = [path.name for path in (blank.home / "editions" / "49").iterdir() if path.name.startswith(".brouillon")]
    assert left == [], "the next publication clears the abandoned draft"


@pytest.mark.postgresql
@pytest.mark.parametrize("step", POSTGRESQL_STEPS)
def test_killed_while_writing_to_postgresql(blank, postgresql, step):
    departement = f"K{POSTGRESQL_STEPS.index(step)}"
    check(replace(blank, warehouse_url=postgresql, departement=departement), step)


def test_killed_at_random_moments(blank):
    """Not only between steps: the child is killed from outside after delays spread over its whole run."""
    publish_first(blank)
    environment = configuration.for_child(blank)
    for delay in (0.4, 0.8, 1.1, 1.5):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD % ROWS, "never"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        try:
            child.wait(delay)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        served = editions.current(blank)
        names = set(served.table("lieux")["lieu_id"].str[:3])
        assert (served.number == 1, names) in ((True, {"old"}), (False, {"new"}))
        assert len(served.table("lieux")) == ROWS


def test_killed_before_the_release_of_a_prepared_edition(blank):
    publish_first(blank)
    kill_at(blank, "mise en service", RELEASING)
    assert_first_is_whole(blank)
    assert [(one.number, one.statut) for one in editions.history(blank)] == [(2, "preparee"), (1, "publiee")]
    editions.release(blank, 2, "direction")
    assert set(editions.current(blank).table("lieux")["lieu_id"].str[:3]) == {"new"}


def test_killed_just_after_the_switch_of_a_release(blank):
    """The pointer alone decides: the manifest and the journal catch up, and nothing is released twice."""
    publish_first(blank)
    kill_at(blank, "inscription", RELEASING)
    assert editions.current(blank).number == 2
    assert len(editions.current(blank).table("lieux")) == ROWS
    manifest = blank.home / "editions" / "49" / "000002" / "manifeste.json"
    assert '"preparee"' in manifest.read_text(encoding="utf-8")
    assert [one.statut for one in editions.history(blank)] == ["publiee", "publiee"]
    told = [(one.what, one.number, one.service) for one in editions.journal(blank)][-1]
    assert told == ("mise_en_service", 2, "direction")
    editions.rollback(blank, 1)
    assert '"publiee"' in manifest.read_text(encoding="utf-8")
    assert [(one.number, one.statut) for one in editions.history(blank)] == [(2, "publiee"), (1, "publiee")]
    assert [one.what for one in editions.journal(blank)][-2:] == ["mise_en_service", "remise_en_service"]


@pytest.mark.postgresql
def test_killed_before_the_release_is_committed_to_postgresql(blank, postgresql):
    config = replace(blank, warehouse_url=postgresql, departement="KR")
    publish_first(config)
    kill_at(config, "mise en service", RELEASING)
    assert_first_is_whole(config)
    assert [one.what for one in editions.journal(config)] == ["publiee", "preparee"]
    editions.release(config, 2, "direction")
    assert editions.current(config).number == 2


def test_two_processes_releasing_at_once_release_once(blank):
    """Both find the edition prepared; the second one is told that it is published already."""
    publish_first(blank)
    editions.publish(blank, {"lieux": pd.DataFrame({"lieu_id": ["new"], "synthetique": False})}, "accepte", serve=False)
    child = "from config import load\nfrom warehouse import editions\neditions.release(load(), 2, 'direction')"
    command = [sys.executable, "-c", child]
    environment = configuration.for_child(blank)
    both = [subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE) for _ in range(2)]
    told = [process.communicate()[1].decode() for process in both]
    assert sorted(process.returncode for process in both) == [0, 1]
    assert any("elle est déjà publiée" in sentence for sentence in told)
    assert [one.what for one in editions.journal(blank)].count("mise_en_service") == 1
