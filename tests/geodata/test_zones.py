"""Zones of the COG and who belongs to them."""

import pytest

from geodata.communes import communes
from geodata.levels import LEVELS
from geodata.zones import MEMBERSHIP_COLUMNS, ZONE_COLUMNS, memberships, totals, zones

WIDE = {"region", "france"}
OWN = ["arrondissement", "commune", "departement", "epci"]


def own(departement):
    """Rows of zones that are the département's, without those it is only compared with."""
    rows = zones(departement)
    return rows[rows["code_departement"] == departement]


def test_every_commune_of_49_has_its_four_zones_its_region_and_france():
    rows = memberships("49")
    assert list(rows.columns) == list(MEMBERSHIP_COLUMNS)
    assert rows.groupby("niveau").size().to_dict() == dict.fromkeys([*OWN, *WIDE], 176)
    assert not rows.duplicated(["code_insee", "niveau"]).any()
    angers = rows[rows["code_insee"] == "49007"].set_index("niveau")["code_zone"]
    expected = {"commune": "49007", "epci": "244900015", "arrondissement": "491", "departement": "49"}
    assert angers.to_dict() == expected | {"region": "52", "france": "FR"}


def test_a_commune_without_epci_has_no_row_at_that_level():
    rows = memberships("85")
    assert set(rows.loc[rows["code_insee"] == "85113", "niveau"]) == {"commune", "arrondissement", "departement", *WIDE}


def test_zones_of_49_are_nine_epci_and_one_cross_border():
    rows = own("49")
    assert list(rows.columns) == list(ZONE_COLUMNS)
    assert set(zones("49")["niveau"]) <= set(LEVELS)
    counts = {"commune": 176, "epci": 10, "arrondissement": 4, "departement": 1}
    assert rows.groupby("niveau").size().to_dict() == counts
    assert (set(rows["millesime"]), set(rows["source"]), set(rows["synthetique"])) == ({"2026"}, {"cog"}, {False})
    assert "Communauté d'agglomération Mauges Communauté" in set(rows["libelle"])


def test_membership_and_zones_speak_of_the_same_codes():
    named = set(zones("49")[["niveau", "code"]].itertuples(index=False, name=None))
    used = set(memberships("49")[["niveau", "code_zone"]].itertuples(index=False, name=None))
    assert used <= named
    assert {niveau for niveau, _ in named - used} == {"departement", "region"}  # the others, to compare with


def test_area_of_each_level_is_that_of_the_communes():
    rows = own("49")
    total = communes("49")["superficie_km2"].sum()
    assert rows.groupby("niveau")["superficie_km2"].sum().to_dict() == pytest.approx(dict.fromkeys(OWN, total))


def test_the_cross_border_epci_counts_only_its_part_inside():
    rows = zones("49").set_index(["niveau", "code"])["superficie_km2"]
    assert rows["epci", "244400552"] == rows["commune", "49160"]  # Ingrandes, alone in Pays d'Ancenis


def test_a_commune_stands_at_its_town_hall():
    point = zones("49").set_index(["niveau", "code"]).loc[("commune", "49328"), ["latitude", "longitude"]]
    town_hall = communes("49").set_index("code").loc["49328", ["latitude", "longitude"]]
    assert point.tolist() == town_hall.tolist()


@pytest.mark.parametrize("departement", ["2B", "29", "974", "976", "75"])
def test_other_departements_have_their_zones(departement):
    rows = own(departement)
    assert rows.loc[rows["niveau"] == "departement", "code"].tolist() == [departement]
    assert rows.drop(columns="libelle").notna().all(axis=None)


def test_every_edition_knows_the_101_departements_the_18_regions_and_france():
    rows = zones("49").set_index(["niveau", "code"])["libelle"]
    assert (len(rows["departement"]), len(rows["region"])) == (101, 18)
    assert rows["departement", "44"] == "Loire-Atlantique"
    assert rows["region", "52"] == "Pays de la Loire"
    assert rows["france"].to_dict() == {"FR": "France entière"}


def test_populations_of_regions_and_france_are_those_the_insee_published():
    """Titles of Insee's regional notes of December 2025 (https://www.insee.fr/fr/information/8683652)."""
    people = totals("population_municipale").set_index(["niveau", "code"])["total"]
    published = {"53": 3_449_370, "94": 355_486, "01": 384_160, "03": 293_996, "11": 12_463_067, "02": 360_630,
                 "27": 2_802_670}  # fmt: skip
    assert people["region"][list(published)].to_dict() == published
    assert people["departement", "49"] == 833_776
    # Insee Focus 374: 68,094 thousand inhabitants, Mayotte left out; that of Mayotte dates from its census of 2017.
    assert round((people["france", "FR"] - people["departement", "976"]) / 1000) == 68_094
    assert people["departement", "976"] == 256_518


def test_an_edition_of_france_has_every_zone_whole():
    rows = zones("FR")
    assert rows.groupby("niveau").size().to_dict() == {
        "commune": 34_875, "epci": 1_255, "arrondissement": 333, "departement": 101, "region": 18, "france": 1,
        "arrondissement_municipal": 45,
    }  # fmt: skip
    assert rows[["latitude", "longitude", "superficie_km2"]].notna().all(axis=None)
    crossing = rows.set_index(["niveau", "code"]).loc[("epci", "244400552")]  # Pays d'Ancenis
    assert crossing["code_departement"] == "44"
    assert crossing["superficie_km2"] > 500
