"""The publisher's total wins over our sum, the better source over the other, and the gap between them is told."""

from __future__ import annotations

import pandas as pd

from etl.preference import preferred
from etl.reading.facts import complete
from etl.reading.protocol import Source
from etl.staging import Staged
from warehouse.dictionary import table


def facts(source, nature, *rows):
    """rows: (niveau, territoire, valeur[, statut, borne_basse, borne_haute])"""
    names = ["niveau", "code_territoire", "valeur", "statut", "borne_basse", "borne_haute"]
    padded = [(*row, *("disponible", float("nan"), float("nan"))[len(row) - 3 :]) for row in rows]
    frame = pd.DataFrame(padded, columns=names).assign(
        code="foyers_rsa", periode="2024-12", millesime="2024-12", nature=nature
    )
    publisher = Source(source, source, "E", "LO", "", "", "")
    lines = pd.Series(range(2, 2 + len(frame)))
    return Staged("faits", complete(frame, publisher), f"{source}.csv", derived=nature == "somme", lines=lines)


def standing(staged):
    frames = [one.frame for one in staged if one.table == "faits"]
    return {(r.niveau, r.code_territoire): (r.valeur, r.source, r.nature) for f in frames for r in f.itertuples()}


def test_the_published_total_wins_and_the_gap_is_told():
    received = facts("cnaf_foyers", "publie", ("departement", "49", 13871), ("commune", "49007", 6000))
    sums = facts(
        "cnaf_foyers", "somme", ("departement", "49", 13860, "disponible", 13508, 14564), ("region", "52", 50000)
    )
    staged, (gaps,) = preferred([received, sums])
    assert standing(staged) == {
        ("departement", "49"): (13871, "cnaf_foyers", "publie"),
        ("commune", "49007"): (6000, "cnaf_foyers", "publie"),
        ("region", "52"): (50000, "cnaf_foyers", "somme"),
    }
    assert gaps.table == "ecarts_totaux"
    assert set(gaps.frame.columns) | {"synthetique"} == set(table("ecarts_totaux").names)
    (row,) = gaps.frame.to_dict("records")
    assert (row["territoire"], row["publie"], row["somme"]) == ("49", 13871, 13860)
    assert (row["borne_basse"], row["borne_haute"], row["source"]) == (13508, 14564, "cnaf_foyers")
    assert staged[1].lines.tolist() == [3]


def test_a_total_that_says_nothing_leaves_the_sum_and_a_secret_does_not():
    nothing = float("nan")
    received = facts(
        "s", "publie", ("departement", "49", nothing, "non_disponible"), ("departement", "44", nothing, "secret")
    )
    sums = facts("s", "somme", ("departement", "49", 10), ("departement", "44", 20))
    staged, gaps = preferred([received, sums])
    found = standing(staged)
    assert found["departement", "49"] == (10, "s", "somme")
    assert found["departement", "44"][2] == "publie" and pd.isna(found["departement", "44"][0])
    assert gaps == []


def test_the_better_of_two_sources_stands():
    digest = facts("comparateur", "publie", ("commune", "49007", 100), ("commune", "49009", 5))
    census = facts("rp", "publie", ("commune", "49007", 100.4))
    sums = facts("comparateur", "somme", ("departement", "49", 105))
    better = facts("rp", "somme", ("departement", "49", 105.4))
    staged, gaps = preferred([digest, census, sums, better])
    assert standing(staged) == {
        ("commune", "49007"): (100.4, "rp", "publie"),
        ("commune", "49009"): (5, "comparateur", "publie"),
        ("departement", "49"): (105.4, "rp", "somme"),
    }
    assert gaps == []


def test_two_rows_of_one_file_are_left_to_the_gate():
    twice = facts("s", "publie", ("commune", "49007", 1), ("commune", "49007", 2))
    staged, gaps = preferred([twice])
    assert len(staged[0].frame) == 2 and gaps == []


def test_nothing_to_prefer():
    assert preferred([]) == ([], [])
