"""The front door before any environment exists, and the small commands behind it."""

from __future__ import annotations

import json
import subprocess
import sys

import pandas as pd
import pytest

import manage
from commands.__main__ import main
from config import ROOT, for_child
from warehouse import editions

COMMANDS = (
    "run", "test", "collect", "check", "deposits", "publish", "template", "editions", "rollback", "figure", "bench",
)  # fmt: skip
ENGLISH = ("usage:", "positional", "options:\n  -h, --help  show", "optional arguments", "required")


def front_door(*arguments: str) -> subprocess.CompletedProcess:
    """manage.py with an isolated interpreter: standard library only, no site-packages."""
    command = [sys.executable, "-I", "-S", str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


@pytest.mark.parametrize("name", [(), *((command,) for command in COMMANDS)])
def test_help_is_french_and_needs_nothing_installed(name):
    done = front_door(*name, "--help")
    assert done.returncode == 0 and done.stdout.startswith("usage : manage.py")
    assert [word for word in ENGLISH if word in done.stdout] == []


def test_the_first_help_names_every_command():
    said = front_door("--help").stdout
    assert [command for command in COMMANDS if f"\n    {command} " not in said] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("visiter",), "« visiter » inconnu"),
        (("rollback",), "il manque : N"),
        (("rollback", "deux"), "n’est pas un nombre entier"),
        (("figure", "--couleur"), "argument inconnu : --couleur"),
    ],
)
def test_misuse_ends_in_a_sentence_and_code_2(arguments, sentence):
    done = front_door(*arguments)
    assert done.returncode == 2 and sentence in done.stderr and "Traceback" not in done.stderr


@pytest.fixture
def here(blank, monkeypatch):
    """A home with two editions, the second one served, seen by the commands of this process."""
    for name, value in for_child(blank).items():
        if name.startswith("OBS_"):
            monkeypatch.setenv(name, value)
    for code in ("a", "b"):
        editions.publish(blank, {"lieux": pd.DataFrame({"lieu_id": [code], "synthetique": False})}, "accepte")
    return blank


def test_rollback_serves_the_edition_it_names(here, capsys):
    assert main(["rollback", "1"]) == 0
    assert editions.current(here).table("lieux")["lieu_id"].tolist() == ["a"]
    assert "L’édition 1 du" in capsys.readouterr().out


def test_rollback_of_an_unknown_edition_changes_nothing(here, capsys):
    assert main(["rollback", "9"]) == 2
    assert "L’édition 9 n’existe pas (éditions connues : 1, 2)" in capsys.readouterr().err
    assert editions.current(here).number == 2


def test_editions_are_listed_for_people_and_for_scripts(here, capsys):
    assert main(["editions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.startswith(f"Édition {n} ") for n, line in zip((2, 1), lines, strict=True)] == [True, True]
    assert "servie" in lines[0] and "servie" not in lines[1]
    assert main(["editions", "--json"]) == 0
    assert [(row["number"], row["current"]) for row in json.loads(capsys.readouterr().out)] == [(2, True), (1, False)]


def test_publishing_an_unknown_departement_is_a_mistake(here, capsys):
    assert main(["publish", "--departement", "20"]) == 2
    assert "« 20 » n’existe pas" in capsys.readouterr().err


@pytest.mark.parametrize(("version", "cleared"), [(".".join(map(str, sys.version_info[:2])), False), ("3.2", True)])
def test_new_libraries_are_added_to_the_environment_there_is(tmp_path, monkeypatch, version, cleared):
    asked = []
    monkeypatch.setattr(manage, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(manage, "_install", lambda: asked.append("install"))
    monkeypatch.setattr(manage.venv, "create", lambda folder, with_pip, clear: asked.append(f"clear={clear}"))
    manage.interpreter().parent.mkdir(parents=True)
    manage.interpreter().touch()
    (tmp_path / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {version}.7\n", encoding="utf-8")
    manage.ensure_environment()
    assert asked == (["clear=True", "install"] if cleared else ["install"])
    assert (tmp_path / "observatoire.sha256").read_text(encoding="utf-8") == manage.wanted()
