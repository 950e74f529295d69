"""Pages run without a browser, on the editions a person may meet."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT, Config, for_child
from warehouse import editions
from warehouse.edition import Edition

Opened = Callable[..., AppTest]


@pytest.fixture
def opened(monkeypatch) -> Opened:
    """opened(config, "besoins", niveau="epci"): that page, run once with those words in its URL."""

    def run(config: Config, page: str, **query: str) -> AppTest:
        for name, value in for_child(config).items():
            if name.startswith("OBS_"):
                monkeypatch.setenv(name, value)
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.switch_page(f"pages/{page}.py")
        return app.run()

    return run


@pytest.fixture(scope="session")
def open_data_only(published: Config, edition: Edition, tmp_path_factory) -> Config:
    """An edition where the département gave none of its own tables but its communes."""
    home = replace(published, home=tmp_path_factory.mktemp("ouvertes") / "var")
    kept = {name: edition.table(name) for name in ("faits", "zones", "appartenances", "sources", "lieux")}
    own = edition.table("territoires")
    editions.publish(home, {**kept, "territoires": own}, "accepte")
    return home


@pytest.fixture
def refused(published: Config, tmp_path) -> Config:
    """The published home after a load that the gate refused."""
    shutil.copytree(published.home, tmp_path / "var")
    home = replace(published, home=tmp_path / "var")
    report = {
        "regle": "GEN-01",
        "table": "actions",
        "gravite": "bloquant",
        "portee": "fichier",
        "statut": "non_executee",
        "phrase": "La colonne « nom » manque dans le fichier actions.csv.",
        "synthetique": False,
    }
    editions.publish(home, {"regles_resultats": pd.DataFrame([report])}, "refuse")
    return home
