"""Places of sessions, from the names of a spreadsheet to the gate's own rule on a commune that is missing."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from quality_world import ANGERS, changed, clean, context, staged

from config import load
from etl.geocoding import geocoded
from etl.geocoding.service import national
from quality.gate import judge


def test_a_place_that_is_known_passes_and_one_that_is_not_is_told_with_its_line():
    tables = clean()
    bare = {"code_insee": None, "latitude": None, "longitude": None}
    named = changed(tables["sessions"], {0: bare, 1: bare})
    named["nom_commune"] = ["ANGERS", "Zzyzx"] + [None] * (len(named) - 2)
    named["code_postal"] = ["49000", None] + [None] * (len(named) - 2)
    own, *others = staged({"sessions": named} | {n: t for n, t in tables.items() if n != "sessions"})
    lines = pd.Series(range(8, 8 + len(named)), named.index)
    filled, doubtful = geocoded(replace(own, lines=lines), "49")
    assert doubtful["lignes"].tolist() == [(9,)]
    judgement = judge([filled, *others], context())
    kept = judgement.accepted["sessions"].set_index("session_id")
    assert kept.loc[named["session_id"].iloc[0], "code_insee"] == ANGERS
    assert kept.loc[named["session_id"].iloc[0], "latitude"] > 47.4
    told = judgement.rejected[judgement.rejected["table"] == "sessions"]
    assert [(row["regle"], row["ligne"]) for row in told.to_dict("records")] == [("SES-06", 9)]


def test_the_national_service_is_called_only_where_it_is_named(tmp_path):
    assert load({}).geocoding is None and national(load({})) is None
    config = load({"OBS_GEOCODAGE": "https://exemple.invalid/geocodage/", "OBS_HOME": str(tmp_path)})
    service = national(config)
    assert service.url == "https://exemple.invalid/geocodage/search/csv"
    assert service.file == tmp_path / "geocodage" / "adresses.jsonl"
