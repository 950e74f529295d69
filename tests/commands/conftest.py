"""The commands inside this process, on open data reduced to what the gate leans on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pytest

from commands import publication
from commands.__main__ import main
from config import Config, for_child
from etl import pipeline, registry

KEPT = {"sources", "zones"}


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def little_open_data() -> registry.Collected:
    """The embedded extract of Maine-et-Loire, zones and sources only."""
    everything = registry.collect(None, "49")
    return registry.Collected([one for one in everything.staged if one.table in KEPT], [])


@pytest.fixture
def light(monkeypatch, blank, little_open_data) -> Config:
    """A home seen by the commands of this process; open data are few and indicators are not computed."""
    for name, value in for_child(blank).items():
        if name.startswith("OBS_"):
            monkeypatch.setenv(name, value)

    def collect(mirror, departement, progress, meanwhile=lambda: None):
        meanwhile()
        return registry.Collected(list(little_open_data.staged), [])

    monkeypatch.setattr(pipeline.registry, "collect", collect)
    monkeypatch.setattr(publication, "published_measures", lambda edition, progress: pd.DataFrame())
    monkeypatch.setattr(publication, "write_contours", lambda *given: {})
    return blank


@pytest.fixture
def manage(light, capsys) -> Callable[..., Said]:
    """manage("check", "a.csv"): as typed after `manage.py`."""

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        code = main(list(arguments))
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return Said(code, told.out, told.err)

    return run
