"""Each spoilt load carries its fault and only that one; the clean tables are left as they were."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl.demonstration.faulty import EXPECTED, FAULTS, OBSOLETE, STALE_DAYS, faulty
from etl.demonstration.generate import generate

CHANGED = {
    "a": {"prescriptions"},
    "b": {"territoires"},
    "c": {"sessions"},
    "d": {"sessions"},
    "e1": {"presences"},
    "e2": {"presences"},
    "f": set(),
    "g": {"sessions"},
    "h": {"prescriptions"},
    "i": {"brsa_effectifs"},
    "j": {"brsa_effectifs"},
}


@pytest.fixture(scope="module")
def clean() -> dict[str, pd.DataFrame]:
    return generate("49", 49, "mini")


def test_every_fault_has_an_expected_rule():
    assert set(EXPECTED) == set(FAULTS) == set(CHANGED)


@pytest.mark.parametrize("kind", sorted(CHANGED))
def test_only_the_table_at_fault_changes(clean, kind):
    before = {name: frame.copy() for name, frame in clean.items()}
    spoilt = faulty(clean, kind)
    assert {name for name in clean if not spoilt[name].equals(clean[name])} == CHANGED[kind]
    assert all(clean[name].equals(before[name]) for name in clean)


def test_twelve_keys_twice_with_different_rows(clean):
    rows = faulty(clean, "a")["prescriptions"]
    twice = rows[rows.duplicated("prescription_id", keep=False)]
    assert twice["prescription_id"].nunique() == 12 and not twice.duplicated().any()


def test_eight_obsolete_communes(clean):
    codes = faulty(clean, "b")["territoires"]["code_insee"]
    known = set(clean["territoires"]["code_insee"])
    assert set(codes) - known == set(OBSOLETE) and len(OBSOLETE) == 8
    assert codes.is_unique and not set(OBSOLETE.values()) & set(codes) - {"44180"}


def test_fifteen_sessions_hold_more_entries_than_places(clean):
    sessions = faulty(clean, "c")["sessions"].set_index("session_id")["places_ouvertes"]
    entries = clean["prescriptions"].dropna(subset=["date_entree"]).groupby("session_id").size()
    assert (entries > 1.1 * sessions.reindex(entries.index).astype(float)).sum() == 15


def test_impossible_dates(clean):
    rows = faulty(clean, "d")["sessions"]
    assert (rows["date_fin"] < rows["date_debut"]).sum() == 6
    assert (rows["date_debut"].dt.year == 2031).sum() == 4


@pytest.mark.parametrize(("kind", "part"), [("e1", 0.75), ("e2", 0.55)])
def test_rows_missing(clean, kind, part):
    rows = faulty(clean, kind)["presences"]
    assert len(rows) / len(clean["presences"]) == pytest.approx(part, abs=0.001)


def test_stale_file(clean):
    for frame in faulty(clean, "f").values():
        assert (pd.Timestamp("2025-12-31").date() - frame.attrs["date_donnees"]).days == STALE_DAYS == 140
    assert not clean["actions"].attrs


def test_renamed_column(clean):
    assert "places_ouvertes" not in faulty(clean, "g")["sessions"]


def test_keys_that_look_like_registration_numbers(clean):
    keys = faulty(clean, "h")["prescriptions"]["personne_key"]
    assert keys.str.fullmatch(r"[12]\d{14}").sum() == 10 and keys.str.fullmatch(r"\d{7}").sum() == 10


def test_secrets_read_as_zeros(clean):
    rows = faulty(clean, "i")["brsa_effectifs"]
    assert ((rows["effectif"] == 0) & (rows["statut_secret"] == "secret")).sum() > 100
    published = pd.DataFrame({"valeur": [12.0, np.nan], "statut": ["disponible", "secret"]})
    read = faulty(clean | {"faits": published}, "i")["faits"]
    assert read["valeur"].tolist() == [12.0, 0.0] and set(read["statut"]) == {"disponible"}


def test_households_and_persons_swapped(clean):
    sums = faulty(clean, "j")["brsa_effectifs"].groupby("concept")["effectif"].sum()
    assert sums["personnes"] < sums["foyers_droit_versable"]


def test_unknown_fault(clean):
    with pytest.raises(KeyError):
        faulty(clean, "z")
