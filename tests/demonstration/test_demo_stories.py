"""Stories planted on purpose: the methods of § C.1 must find them, and little else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geodata.communes import communes
from geodata.distances import travel_times

ANJOU_BLEU = {
    "49008", "49010", "49036", "49038", "49054", "49056", "49061", "49089", "49178", "49248", "49331",
}  # fmt: skip


def under_attended(held: pd.DataFrame, actions: pd.DataFrame) -> set[str]:
    """M3: funnel around the median of the type, over-dispersion by the MAD, false discoveries under 10 %."""
    kept = held.assign(k=np.minimum(held["E"], held["P"]))
    one = kept.groupby("action_id").agg(k=("k", "sum"), n=("P", "sum"))
    one["type"] = actions.set_index("action_id")["type"]
    rate = one["k"] / one["n"]
    expected = rate.groupby(one["type"]).transform("median")
    z = (rate - expected) / np.sqrt(expected * (1 - expected) / one["n"])
    adjusted = z / np.sqrt(max(1, (1.4826 * np.median(np.abs(z - np.median(z)))) ** 2))
    q = stats.false_discovery_control(stats.norm.cdf(adjusted))
    signal = (adjusted < -1.96) & (rate <= expected - 0.10) & (one["n"] >= 20) & (q <= 0.10)
    return set(one.index[signal])


@pytest.mark.parametrize("period", [("2023", "2025"), ("2025", "2025")])
def test_under_attended_actions_are_found(demo, hidden, held, period):
    inside = held[held["date_debut"].dt.year.between(int(period[0]), int(period[1]))]
    found, planted = under_attended(inside, demo["actions"]), set(hidden["actions_sous_frequentees"])
    assert len(planted) == 12
    assert len(found & planted) >= 9 and len(found - planted) <= 3


def test_each_story_has_its_own_way_of_losing_people(demo, hidden, held):
    story = held["action_id"].map(hidden["actions_sous_frequentees"]).fillna("")
    sums = held.groupby(story)[["P", "Q", "E"]].sum().astype(float)
    fill, asked = sums["E"] / sums["P"], sums["Q"] / sums["P"]
    assert fill[""] == pytest.approx(0.79, abs=0.03)
    assert (fill.drop("") < 0.50).all() and (fill.drop("") > 0.35).all()
    assert asked["prescription"] < 0.75 and asked[["absence", "distance", ""]].min() > 0.9
    refusals = demo["prescriptions"].assign(
        story=demo["prescriptions"]["action_id"].map(hidden["actions_sous_frequentees"])
    )
    assert (refusals.query("story == 'absence'")["type_prescription"] == "convocation").all()
    main = refusals.groupby("story")["motif_refus"].agg(lambda motives: motives.value_counts().idxmax())
    assert main["absence"] == "sans_reponse" and main["distance"] == "mobilite"


def test_planted_actions_are_large_enough_to_be_seen(hidden, held):
    yearly = held.groupby(["action_id", held["date_debut"].dt.year])["P"].sum()
    for action in hidden["actions_sous_frequentees"]:
        assert yearly[action].max() >= 40


def blank(demo: dict[str, pd.DataFrame], thematique: str) -> set[str]:
    """M5/M6 with the fallback times: communes over 30 minutes from any session of the theme in 2025."""
    actions = demo["actions"]
    of_theme = actions[actions["thematiques"].str.contains(thematique, regex=False)]
    assert (of_theme["modes_accueil"] == "en-presentiel").all()
    sessions = demo["sessions"][demo["sessions"]["action_id"].isin(of_theme["action_id"])]
    assert set(sessions["lieu_type"]) <= {"local", "permanence"}
    places = sessions[sessions["date_debut"].dt.year == 2025]["code_insee"].unique()
    times = travel_times(communes("49"))[list(places)].min(axis=1)
    return set(times.index[times > 30])


@pytest.mark.parametrize("theme", ["mobilite", "garde", "sante_mentale", "francais"])
def test_communes_left_without_offer(demo, hidden, theme):
    planted = hidden["zones_blanches"][theme]
    assert blank(demo, planted["thematique"]) == set(planted["communes"])


def test_mobility_is_missing_in_the_whole_anjou_bleu(demo, hidden):
    planted = hidden["zones_blanches"]["mobilite"]
    assert len(planted["communes"]) >= 13 and set(planted["communes"]) >= ANJOU_BLEU
    here = demo["territoires"].set_index("code_insee").loc[sorted(ANJOU_BLEU)]
    assert set(here["nom_tas"]) == {"Anjou Bleu"}
    assert planted["territoires"] == set(here["code_tas"])
    assert planted["brsa"] == pytest.approx(539, rel=0.1)


@pytest.mark.parametrize(("theme", "town"), [("garde", "49018"), ("garde", "49228"), ("garde", "49127"),
                                             ("sante_mentale", "49331"), ("francais", "49331"), ("francais", "49018"),
                                             ("francais", "49244"), ("francais", "49373")])  # fmt: skip
def test_towns_named_by_the_recipe_are_left_out(hidden, theme, town):
    assert town in hidden["zones_blanches"][theme]["communes"]


def test_mobility_is_a_declared_obstacle_where_it_is_missing(demo):
    tables = (
        demo["freins_agreges"].query("frein == 'mobilite'"),
        demo["brsa_effectifs"].query("concept == 'personnes'"),
    )
    counts, persons = (table[table["date_observation"] == "2025-12-31"] for table in tables)
    share = counts.set_index("code_tas")["effectif"] / persons.groupby("code_tas")["effectif"].sum()
    assert share.idxmax() == "TAS05"


def test_lone_parents_decline_for_childcare_more_often(demo):
    family = demo["parcours"].set_index("personne_key")["situation_familiale"]
    declined = demo["prescriptions"].query("statut == 'refusee_personne'")
    lone = declined["personne_key"].map(family) == "parent_isole"
    childcare = (declined["motif_refus"] == "garde").groupby(lone).mean()
    assert 2.5 < childcare[True] / childcare[False] < 4.2


def test_women_in_work_integration(demo):
    sex = demo["parcours"].set_index("personne_key")["sexe"]
    entries = demo["prescriptions"].query("statut == 'entree'")
    women = (entries["personne_key"].map(sex) == "F").groupby(
        entries["action_id"].map(demo["actions"].set_index("action_id")["type_dispositif"])
    ).mean()  # fmt: skip
    overall = (sex == "F").mean()
    assert overall == pytest.approx(0.53, abs=0.01)
    assert women["iae_ei"] - overall == pytest.approx(-0.09, abs=0.05)
    assert women["iae_ai"] - overall == pytest.approx(0.06, abs=0.05)


def test_the_bus_only_waits_for_a_scenario(demo, hidden):
    stops = hidden["bus_itinerant"]["communes"]
    assert len(stops) == 4 and set(stops) <= set(hidden["zones_blanches"]["mobilite"]["communes"])
