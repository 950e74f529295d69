"""Levels published side by side: what a reader who subtracts one from the other still cannot find."""

import pandas as pd
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from subtraction import assert_nothing_told

from disclosure.control import protect
from disclosure.hierarchy import protect_hierarchy

TAS, EPCI, DEP = "territoire_action_sociale", "epci", "departement"


def memberships(**zones) -> pd.DataFrame:
    """memberships(epci={"E1": "a b"}) → rows of the table appartenances, all communes in the département D."""
    rows = [(commune, niveau, zone) for niveau, parts in zones.items()
            for zone, communes in parts.items() for commune in communes.split()]  # fmt: skip
    rows += [(commune, DEP, "D") for commune in sorted({row[0] for row in rows})]
    return pd.DataFrame(rows, columns=["code_insee", "niveau", "code_zone"])


def at(counts, **values):
    return counts(*values.values(), territoire=list(values))


def secret(frames) -> set[str]:
    return {code for frame in frames.values() for code in frame.loc[frame["statut"] == "secret", "territoire"]}


def test_hidden_commune_is_not_the_difference_of_its_intercommunality(an_indicator, counts):
    frames = {
        "commune": at(counts, a=3, b=20, c=40, d=50, e=60),
        EPCI: at(counts, E1=63, E2=110),
        DEP: at(counts, D=173),
    }
    out = protect_hierarchy(
        frames, an_indicator("S1", "effectif", "personnes"), memberships(epci={"E1": "a b c", "E2": "d e"})
    )
    assert secret(out) == {"a", "b"}
    assert out["commune"].loc[1, ["numerateur", "valeur", "base"]].isna().all()
    assert frames["commune"].loc[1, "valeur"] == 20


def test_two_zonings_that_differ_by_one_small_commune(an_indicator, counts):
    """The oracle « differenciation_geographique »: EPCI1 − TAS1 = 3 persons; communes are not published."""
    zones = memberships(epci={"EPCI1": "t x", "EPCI2": "y"}, territoire_action_sociale={"TAS1": "t", "TAS2": "x y"})
    frames = {EPCI: at(counts, EPCI1=60, EPCI2=37), TAS: at(counts, TAS1=57, TAS2=40), DEP: at(counts, DEP=97)}
    assert secret({n: protect(f, an_indicator("S1", "effectif")) for n, f in frames.items()}) == set()
    out = protect_hierarchy(frames, an_indicator("S1", "effectif"), zones)
    seen = {code for frame in out.values() for code in frame.loc[frame["statut"] != "secret", "territoire"]}
    assert not {"EPCI1", "TAS1"} <= seen  # 60 − 57
    assert not {"EPCI2", "TAS2"} <= seen  # 40 − 37
    assert not {"TAS1", "EPCI2", "DEP"} <= seen  # 97 − 57 − 37


def test_offer_is_never_touched(an_indicator, counts):
    frames = {"commune": at(counts, a=3, b=20), EPCI: at(counts, E1=23)}
    assert secret(protect_hierarchy(frames, an_indicator("S4", "effectif"), memberships(epci={"E1": "a b"}))) == set()


def test_rates_are_protected_through_their_numerators(an_indicator, rates):
    """One territory of four has 2 persons concerned: département minus the three others would tell."""
    frames = {
        TAS: rates((2, 80), (30, 90), (20, 70), (40, 95), territoire=list("wxyz")),
        DEP: rates((92, 335), territoire=["D"]),
    }
    zones = memberships(territoire_action_sociale={"w": "1", "x": "2", "y": "3", "z": "4"})
    out = protect_hierarchy(frames, an_indicator(), zones)
    assert secret(out) == {"w", "y"}


