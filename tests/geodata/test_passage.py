"""Mergers of communes: followed to their end, never in a circle, nothing invented."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.communes import communes
from geodata.passage import changed_departement, departement_of, is_commune_code, passage, split_codes, to_current


def table(pairs):
    return pd.DataFrame(pairs, columns=["code_ancien", "code_courant"])


def test_known_mergers_of_maine_et_loire():
    old = pd.Series(["49069", "49144", "44060", "49007"])
    assert to_current(old, passage()).tolist() == ["49126", "44180", "49160", "49007"]


def test_a_table_of_two_columns_is_enough():
    assert to_current(pd.Series(["49069"]), table([("49069", "49126")])).tolist() == ["49126"]


def test_mergers_are_followed_in_chain_and_the_rest_is_left():
    pairs = table([("01001", "01002"), ("01002", "01003")])
    codes = pd.Series(["01001", None, "99999", "01003"], index=[7, 3, 5, 1])
    found = to_current(codes, pairs)
    assert found.index.tolist() == [7, 3, 5, 1]
    assert found.drop(3).tolist() == ["01003", "99999", "01003"]
    assert pd.isna(found[3])


def test_an_empty_table_changes_nothing():
    codes = pd.Series(["01001", None])
    pd.testing.assert_series_equal(to_current(codes, table([])), codes)


def test_a_circle_is_refused():
    with pytest.raises(ValueError, match="circle"):
        to_current(pd.Series(["01001"]), table([("01001", "01002"), ("01002", "01001")]))


def test_two_heirs_are_refused():
    with pytest.raises(ValueError, match="several heirs"):
        to_current(pd.Series(["01001"]), table([("01001", "01002"), ("01001", "01003")]))


def test_a_chain_across_years_ends_today():
    """Orée-d’Anjou took in 49040 under the code 49069 (still in files of 2020), which became 49126 later."""
    in_2016 = table([("49040", "49069")])
    both = pd.concat([in_2016, passage()[["code_ancien", "code_courant"]].query("code_ancien == '49069'")])
    assert to_current(pd.Series(["49040", "49069"]), in_2016).tolist() == ["49069"] * 2
    assert to_current(pd.Series(["49040", "49069"]), both).tolist() == ["49126"] * 2
    assert to_current(pd.Series(["49040", "49069"]), passage()).tolist() == ["49126"] * 2  # the COG tells it at once


def test_a_split_is_never_followed():
    """The COG names two heirs of 55273 and two of 60455: the code stays, flagged."""
    codes = pd.Series(["55273", "60455"])
    assert to_current(codes, passage()).tolist() == codes.tolist()
    assert split_codes() == {"55273": ("55245", "55386"), "60455": ("60054", "60694")}
    assert not set(split_codes()) & set(communes()["code"])


def test_a_commune_that_was_reestablished_is_itself():
    """Bihorel (76095) was a part of its neighbour in 2012 and 2013; four others were parts of 15141 until 2024."""
    again = pd.Series(["76095", "15031", "15035", "15047", "15171"])
    assert set(again) <= set(communes()["code"])
    assert to_current(again, passage()).tolist() == again.tolist()


def test_who_left_and_who_reached_a_departement():
    """Freigné went to Loire-Atlantique (2018), Le Fresne came from it (2016), and a commune of Deux-Sèvres too."""
    rows = changed_departement("49").set_index("code_ancien")
    assert rows.loc["49144", ["departement_courant", "code_courant"]].tolist() == ["44", "44180"]
    assert rows.loc["44060", ["departement_ancien", "code_courant"]].tolist() == ["44", "49160"]
    assert all("49" in pair for pair in rows[["departement_ancien", "departement_courant"]].to_numpy().tolist())
    assert changed_departement("44").set_index("code_ancien").loc["49144", "departement_courant"] == "44"
    assert (changed_departement()["departement_ancien"] != changed_departement()["departement_courant"]).all()
    assert changed_departement("90").empty or "90" in set(changed_departement("90").stack())


@st.composite
def forests(draw):
    """Mergers without a circle: each code goes to a code of a higher rank, or nowhere."""
    size = draw(st.integers(2, 12))
    codes = [f"01{rank:03d}" for rank in range(size)]
    pairs = []
    for rank in range(size - 1):
        heir = draw(st.none() | st.integers(rank + 1, size - 1))
        if heir is not None:
            pairs.append((codes[rank], codes[heir]))
    return codes, draw(st.permutations(pairs))


@given(forests())
def test_the_end_of_a_chain_is_no_old_code_and_stays_put(forest):
    codes, pairs = forest
    found = to_current(pd.Series(codes), table(pairs))
    assert not set(found) & {old for old, _ in pairs}
    assert to_current(found, table(pairs)).tolist() == found.tolist()


@given(forests())
def test_an_old_code_ends_where_its_heir_ends(forest):
    codes, pairs = forest
    found = dict(zip(codes, to_current(pd.Series(codes), table(pairs)), strict=True))
    assert all(found[old] == found[new] for old, new in pairs)


@given(forests(), st.integers(0, 11))
def test_closing_a_chain_is_always_refused(forest, start):
    codes, pairs = forest
    if not pairs:
        return
    old, _ = pairs[start % len(pairs)]
    last = to_current(pd.Series([old]), table(pairs)).iloc[0]
    with pytest.raises(ValueError, match="circle"):
        to_current(pd.Series(codes), table([*pairs, (last, old)]))


def test_every_heir_of_the_national_table_is_a_commune_of_today():
    national = passage()
    today = set(communes()["code"])
    assert set(national["code_courant"]) <= today
    assert not set(national["code_ancien"]) & today
    assert national["code_ancien"].is_unique
    assert not {"55273", "60455"} & set(national["code_ancien"])  # the COG names two heirs: neither is chosen


def test_one_departement_takes_what_left_it_and_what_came():
    rows = passage("49").set_index("code_ancien")["code_courant"]
    assert rows["49144"] == "44180"
    assert rows["44060"] == "49160"
    assert "44017" not in rows.index
    assert set(passage("49").columns) == {"code_ancien", "code_courant", "source", "synthetique"}


@pytest.mark.parametrize(
    ("code", "departement"),
    [("49007", "49"), ("2A004", "2A"), ("2B033", "2B"), ("97411", "974"), ("98818", "988"), ("01001", "01")],
)
def test_departement_of_a_commune(code, departement):
    assert departement_of(code) == departement


@pytest.mark.parametrize("text", ["4900", "490071", "2C001", "2a004", "49 07", "", "49007\n"])
def test_what_is_not_a_commune_code(text):
    assert not is_commune_code(text)
    with pytest.raises(ValueError, match="not a commune code"):
        departement_of(text)


@given(forests())
def test_never_together_without_a_declared_merger(forest):
    """Two codes end in the same place only when declared mergers link them (union-find on the pairs)."""
    codes, pairs = forest
    group = {code: {code} for code in codes}
    for old, new in pairs:
        joined = group[old] | group[new]
        for code in joined:
            group[code] = joined
    found = dict(zip(codes, to_current(pd.Series(codes), table(pairs)), strict=True))
    for one in codes:
        for other in codes:
            assert found[one] != found[other] or other in group[one]
