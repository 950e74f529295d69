"""Counts of the offer the Département does not finance, against counts by hand."""

from __future__ import annotations

import pandas as pd

from indicators import external

SERVICES = pd.DataFrame(
    [
        ("a", "s1", "mobilite--preparer-un-permis|mobilite--financer-ma-mobilite", "en-presentiel", None),
        ("b", "s1", "mobilite--preparer-un-permis|sante--addictions", "a-distance|en-presentiel", None),
        ("c", "s2", None, "a-distance", None),
        ("d", "s3", "sante--addictions", None, "s1"),
        ("e", "s4", "sante--addictions", None, "s9"),
    ],
    columns=["service_id", "structure_id", "thematiques", "modes_accueil", "doublon_de"],
)


def test_doubles_are_left_out_when_the_record_counted_instead_is_there():
    assert external.counted(SERVICES)["service_id"].tolist() == ["a", "b", "c", "e"]


def test_a_service_of_two_themes_of_one_family_counts_once_in_it():
    table = external.by_family(external.counted(SERVICES)).set_index("Thématique")
    assert table["Services"].to_dict() == {"Mobilité": 2, "Santé": 2, "Thématique non précisée": 1}
    assert table["dont à distance"].to_dict() == {"Mobilité": 1, "Santé": 1, "Thématique non précisée": 1}


def test_nothing_loaded_is_no_row():
    empty = SERVICES.iloc[:0]
    assert external.by_family(empty).empty and external.counted(empty).empty
