"""How much the demonstration holds: the volumes of § F.2, within 10 %."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.demonstration.catalogue import kinds

YEARS = (2023, 2024, 2025)


def test_people_receiving_the_rsa(demo):
    counts = demo["brsa_effectifs"]
    last = counts[counts["date_observation"] == "2025-12-31"].groupby("concept")["effectif"].sum()
    assert last["personnes"] == 14_997
    assert last["foyers_droit_versable"] == pytest.approx(13_200, rel=0.1)
    assert last["soumis_droits_devoirs"] / last["personnes"] == pytest.approx(0.97, abs=0.005)
    assert counts["date_observation"].nunique() == 36 and counts["date_observation"].dt.is_month_end.all()


def test_small_communes_exercise_secrecy(demo):
    counts = demo["brsa_effectifs"]
    last = counts[(counts["date_observation"] == "2025-12-31") & (counts["concept"] == "personnes")]["effectif"]
    assert ((last < 5).sum(), (last < 11).sum()) == (16, 49)  # § F.2
    assert set(counts["statut_secret"]) == {"diffusible"}  # hidden later, by the disclosure layer


def test_the_break_of_january_2025_and_the_growth(demo):
    counts = demo["brsa_effectifs"]
    persons = counts[counts["concept"] == "personnes"].groupby("date_observation")["effectif"].sum().astype(float)
    monthly = persons.pct_change()
    assert monthly.idxmax() == pd.Timestamp("2025-01-31") and 0.025 < monthly.max() < 0.035
    assert monthly.drop(monthly.idxmax()).abs().max() < 0.01


def test_communes_and_territories(demo):
    communes = demo["territoires"]
    assert len(communes) == 176 and communes["code_tas"].nunique() == 11
    assert communes["code_epci"].nunique() == 10  # nine, and one that lies mostly across the border
    assert communes["code_bassin_bmo"].nunique() == 5 and communes["code_ze2020"].nunique() == 7


def test_offer(demo):
    actions = demo["actions"]
    assert len(demo["structures"]) == 62 and len(actions) == 105
    assert actions["financement_cd"].sum() == 72
    assert kinds().set_index("kind")["count"].sum() == 105
    iae = actions["type_dispositif"].value_counts()
    assert [iae[f"iae_{kind}"] for kind in ("aci", "ei", "ai", "etti")] == [6, 2, 2, 1]


@pytest.mark.parametrize("year", YEARS)
def test_yearly_flows(demo, held, year):
    of_year = held[held["date_debut"].dt.year == year]
    assert len(of_year) == pytest.approx(1_000, rel=0.1)
    assert of_year["P"].sum() == pytest.approx(6_900, rel=0.1)
    asked = demo["prescriptions"]
    assert (asked["date_prescription"].dt.year == year).sum() == pytest.approx(8_400, rel=0.1)
    assert (asked["date_entree"].dt.year == year).sum() == pytest.approx(5_200, rel=0.1)
    assert (demo["presences"]["date_seance"].dt.year == year).sum() == pytest.approx(41_600, rel=0.1)


def test_median_session(held):
    assert held["P"].median() == 7


def test_pathways_and_surveys(demo):
    assert demo["parcours"]["date_orientation"].notna().sum() == pytest.approx(23_000, rel=0.1)
    asked = demo["enquete_devenir"].groupby(["vague", "campagne"]).size()
    assert (asked == 600).all()
    assert asked.groupby("vague").size().to_dict() == {6: 5, 12: 4, 24: 2}
    answered = demo["enquete_devenir"].groupby("vague")["repondant"].mean()
    assert [float(answered[wave]) for wave in (6, 12, 24)] == pytest.approx([0.55, 0.42, 0.33], abs=0.02)
    assert demo["enquete_qualite"]["public"].value_counts().to_dict() == {"candidat": 420, "professionnel": 160}


def test_money_goes_with_the_places(demo, held):
    paid = demo["budget_actions"].groupby("exercice")["montant_realise"].sum()
    for year in YEARS:
        of_year = held[held["date_debut"].dt.year == year]
        assert paid[year] == pytest.approx(3_840_000, rel=0.001)
        assert paid[year] / of_year["P"].sum() == pytest.approx(557, rel=0.1)
        assert paid[year] / of_year["E"].sum() == pytest.approx(739, rel=0.1)
