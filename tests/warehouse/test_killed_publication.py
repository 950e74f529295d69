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
FOLDER_STEPS = ("table lieux", "table passage_communes", "scellé", "rangement", "mise en service")
POSTGRESQL_STEPS = ("table lieux", "table passage_communes", "scellé", "mise en service")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL n’existe que sur POSIX")


def publish_first(config: configuration.Config) -> None:
    frame = pd.DataFrame({"lieu_id": [f"old{i}" for i in range(ROWS)], "synthetique": False})
    editions.publish(config, {"lieux": frame}, "accepte")


def kill_at(config: configuration.Config, step: str) -> None:
    """Publish in a child that dies at that step; fails if it did not die there."""
    command = [sys.executable, "-c", CHILD % ROWS, step]
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
