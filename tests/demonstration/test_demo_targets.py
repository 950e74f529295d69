"""What the demonstration must show (§ F.4), each figure computed here by its definition (§ C.2)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint


def test_fill_rate(held):
    assert np.minimum(held["E"], held["P"]).sum() / held["P"].sum() == pytest.approx(0.74, abs=0.02)


def test_entry_rate_of_mature_prescriptions(demo, extraction):
    asked = demo["prescriptions"]
    begins = asked["session_id"].map(demo["sessions"].set_index("session_id")["date_debut"])
    mature = (asked["date_prescription"] <= extraction - pd.Timedelta(days=60)) | (begins <= extraction)
    entered = asked["statut"] == "entree"
    assert entered[mature].mean() == pytest.approx(0.62, abs=0.02)
    assert entered[mature & (asked["statut"] != "annulee")].mean() == pytest.approx(0.62, abs=0.02)


def test_presence_and_absence(demo):
    due = demo["presences"][demo["presences"]["statut"].isin(["present", "excuse", "injustifie"])]
    assert (due["statut"] == "present").mean() == pytest.approx(0.78, abs=0.015)
    missed = (due["statut"] == "injustifie").groupby(due["mode_invitation"]).mean()
    assert missed["invitation"] == pytest.approx(0.112, abs=0.01)
    assert missed["convocation"] == pytest.approx(0.238, abs=0.015)


def test_orientation_within_six_weeks(demo, extraction):
    rights = demo["parcours"][demo["parcours"]["date_droit"] <= extraction - pd.Timedelta(days=57)]
    within = (rights["date_orientation"] - rights["date_droit"]).dt.days <= 42
    assert within.mean() == pytest.approx(0.45, abs=0.03)


def test_dynamic_exits(demo):
    left = demo["parcours"][demo["parcours"]["date_sortie"].notna()]
    counted = left[left["classe_sortie"] != "retrait"]["classe_sortie"]
    assert counted.isin(["durable", "transition", "positive"]).mean() == pytest.approx(0.50, abs=0.02)
    assert counted.value_counts(normalize=True)["durable"] == pytest.approx(0.22, abs=0.02)


def weighted_interval(answers: pd.DataFrame, column: str) -> tuple[float, float]:
    """Wilson's 95 % interval on Kish's effective size."""
    weight = answers["poids"].to_numpy()
    share = np.average(answers[column].astype(float), weights=weight)
    size = weight.sum() ** 2 / (weight**2).sum()
    return proportion_confint(share * size, size, method="wilson")


def test_employment_at_six_months(demo, hidden):
    answers = demo["enquete_devenir"].query("vague == 6 and repondant")
    low, high = weighted_interval(answers, "en_emploi")
    assert low <= 0.36 <= high
    assert low <= hidden["taux_emploi"][6] <= high
    assert answers["en_emploi"].mean() > high  # unweighted answers flatter


def test_full_time_gap_between_women_and_men(demo):
    answers = demo["enquete_devenir"].query("vague == 6 and repondant and en_emploi")
    full = (answers["temps_travail"] == "complet").groupby(answers["sexe"]).agg(["sum", "size"])
    (women, all_women), (men, all_men) = full.loc["F"], full.loc["H"]
    assert women / all_women - men / all_men == pytest.approx(-0.17, abs=0.06)
    low, high = confint_proportions_2indep(women, all_women, men, all_men, method="newcomb", compare="diff")
    assert high < 0 and low > -0.30


def test_survey_answers(demo):
    answers = demo["enquete_devenir"][demo["enquete_devenir"]["repondant"]]
    employed = answers[answers["en_emploi"]]
    seekers = answers[answers["recherche_formation"]]
    assert employed["meme_secteur"].mean() == pytest.approx(0.52, abs=0.05)
    assert answers["accompagne_apres"].mean() == pytest.approx(0.33, abs=0.03)
    assert 1 - seekers["projet_formation_precis"].mean() == pytest.approx(0.48, abs=0.05)
    assert (answers["projet_evolution"] == "plus_clair").mean() == pytest.approx(0.46, abs=0.03)


def test_pillars_of_quality(demo):
    marks = (
        10 * demo["enquete_qualite"][["q_continuite", "q_information", "q_reseau", "q_orientation", "q_ecoute"]].mean()
    )
    assert marks.tolist() == pytest.approx([62, 55, 60, 64, 74], abs=3)
    people = demo["enquete_qualite"].query("public == 'candidat'")
    assert people["accompagne"].mean() == pytest.approx(0.77, abs=0.05)
    assert 1 - people["connait_iae"].mean() == pytest.approx(0.37, abs=0.05)
    assert (people["note_globale"] >= 8).mean() == pytest.approx(0.52, abs=0.05)


def test_files_by_full_time_post(demo):
    files = demo["referents_file_active"].groupby("organisme_referent")[["personnes_affectees", "etp"]].sum()
    ratio = files["personnes_affectees"] / files["etp"]
    known = {"france_travail": 90, "conseil_departemental": 48, "delegataire": 35, "mission_locale": 40, "autre": 24}
    for organisation, target in known.items():
        assert ratio[organisation] == pytest.approx(target, rel=0.1), organisation


def test_gap_decomposition_holds_on_every_session(demo, held):
    """M4: places not prescribed + lost before entry + absent = places (or entries) − mean number present."""
    seances = demo["presences"]
    present = seances[seances["statut"] == "present"].groupby("session_id").size()
    expected = seances[seances["statut"].isin(["present", "excuse", "injustifie"])].groupby("session_id").size()
    share = (present / expected).reindex(held["session_id"]).fillna(0).to_numpy(float)
    places, asked, entered = (held[name].to_numpy(float) for name in "PQE")
    attended = entered * share
    capacity, demand = np.maximum(places, entered), np.maximum(asked, entered)
    lack, lost, absent = np.maximum(capacity - demand, 0), np.minimum(capacity, demand) - entered, entered - attended
    assert np.allclose(lack + lost + absent, capacity - attended)
    assert min(lack.min(), lost.min(), absent.min()) >= 0
    assert (entered <= asked).all() and (entered <= places).all()
