"""The committed GeoParquet: nothing missing, nothing twice, published totals, contours that can be drawn."""

import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely

from geodata.communes import PARQUET, communes, departements

# Communes of the COG 2026 and their populations municipales, as INSEE publishes them.
FRANCE = 34_875
MAINE_ET_LOIRE = (176, 833_776)
SMALL_PLACES = {"2A": 124, "2B": 236, "75": 1, "974": 24, "976": 17}


@pytest.fixture(scope="module")
def france():
    return communes()


def test_every_commune_of_the_cog_is_there_once(france):
    assert len(france) == FRANCE
    assert france["code"].is_unique
    assert france["code"].str.fullmatch(r"(\d{2}|2[AB])\d{3}").all()


def test_the_file_stays_small():
    assert PARQUET.stat().st_size <= 8_000_000


def test_maine_et_loire_has_its_published_population():
    frame = communes("49")
    assert (len(frame), int(frame["population_municipale"].sum())) == MAINE_ET_LOIRE
    assert frame["code"].is_monotonic_increasing


@pytest.mark.parametrize(("code", "count"), SMALL_PLACES.items())
def test_corsica_paris_and_overseas_open(code, count):
    assert len(communes(code)) == count


def test_departements_are_the_101_with_their_region():
    frame = departements().set_index("code")
    assert len(frame) == 101
    assert frame.loc["49", ["nom", "region"]].tolist() == ["Maine-et-Loire", "Pays de la Loire"]
    assert frame.loc["2A", "nom"] == "Corse-du-Sud"
    assert frame.notna().all(axis=None)


def test_each_departement_has_one_row_group_of_its_own(france):
    with pq.ParquetFile(PARQUET) as file:
        groups = [
            file.read_row_group(n, columns=["code_departement"]).column(0).to_pylist()
            for n in range(file.num_row_groups)
        ]
    sizes = {group[0]: len(group) for group in groups}
    assert all(len(set(group)) == 1 for group in groups)
    assert len(groups) == 101
    assert sizes == france.groupby("code_departement").size().to_dict()


def test_paris_lyon_marseille_are_one_commune_each(france):
    for first, last in (("13201", "13216"), ("69381", "69389"), ("75101", "75120")):
        assert not france["code"].between(first, last).any()
    assert {"13055", "69123", "75056"} <= set(france["code"])


def test_an_unknown_departement_is_an_error():
    with pytest.raises(KeyError):
        communes("20")


def test_the_frame_can_be_changed_without_spoiling_the_next_reader():
    frame = communes("49")
    frame.loc[0, "nom"] = "changed"
    frame.loc[0, "geometry"] = shapely.Point(0, 0)
    again = communes("49")
    assert again.loc[0, "nom"] == "Allonnes"
    assert again.geometry[0].area > 0


def test_contours_are_valid_polygons_in_degrees(france):
    geometries = france.geometry.to_numpy()
    assert france.crs.to_epsg() == 4326
    assert shapely.is_valid(geometries).all()
    assert not shapely.is_empty(geometries).any()
    assert set(shapely.get_type_id(geometries)) <= {3, 6}


def test_metropolitan_borders_are_shared_without_overlap_nor_hole(france):
    metropole = france[~france["code"].str.startswith("97")].geometry.to_numpy()
    assert shapely.coverage_is_valid(metropole)
    rings = [ring for part in shapely.get_parts(shapely.coverage_union_all(metropole)) for ring in part.interiors]
    widest = max((shapely.Polygon(ring) for ring in rings), key=lambda hole: hole.area)
    assert widest.contains(shapely.Point(1.98, 42.465))  # Llívia, a Spanish town within France
    others = sorted(shapely.Polygon(ring).area for ring in rings)[:-1]
    assert all(area < 2e-5 for area in others)  # square degrees, about 17 ha: ponds, no lost commune


def test_angers_touches_its_neighbours_along_an_edge():
    frame = communes("49").set_index("code").geometry
    for neighbour in ("49015", "49020", "49353", "49246"):  # Avrillé, Beaucouzé, Trélazé, Les Ponts-de-Cé
        assert shapely.length(shapely.intersection(frame["49007"], frame[neighbour])) > 0.005


def test_merged_communes_hold_their_whole_territory():
    """Areas in km² that INSEE published for these communes before they merged (comparateur, 2020)."""
    frame = communes("62").set_index("code")
    parts = [0.93, 12.44, 4.18, 3.71]  # Hesdin, Huby-Saint-Leu, Marconne, Sainte-Austreberthe
    assert frame.loc["62447", "superficie_km2"] == pytest.approx(sum(parts), rel=0.02)


def test_a_reestablished_commune_and_the_one_that_held_it_do_not_overlap():
    frame = communes("15").set_index("code").geometry
    held = ["15031", "15035", "15047", "15171"]
    for code in held:
        assert shapely.area(shapely.intersection(frame["15141"], frame[code])) == pytest.approx(0, abs=1e-12)


def test_area_is_near_the_published_one():
    """INSEE's areas (2020) leave wide rivers out and ours do not: 1 to 2 % more is expected."""
    frame = communes("49").set_index("code")["superficie_km2"]
    assert frame.sum() == pytest.approx(7_106.6 + 13.0, rel=0.015)  # and Le Fresne, come from Loire-Atlantique
    assert frame["49331"] == pytest.approx(241.54, rel=0.02)
    assert frame["49099"] == pytest.approx(87.47, rel=0.02)


def test_town_halls_stand_where_the_departement_says():
    """Positions of town halls in the list of digital mediation places (Département de Maine-et-Loire)."""
    frame = communes("49").set_index("code")
    published = {"49328": (47.2601, -0.0755), "49353": (47.4461, -0.4669), "49331": (47.6863, -0.8740)}
    for code, (latitude, longitude) in published.items():
        assert frame.loc[code, "latitude"] == pytest.approx(latitude, abs=0.002)
        assert frame.loc[code, "longitude"] == pytest.approx(longitude, abs=0.003)
        assert frame.loc[code, "mairie_connue"]


def test_every_town_hall_lies_in_its_commune_and_most_are_known(france):
    points = shapely.points(france["longitude"], france["latitude"])
    assert shapely.distance(points, france.geometry.to_numpy()).max() < 0.01  # 1 km, simplification included
    assert france["mairie_connue"].mean() > 0.94
    assert not france["mairie_connue"].all()


def test_zones_of_the_cog_are_known_but_where_there_is_none(france):
    alone = ["22016", "29083", "29155", "85113"]  # four islands are in no EPCI
    assert france.loc[france["code_epci"].isna(), "code"].tolist() == alone
    assert set(france.loc[france["code_arrondissement"].isna(), "code_departement"]) == {"976"}
    assert np.isin(["code_departement", "nom_departement", "code_region", "nom_region"], france.columns).all()
    assert france["code_region"].notna().all()


def test_a_commune_split_between_cantons_has_none():
    frame = communes("49").set_index("code")
    split = {"49007", "49099"}  # Angers and Cholet, in seven and two cantons
    assert frame.loc[list(split), "code_canton"].isna().all()
    assert frame.loc["49328", "code_canton"] == "4919"  # Saumur
    assert communes("75")["code_canton"].isna().all()
