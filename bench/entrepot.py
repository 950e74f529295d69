"""Loading a long table of facts and reading one sum back: our warehouse against pandas and SQLite."""

from __future__ import annotations

import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from bench import versus
from config import Config
from warehouse import editions

ROWS = 500_000


def measure(config: Config) -> dict:
    """Load 500,000 facts, then add up one indicator by period."""
    facts = _facts(ROWS)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        return versus(
            "entrepot",
            "édition DuckDB",
            "pandas.to_sql et SQLite",
            lambda: _ours(replace(config, home=place / "nous", warehouse_url=None), facts),
            lambda: _other(place / "autre.sqlite", facts),
            runs=3,
        )


def _ours(config: Config, facts: pd.DataFrame) -> pd.Series:
    editions.publish(config, {"faits": facts}, "accepte")
    chosen = editions.current(config).facts(["foyers_rsa"], "commune")
    return chosen.groupby("periode")["valeur"].sum()


def _other(path: Path, facts: pd.DataFrame) -> pd.DataFrame:
    with sqlite3.connect(path) as connection:
        facts.to_sql("faits", connection, if_exists="replace", index=False)
        query = "SELECT periode, SUM(valeur) FROM faits WHERE code = 'foyers_rsa' AND niveau = 'commune' GROUP BY 1"
        return pd.read_sql(query, connection)


def _facts(rows: int) -> pd.DataFrame:
    numbers = np.arange(rows)
    return pd.DataFrame(
        {
            "code": np.where(numbers % 4, "population_municipale", "foyers_rsa"),
            "niveau": "commune",
            "code_territoire": (10_000 + numbers % 35_000).astype(str),
            "code_departement": "49",
            "periode": (2010 + numbers // 35_000).astype(str),
            "modalite": "",
            "numerateur": np.nan,
            "denominateur": np.nan,
            "valeur": numbers.astype(float),
            "statut": "disponible",
            "source": "bench",
            "editeur": "",
            "millesime": "",
            "licence": "",
            "synthetique": False,
        }
    )
