"""An edition of France: cut at the borders of départements, and nothing comes back through what crosses them."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from subtraction import assert_nothing_told

from disclosure.hierarchy import protect_hierarchy
from disclosure.national import protect_france

EPCI, DEP, REG, FR = "epci", "departement", "region", "france"
REGIONS = {"D": "R", "E": "R", "F": "S"}


def world(communes, counts, with_communes=True):
    """(table, memberships, frames) of communes given as (n, département, epci)."""
    table = pd.DataFrame(communes, columns=["n", DEP, EPCI]).assign(code=[f"c{i}" for i in range(len(communes))])
    table[REG], table[FR] = table[DEP].map(REGIONS), "FR"
    links = table.melt(id_vars="code", value_vars=[EPCI, DEP, REG, FR], var_name="niveau", value_name="code_zone")
    frames = {}
    for niveau in (EPCI, DEP, REG, FR):
        sums = table.groupby(niveau)["n"].sum()
        frames[niveau] = counts(*sums, territoire=list(sums.index))
    if with_communes:
        frames["commune"] = counts(*table["n"], territoire=list(table["code"]))
    return table, links.rename(columns={"code": "code_insee"}), frames


def secret(frames):
    return {code for frame in frames.values() for code in frame.loc[frame["statut"] == "secret", "territoire"]}


@pytest.fixture
def persons(an_indicator):
    return an_indicator("S1", "effectif", "personnes")


def test_a_zone_that_crosses_a_border_does_not_give_its_small_piece_back(persons, counts):
    """P holds c0 (4 persons) in D and c3 in E: P − c3 would tell c0."""
    communes = [(4, "D", "P"), (30, "D", "Q"), (40, "D", "Q"), (50, "E", "P"), (60, "E", "T"), (70, "F", "U")]
    _, links, frames = world(communes, counts)
    assert secret(protect_france(frames, persons, links)) == {"c0", "c1", "P", "Q"}


def test_what_a_departement_hides_its_edition_of_france_hides_too(persons, counts):
    communes = [(3, "D", "P"), (20, "D", "P"), (40, "D", "P"), (50, "D", "Q"), (60, "E", "T"), (70, "F", "U")]
    table, links, frames = world(communes, counts)
    inside = set(table.loc[table[DEP] == "D", "code"])
    alone = {niveau: frames[niveau] for niveau in ("commune", EPCI, DEP)}
    own = protect_hierarchy(alone, persons, links[links["code_insee"].isin(inside) & ~links["niveau"].isin([REG, FR])])
    assert secret(own) <= secret(protect_france(frames, persons, links))
    assert secret(protect_france(frames, persons, links)) == {"c0", "c1"}


def test_a_small_departement_is_not_the_difference_of_its_region(persons, counts):
    """D counts 6 persons in all: its région minus E, which adds up from communes, would tell them."""
    communes = [(6, "D", "P"), (60, "E", "T"), (80, "E", "V"), (70, "F", "U")]
    table, links, frames = world(communes, counts)
    out = protect_france(frames, persons, links)
    assert_nothing_told(table, frames, out)
    assert secret({niveau: out[niveau] for niveau in (DEP, REG, FR)}) == {"D", "R", "FR"}


def test_what_a_publisher_hides_of_one_departement_hides_nothing_of_france(persons, counts):
    _, links, frames = world([(40, "D", "P"), (60, "E", "T"), (70, "F", "U")], counts)
    for niveau in ("commune", EPCI, DEP):
        frames[niveau].loc[0, ["numerateur", "valeur", "base", "statut"]] = [float("nan")] * 3 + ["secret"]
    assert secret(protect_france(frames, persons, links)) == {"c0", "P", "D"}


def test_offer_and_empty_indicators_are_left_alone(an_indicator, counts, persons):
    _, links, frames = world([(3, "D", "P"), (20, "E", "P")], counts)
    assert secret(protect_france(frames, an_indicator("S4", "effectif"), links)) == set()
    empty = {niveau: frame.head(0) for niveau, frame in frames.items()}
    assert all(frame.empty for frame in protect_france(empty, persons, links).values())


@example(communes=[(4, "D", "P"), (50, "E", "P"), (60, "E", "Q")], with_communes=True)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 25), st.sampled_from("DEF"), st.sampled_from("PQT")), min_size=3, max_size=9),
    st.booleans(),
)
def test_nothing_small_is_left_to_subtraction_in_france(persons, counts, communes, with_communes):
    table, links, frames = world(communes, counts, with_communes)
    assert_nothing_told(table, frames, protect_france(frames, persons, links))
