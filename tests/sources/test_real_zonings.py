"""The publishers' own compositions: every commune of France has its zones, and what they lack is said."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.reading.library import library
from etl.sources import bassins_bmo, clpe, epci, frr, table_appartenance, zones_emploi
from geodata.communes import listed

pytestmark = pytest.mark.reel
SOURCES = (bassins_bmo, clpe, epci, frr, table_appartenance, zones_emploi)


@pytest.fixture(scope="module")
def readings(mirror):
    shelf = library(mirror)
    return {source.SOURCE.code: source.read(shelf, "FR") for source in SOURCES}


@pytest.fixture(scope="module")
def held(readings):
    """Memberships of today's communes."""
    frames = [one.frame for reading in readings.values() for one in reading.staged if one.table == "appartenances"]
    rows = pd.concat(frames, ignore_index=True)
    return rows[rows["code_insee"].isin(listed()["code"])]


def test_nothing_is_refused(readings):
    assert [refused.phrase for reading in readings.values() for refused in reading.refusals] == []


@pytest.mark.parametrize(
    ("niveau", "source", "year", "zones"),
    [
        ("zone_emploi", "zones_emploi", "2025", 306), ("clpe", "clpe", "2025", 361),
        ("bassin_bmo", "bassins_bmo", "2021", 403), ("frr", "frr", "2025", 6),
    ],
)  # fmt: skip
def test_every_commune_has_one_zone(held, niveau, source, year, zones):
    rows = held[(held["niveau"] == niveau) & (held["source"] == source)]
    assert sorted(rows["code_insee"]) == sorted(listed()["code"])
    assert set(rows["millesime"]) == {year} and rows["code_zone"].nunique() == zones


def test_four_islands_are_in_no_intercommunality(held):
    rows = held[held["source"] == "epci"]
    alone = set(listed()["code"]) - set(rows["code_insee"])
    assert alone == {"22016", "29083", "29155", "85113"}
    assert rows["code_zone"].nunique() == 1_254 - 1


def test_departements_that_are_easily_lost(held):
    def zone(commune: str, niveau: str) -> str:
        return held[(held["code_insee"] == commune) & (held["niveau"] == niveau) & (held["millesime"] >= "2021")][
            "code_zone"
        ].iloc[0]

    assert zone("75056", "bassin_bmo")[:2] == "11"  # Paris: by its arrondissements
    assert zone("69123", "bassin_bmo")[:2] == "84"
    assert zone("01016", "zone_emploi") == "0059"  # Mâcon, across two regions
    assert zone("97411", "zone_emploi")[:2] == "04" and zone("97608", "zone_emploi")[:2] == "06"
    assert zone("97611", "clpe").startswith("CLPE976") and zone("2A004", "clpe").startswith("CLPE2A")
    assert zone("44180", "bassin_bmo") == zone("44003", "bassin_bmo")  # Freigné is there, Ancenis by its side


def test_the_table_of_zonings_of_2022(held):
    """Numbers of zones as the sheet of zones counts them, « Sans objet » aside."""
    rows = held[held["source"] == "table_appartenance"].groupby("niveau")["code_zone"].nunique()
    assert rows.to_dict() == {
        "aire_attraction_villes": 699, "arrondissement": 332, "bassin_vie": 1_663, "epci": 1_255, "zone_emploi": 306,
    }  # fmt: skip


def test_what_the_files_leave_to_decide_is_said(readings):
    said = {code: [notice.phrase for notice in reading.notices] for code, reading in readings.items()}
    assert said["zones_emploi"] == said["frr"] == said["epci"] == []
    assert ["19 communes réunissent" in said["bassins_bmo"][0], "« 0102 »" in said["bassins_bmo"][1]] == [True, True]
    assert any("7 communes actuelles manquent au fichier (15031" in phrase for phrase in said["table_appartenance"])
