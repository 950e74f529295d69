"""Weights bring the survey back to the people who left: by hand, then over many seeds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl.demonstration.employment import jobs
from etl.demonstration.leavers import leavers
from etl.demonstration.people import people
from etl.demonstration.survey import survey
from etl.demonstration.territory import territory
from etl.demonstration.truth import employed
from etl.demonstration.weights import rake

SEEDS = 20


def test_post_stratification_by_hand():
    """Oracle `poststrat`: 600 women and 400 men left, 120 and 160 answered, 48 and 88 have a job: 46.0 %."""
    frame = pd.DataFrame({"sex": ["F"] * 600 + ["H"] * 400})
    answers = pd.DataFrame({"sex": ["F"] * 120 + ["H"] * 160})
    job = np.r_[np.arange(120) < 48, np.arange(160) < 88]
    weight = rake(answers, frame, ("sex",))
    assert weight.sum() == pytest.approx(1_000)
    assert job.mean() == pytest.approx(0.485714, abs=1e-6)
    assert np.average(job, weights=weight) == pytest.approx(0.46)


def test_two_margins_are_met_at_once():
    frame = pd.DataFrame({"a": ["x"] * 60 + ["y"] * 40, "b": (["u"] * 30 + ["v"] * 30) + (["u"] * 10 + ["v"] * 30)})
    answers = pd.DataFrame({"a": ["x", "x", "x", "y", "y"], "b": ["u", "v", "v", "u", "v"]})
    weight = rake(answers, frame, ("a", "b"))
    assert weight[(answers["a"] == "x").to_numpy()].sum() == pytest.approx(60, abs=0.01)
    assert weight[(answers["b"] == "u").to_numpy()].sum() == pytest.approx(40, abs=0.01)


def test_weights_are_trimmed():
    frame = pd.DataFrame({"a": ["x"] * 990 + ["y"] * 10})
    answers = pd.DataFrame({"a": ["x"] * 10 + ["y"] * 90})
    weight = rake(answers, frame, ("a",))
    assert weight.max() / weight.min() <= 2.2 / 0.4 + 1e-9


def test_weighted_results_are_nearer_to_the_truth():
    """§ F.3, 8: raw answers overstate employment by some 3 points, the weights correct it in 90 % of seeds or more."""
    land, nearer, raw_bias, bias = territory("49"), 0, [], []
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        # Four people in ten: nearly everyone who left is asked, so that only the silence is left to correct.
        persons = people(rng, land, 0.4)
        nothing = pd.DataFrame({"enters": pd.Series(dtype=bool), "entry": [], "person": [], "action": []})
        gone = leavers(persons, nothing, pd.DataFrame({"type_dispositif": []}))
        held = jobs(rng, gone)
        answers = survey(rng, gone, held, 1.0).query("wave == 6 and answers")
        known, works = employed(gone, held, 6), answers["held"].to_numpy() >= 0
        raw, weighted = works.mean() - known, np.average(works, weights=answers["weight"]) - known
        raw_bias.append(raw)
        bias.append(weighted)
        nearer += abs(weighted) < abs(raw)
    assert nearer >= 0.9 * SEEDS
    assert np.mean(raw_bias) == pytest.approx(0.03, abs=0.01)
    assert abs(np.mean(bias)) < 0.005


def test_attrition_follows_the_recipe(demo):
    """Women and people who left for a job answer more, people followed socially less."""
    asked = demo["enquete_devenir"].query("vague == 6").merge(demo["parcours"], on="personne_key", suffixes=("", "_p"))
    answered = asked["repondant"].astype(float)
    job = asked["classe_sortie"].isin(["durable", "transition"])
    assert answered[job].mean() - answered[~job].mean() > 0.04
    assert answered[asked["sexe"] == "F"].mean() > answered[asked["sexe"] == "H"].mean()
    social = asked["type_parcours"] == "social"
    assert answered[social].mean() < answered[~social].mean() - 0.04
