"""Sums first, division last, nothing lost on the way."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from small_departement import build, rows

from indicators import aggregation
from indicators.catalogue import MEASURE_COLUMNS


def counts(*values: tuple) -> pd.DataFrame:
    return pd.DataFrame(values, columns=["code_insee", "periode", "modalite", "n", "d"])


def test_zones_at_each_level(small):
    assert dict(aggregation.zone_of(small, "commune")) == {c: c for c in ("49001", "49002", "49003")}
    assert dict(aggregation.zone_of(small, "departement")) == dict.fromkeys(("49001", "49002", "49003"), "49")
    assert dict(aggregation.zone_of(small, "epci")) == {"49001": "E1", "49002": "E1", "49003": "E2"}
    tas = aggregation.zone_of(small, "territoire_action_sociale")
    assert dict(tas) == {"49001": "T1", "49002": "T1", "49003": "T2"}
    assert list(aggregation.territories(small, "epci")) == ["E1", "E2"]


def test_latest_vintage_of_a_membership_speaks():
    links = rows("code_insee niveau code_zone millesime", *[
        ("49001", "epci", "OLD", "2023"), ("49001", "epci", "NEW", "2025"), ("49001", "epci", "MID", "2024"),
    ])  # fmt: skip
    assert dict(aggregation.zone_of(build(appartenances=links), "epci")) == {"49001": "NEW"}


def test_a_commune_that_left_its_zone_is_in_none():
    links = rows("code_insee niveau code_zone millesime", *[
        ("49001", "epci", "OLD", "2023"), ("49002", "epci", "OLD", "2023"), ("49002", "epci", "NEW", "2025"),
    ])  # fmt: skip
    assert dict(aggregation.zone_of(build(appartenances=links), "epci")) == {"49002": "NEW"}


def test_two_editions_of_the_same_number_are_not_mixed():
    links = rows("code_insee niveau code_zone millesime", ("49001", "epci", "X", "2025"))
    assert list(aggregation.territories(build(), "epci")) == ["E1", "E2"]
    assert list(aggregation.territories(build(appartenances=links), "epci")) == ["X"]


def test_rates_are_divided_after_the_sums(small):
    frame = counts(("49001", "2024", "", 1, 2), ("49002", "2024", "", 1, 8), ("49003", "2024", "", 3, 3))
    added = aggregation.aggregate(frame, small, "territoire_action_sociale", ["n", "d"])
    ratio = aggregation.ratio_frame(added.rename(columns={"n": "numerateur", "d": "denominateur"}))
    # (1 + 1) / (2 + 8) = 20 %, where the mean of the two rates would say 31.25 %
    assert ratio.set_index("territoire")["valeur"].to_dict() == {"T1": 20.0, "T2": 100.0}
    assert tuple(ratio.columns) == MEASURE_COLUMNS


def test_outsiders_are_reported_and_the_placeless_count_for_the_departement_only(small):
    frame = counts(
        ("49001", "2024", "", 5, 1), ("44001", "2024", "", 7, 1), (np.nan, "2024", "", 11, 1)
    )  # fmt: skip
    whole = aggregation.aggregate(frame, small, "departement", ["n"])
    assert whole["n"].tolist() == [16.0]
    assert whole.attrs["communes_hors_niveau"] == ("44001",)
    assert aggregation.aggregate(frame, small, "commune", ["n"])["n"].tolist() == [5.0]


def test_a_zoning_with_holes_says_which_communes_it_lost():
    links = rows("code_insee niveau code_zone millesime", ("49001", "clpe", "CL1", "2025"))
    added = aggregation.aggregate(
        counts(("49001", "2024", "", 5, 1), ("49003", "2024", "", 7, 1)),
        build(appartenances=links),
        "clpe",
        ["n"],
    )
    assert added["n"].tolist() == [5.0]
    assert added.attrs["communes_hors_niveau"] == ("49003",)


def test_unknown_is_not_zero(small):
    frame = counts(("49001", "2024", "", np.nan, 1), ("49002", "2024", "", 4, 1), ("49003", "2024", "", np.nan, 1))
    added = aggregation.aggregate(frame, small, "epci", ["n"]).set_index("territoire")
    assert added.loc["E1", ["n", "incomplet"]].tolist() == [4.0, True]
    assert np.isnan(added.loc["E2", "n"])


def test_measures_never_call_an_unknown_value_available(small):
    frame = pd.DataFrame(
        {
            "territoire": ["A", "B", "C"],
            "periode": "2024",
            "numerateur": [0.0, 3.0, np.nan],
            "denominateur": [10.0, 0.0, np.nan],
            "statut": ["disponible", "disponible", "secret"],
        }
    )
    measured = aggregation.ratio_frame(frame, source="departement")
    assert measured["statut"].tolist() == ["disponible", "non_disponible", "secret"]
    assert measured["valeur"].iloc[0] == 0.0
    assert measured["valeur"].iloc[1:].isna().all()
    assert measured["source"].eq("departement").all()


def test_nothing_is_an_empty_frame_of_measures():
    assert tuple(aggregation.nothing().columns) == MEASURE_COLUMNS
    assert aggregation.nothing().empty


@given(st.lists(st.tuples(st.sampled_from(["49001", "49002", "49003"]), st.integers(0, 10**6)), min_size=1))
def test_parts_add_up_to_the_whole_at_every_level(values):
    frame = counts(*[(code, "2024", "", n, 1) for code, n in values])
    edition = build()
    whole = sum(n for _, n in values)
    for niveau in ("commune", "epci", "territoire_action_sociale", "departement"):
        assert aggregation.aggregate(frame, edition, niveau, ["n"])["n"].sum() == whole


def test_grid_holds_every_territory(small):
    rows_of_grid = aggregation.grid(small, "epci", ["2023", "2024"], ["", "theme=mobilite"])
    assert len(rows_of_grid) == 2 * 2 * 2
    assert set(rows_of_grid.columns) == {"territoire", "periode", "modalite"}


def test_a_level_that_nobody_drew_holds_nothing(small):
    added = aggregation.aggregate(counts(("49001", "2024", "", 5, 1)), small, "clpe", ["n"])
    assert added.empty and added.attrs["communes_hors_niveau"] == ("49001",)
    whole = aggregation.grid(small, "clpe", ["2024"], [""])
    assert whole.merge(added, on=["territoire", "periode", "modalite"], how="left").empty