def test_modalities_that_add_up_are_one_more_sum(an_indicator, counts):
    def frame(code, *values):
        return counts(*values, territoire=[code] * 3, modalite=["", "sexe=F", "sexe=H"])

    frames = {
        EPCI: pd.concat([frame("E1", 33, 30, 3), frame("E2", 70, 40, 30)]),
        DEP: frame("D", 103, 70, 33),
    }
    out = protect_hierarchy(frames, an_indicator("S1", "effectif"), memberships(epci={"E1": "a", "E2": "b"}))
    hidden = {(r.territoire, r.modalite) for f in out.values() for r in f.itertuples() if r.statut == "secret"}
    assert hidden == {(zone, f"sexe={sexe}") for zone in ("E1", "E2") for sexe in "FH"}


def test_what_is_only_compared_with_enters_no_sum(an_indicator, counts):
    """Another département, the region and France stand beside D: nothing of them is hidden, nothing missing of D."""
    frames = {
        "commune": at(counts, a=3, b=20, c=40, d=50, e=60),
        EPCI: at(counts, E1=63, E2=110),
        DEP: at(counts, D=173, X=500, Y=7),
        "region": at(counts, R=680),
        "france": at(counts, FR=90_000),
    }
    alone = {niveau: frames[niveau] for niveau in ("commune", EPCI)} | {DEP: at(counts, D=173)}
    zones = memberships(epci={"E1": "a b c", "E2": "d e"})
    out = protect_hierarchy(frames, an_indicator("S1", "effectif", "personnes"), zones)
    assert secret(out) == secret(protect_hierarchy(alone, an_indicator("S1", "effectif", "personnes"), zones)) | {"Y"}


def test_a_hidden_arrondissement_is_not_the_difference_of_its_commune(an_indicator, counts):
    """Lyon has nine arrondissements; the first counts 4 persons, the second 20, the others 100 each."""
    parts = {f"6938{rank}": 100 for rank in range(3, 10)} | {"69381": 4, "69382": 20}
    total = sum(parts.values())
    frames = {
        "arrondissement_municipal": counts(*parts.values(), territoire=list(parts)),
        "commune": counts(total, territoire=["69123"]),
        DEP: counts(total, territoire=["D"]),
    }
    out = protect_hierarchy(frames, an_indicator("S1", "effectif", "personnes"), memberships(epci={"E": "69123"}))
    assert secret(out) == {"69381", "69382"}


def test_periods_do_not_mix(an_indicator, counts):
    frames = {
        "commune": counts(3, 20, 30, 40, 20, 30, territoire=list("abcabc"), periode=["2023"] * 3 + ["2024"] * 3),
        EPCI: counts(53, 90, territoire=["E1", "E1"], periode=["2023", "2024"]),
    }
    out = protect_hierarchy(frames, an_indicator("S1", "effectif"), memberships(epci={"E1": "a b c"}))
    communes = out["commune"]
    assert list(communes["statut"]) == ["secret", "secret", "fiable", "fiable", "fiable", "fiable"]


@example(communes=[(1, "P", "U"), (11, "R", "U"), (11, "Q", "U")], with_communes=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 25), st.sampled_from("PQR"), st.sampled_from("UVW")), min_size=3, max_size=9),
    st.booleans(),
)
def test_nothing_small_is_left_to_subtraction(an_indicator, counts, communes, with_communes):
    """Whatever the zones, with or without the communes."""
    table = pd.DataFrame(communes, columns=["n", EPCI, TAS]).assign(code=[f"c{i}" for i in range(len(communes))])
    table[DEP] = "D"
    zones = table.melt(id_vars="code", value_vars=[EPCI, TAS, DEP], var_name="niveau", value_name="code_zone")
    frames = {}
    for niveau in (EPCI, TAS, DEP):
        sums = table.groupby(niveau)["n"].sum()
        frames[niveau] = counts(*sums, territoire=list(sums.index))
    if with_communes:
        frames["commune"] = counts(*table["n"], territoire=list(table["code"]))
    out = protect_hierarchy(frames, an_indicator("S1", "effectif"), zones.rename(columns={"code": "code_insee"}))

    assert_nothing_told(table, frames, out)
