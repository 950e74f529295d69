"""Nobody can take the demonstration for real data, and nobody is in it."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from etl.demonstration.generate import generate, world

IDENTIFIERS = {
    "structures": ("structure_id", r"demo--DEMO-S\d{3}"),
    "actions": ("action_id", r"DEMO-A\d{3}"),
    "sessions": ("session_id", r"DEMO-SE\d{5}"),
    "prescriptions": ("prescription_id", r"DEMO-P\d{6}"),
    "parcours": ("parcours_id", r"DEMO-PA\d{5}"),
    "enquete_qualite": ("reponse_id", r"DEMO-Q\d{4}"),
}


@pytest.mark.parametrize("name", sorted(IDENTIFIERS))
def test_identifiers_say_demo(demo, name):
    column, pattern = IDENTIFIERS[name]
    assert demo[name][column].str.fullmatch(pattern).all()


def test_names_say_fictitious(demo):
    assert demo["structures"]["nom"].str.contains(r"\bfictifs?\b|\bfictives?\b").all()
    assert demo["structures"]["nom"].is_unique and demo["actions"]["nom"].is_unique
    assert demo["actions"]["nom"].str.contains(r"\bfictif\b|\bfictive\b|\bfictives\b").all()
    assert demo["actions"]["description"].str.contains("entièrement fictive").all()
    assert demo["actions"]["description"].str.len().between(200, 2_000).all()  # ACT-07


def test_no_real_registration_nor_address(demo):
    structures = demo["structures"]
    assert structures[["siret", "adresse", "code_postal", "telephone", "site_web"]].isna().all().all()
    assert structures["courriel_generique"].str.fullmatch(r"contact@demo-s\d{3}\.exemple\.invalid").all()


def test_people_are_pseudonyms_only(demo):
    for name in ("prescriptions", "presences", "parcours", "episodes_emploi", "enquete_devenir"):
        assert demo[name]["personne_key"].str.fullmatch("[0-9a-f]{64}").all()
        assert set(demo[name]["personne_key"]) <= set(demo["parcours"]["personne_key"])
    assert demo["parcours"]["personne_key"].is_unique


def test_no_text_looks_like_a_registration_number(demo):
    """Thirteen or fifteen digits that begin like a social security number, standing alone (GEN-05)."""
    shape = re.compile(r"(?<![0-9A-Za-z])[12]\d{12}(?:\d{2})?(?![0-9A-Za-z])")
    for name, frame in demo.items():
        for column in frame.select_dtypes("str"):
            values = pd.Series(frame[column].dropna().unique())
            assert not values.str.contains(shape).any(), (name, column)


def test_same_seed_same_frames_other_seed_other_frames():
    one = world.__wrapped__("49", 7, "mini")
    two = world.__wrapped__("49", 7, "mini")
    other = world.__wrapped__("49", 8, "mini")
    for name, frame in one.tables.items():
        pd.testing.assert_frame_equal(frame, two.tables[name])
    assert one.truth == two.truth
    drawn = set(one.tables) - {"territoires", "brsa_effectifs", "cibles"}  # these three hold no chance
    assert all(not one.tables[name].equals(other.tables[name]) for name in drawn)


def test_frames_given_out_can_be_changed():
    taken = generate("49", 7, "mini")["actions"]
    taken.loc[:, "nom"] = "x"
    assert (generate("49", 7, "mini")["actions"]["nom"] != "x").all()


def test_mini_is_a_tenth():
    mini = generate("49", 49, "mini")
    # 1 360 on the first day, 26 % of them a year for three years, 40 at once in January 2025.
    assert len(mini["parcours"]) == pytest.approx(1_360 * 1.78 + 40, rel=0.01)
    assert len(mini["actions"]) < 30 and len(mini["territoires"]) == 176


def test_unknown_profile():
    with pytest.raises(KeyError):
        generate("49", 49, "grand")
