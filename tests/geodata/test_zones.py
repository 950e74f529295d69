"""Zones of the COG and who belongs to them."""

import pytest

from geodata.communes import communes
from geodata.levels import LEVELS
from geodata.zones import MEMBERSHIP_COLUMNS, ZONE_COLUMNS, memberships, zones


def test_every_commune_of_49_has_its_four_zones():
    rows = memberships("49")
    assert list(rows.columns) == list(MEMBERSHIP_COLUMNS)
    assert rows.groupby("niveau").size().to_dict() == dict.fromkeys(
        ["arrondissement", "commune", "departement", "epci"], 176
    )
    assert not rows.duplicated(["code_insee", "niveau"]).any()
    angers = rows[rows["code_insee"] == "49007"].set_index("niveau")["code_zone"]
    expected = {"commune": "49007", "epci": "244900015", "arrondissement": "491", "departement": "49"}
    assert angers.to_dict() == expected


def test_a_commune_without_epci_has_no_row_at_that_level():
    rows = memberships("85")
    assert set(rows.loc[rows["code_insee"] == "85113", "niveau"]) == {"commune", "arrondissement", "departement"}


def test_zones_of_49_are_nine_epci_and_one_cross_border():
    rows = zones("49")
    assert list(rows.columns) == list(ZONE_COLUMNS)
    assert set(rows["niveau"]) <= set(LEVELS)
    counts = {"commune": 176, "epci": 10, "arrondissement": 4, "departement": 1}
    assert rows.groupby("niveau").size().to_dict() == counts
    assert set(rows["code_departement"]) == {"49"}
    assert (set(rows["millesime"]), set(rows["source"]), set(rows["synthetique"])) == ({"2026"}, {"cog"}, {False})
    assert "Communauté d'agglomération Mauges Communauté" in set(rows["libelle"])


def test_membership_and_zones_speak_of_the_same_codes():
    named = set(zones("49")[["niveau", "code"]].itertuples(index=False, name=None))
    used = set(memberships("49")[["niveau", "code_zone"]].itertuples(index=False, name=None))
    assert named == used


def test_area_of_each_level_is_that_of_the_communes():
    rows = zones("49")
    total = communes("49")["superficie_km2"].sum()
    assert rows.groupby("niveau")["superficie_km2"].sum().to_dict() == pytest.approx(
        dict.fromkeys(["arrondissement", "commune", "departement", "epci"], total)
    )


def test_the_cross_border_epci_counts_only_its_part_inside():
    rows = zones("49").set_index(["niveau", "code"])["superficie_km2"]
    assert rows["epci", "244400552"] == rows["commune", "49160"]  # Ingrandes, alone in Pays d'Ancenis


def test_a_commune_stands_at_its_town_hall():
    point = zones("49").set_index(["niveau", "code"]).loc[("commune", "49328"), ["latitude", "longitude"]]
    town_hall = communes("49").set_index("code").loc["49328", ["latitude", "longitude"]]
    assert point.tolist() == town_hall.tolist()


@pytest.mark.parametrize("departement", ["2B", "29", "974", "976", "75"])
def test_other_departements_have_their_zones(departement):
    rows = zones(departement)
    assert rows.loc[rows["niveau"] == "departement", "code"].tolist() == [departement]
    assert rows.drop(columns="libelle").notna().all(axis=None)
