"""The demonstration of Maine-et-Loire, drawn once for all these tests."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.demonstration.generate import generate, truth


@pytest.fixture(scope="session")
def demo() -> dict[str, pd.DataFrame]:
    return generate("49")


@pytest.fixture(scope="session")
def hidden() -> dict:
    return truth("49")


@pytest.fixture(scope="session")
def extraction(hidden) -> pd.Timestamp:
    return pd.Timestamp(hidden["date_extraction"])


@pytest.fixture(scope="session")
def held(demo, extraction) -> pd.DataFrame:
    """Sessions begun and not cancelled, with Q (prescriptions but those cancelled) and E (entries)."""
    sessions, asked = demo["sessions"], demo["prescriptions"]
    begun = sessions[(sessions["date_debut"] <= extraction) & (sessions["statut"] != "annulee")].copy()
    counts = {"E": asked[asked["statut"] == "entree"], "Q": asked[asked["statut"] != "annulee"]}
    for name, rows in counts.items():
        begun[name] = begun["session_id"].map(rows.groupby("session_id").size()).fillna(0).astype(int)
    return begun.assign(P=begun["places_ouvertes"].astype(int))
