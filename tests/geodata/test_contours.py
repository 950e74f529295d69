"""Zones drawn from communes, and the files a browser reads."""

import json

import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.communes import communes
from geodata.contours import contours, write_contours
from geodata.zones import memberships

NAMES = {"commune": {"49007": "Angers"}}


@pytest.fixture(scope="module")
def rows():
    return memberships("49")


def metric_area(frame):
    return frame.to_crs(2154).area


@pytest.mark.parametrize("niveau", ["epci", "arrondissement", "departement"])
def test_a_zone_covers_its_communes_exactly(rows, niveau):
    drawn = contours("49", niveau, rows).set_index("code")
    frame = communes("49").set_index("code")
    zone = rows[rows["niveau"] == niveau].set_index("code_insee")["code_zone"]
    expected = metric_area(frame).groupby(zone).sum()
    pd.testing.assert_series_equal(metric_area(drawn), expected, check_names=False, rtol=1e-9)


def test_neighbouring_zones_share_their_borders(rows):
    drawn = contours("49", "epci", rows)
    assert shapely.coverage_is_valid(drawn.geometry.to_numpy())
    assert len(drawn) == 10


def test_no_sliver_is_left_inside_the_departement(rows):
    (whole,) = contours("49", "departement", rows).geometry
    assert shapely.get_num_interior_rings(shapely.get_parts(whole)).sum() == 0


def test_communes_of_elsewhere_and_communes_without_zone_are_not_drawn():
    chosen = pd.DataFrame({"code_insee": ["49007", "44109"], "niveau": "clpe", "code_zone": ["CLPE49001", "CLPE44001"]})
    drawn = contours("49", "clpe", chosen).set_index("code")
    assert list(drawn.index) == ["CLPE49001"]
    angers = communes("49").set_index("code").geometry["49007"]
    assert drawn.geometry["CLPE49001"].equals(angers)


def test_a_commune_in_two_zones_is_refused(rows):
    again = pd.DataFrame({"code_insee": ["49007"], "niveau": "epci", "code_zone": ["200071876"]})
    with pytest.raises(ValueError, match="49007"):
        contours("49", "epci", pd.concat([rows, again]))


def test_an_unknown_level_is_refused(rows):
    with pytest.raises(ValueError, match="bassin_bmo"):
        contours("49", "bassin_bmo", rows)


def test_files_are_small_named_by_their_content_and_complete(tmp_path, rows):
    files = write_contours(tmp_path / "static", "49", rows, NAMES)
    assert set(files) == {"commune", "epci", "arrondissement", "departement"}
    assert files["commune"].stat().st_size < 350_000
    for niveau, path in files.items():
        assert path.match(f"49-{niveau}-??????.geojson")
    assert {path.name for path in (tmp_path / "static").glob("*.geojson")} == {path.name for path in files.values()}
    collection = json.loads(files["commune"].read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert [part["id"] for part in collection["features"]] == sorted(communes("49")["code"])
    named = {part["id"]: part["properties"] for part in collection["features"]}
    assert all(properties["code"] == code for code, properties in named.items())
    assert named["49007"]["nom"] == "Angers" and named["49002"]["nom"] == "49002"


def test_rings_follow_the_right_hand_rule_with_five_decimals(tmp_path, rows):
    files = write_contours(tmp_path, "49", rows, NAMES)
    for part in json.loads(files["epci"].read_text(encoding="utf-8"))["features"]:
        geometry = shapely.from_geojson(json.dumps(part["geometry"]))
        for polygon in shapely.get_parts(geometry):
            assert polygon.exterior.is_ccw
            assert not any(ring.is_ccw for ring in polygon.interiors)
        points = shapely.get_coordinates(geometry)
        assert np.array_equal(points, points.round(5))


def test_the_same_content_is_not_written_again_and_another_gets_its_own_name(tmp_path, rows):
    first = write_contours(tmp_path, "49", rows, NAMES)
    stamps = {path: path.stat().st_mtime_ns for path in first.values()}
    assert write_contours(tmp_path, "49", rows, NAMES) == first
    assert {path: path.stat().st_mtime_ns for path in first.values()} == stamps

    moved = rows.copy()
    moved.loc[(moved["code_insee"] == "49160") & (moved["niveau"] == "epci"), "code_zone"] = "200071553"
    second = write_contours(tmp_path, "49", moved, NAMES)
    assert second["epci"] != first["epci"]
    assert first["epci"].exists()
    assert second["commune"] == first["commune"]
