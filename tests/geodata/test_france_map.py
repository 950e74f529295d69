"""The map of all France: overseas brought near, lines simplified, files a browser reads at once."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata import contours as drawing
from geodata.communes import communes
from geodata.contours import contours, write_contours
from geodata.insets import BOXES, SIDE, brought_near
from geodata.view import view
from geodata.zones import memberships

LIMIT = 1_500_000  # bytes


@pytest.fixture(scope="module")
def rows():
    return memberships("FR")


@pytest.fixture(scope="module")
def written(rows, tmp_path_factory):
    return write_contours(tmp_path_factory.mktemp("contours"), "FR", rows, {})


def test_every_level_but_the_communes_is_drawn_and_light(written):
    assert set(written) == {"france", "region", "departement", "arrondissement", "epci"}
    assert all(path.stat().st_size < LIMIT for path in written.values())


def test_every_zone_is_still_there_and_can_be_drawn(written, rows):
    for niveau, path in written.items():
        frame = gpd.read_file(path)
        assert set(frame["code"]) == set(rows.loc[rows["niveau"] == niveau, "code_zone"])
        assert (shapely.area(frame.geometry.to_numpy()) > 0).all()


def test_overseas_stand_in_their_boxes_and_touch_nothing(written):
    frame = gpd.read_file(written["departement"]).set_index("code").geometry
    for code, (longitude, latitude) in BOXES.items():
        west, south, east, north = frame[code].bounds
        assert (west + east) / 2 == pytest.approx(longitude, abs=0.05)
        assert east - west <= SIDE + 0.01
        assert (south + north) / 2 == pytest.approx(latitude, abs=0.1)
        assert shapely.distance(frame.drop(code).to_numpy(), frame[code]).min() > 0.1
    metropole = frame.drop(list(BOXES))
    assert metropole.total_bounds == pytest.approx([-5.15, 41.33, 9.56, 51.09], abs=0.05)


def test_an_inset_keeps_its_shape():
    """La Réunion: the same proportions on a Web-Mercator map, areas of its communes in the same ratios."""
    frame = communes("974").set_index("code").geometry
    moved = brought_near(frame)
    true, false = frame.to_crs(3857), gpd.GeoSeries(moved, crs=4326).to_crs(3857)
    ratio = (false.area / true.area).to_numpy()
    assert ratio == pytest.approx(np.full(len(ratio), ratio.mean()), rel=1e-6)
    assert shapely.coverage_is_valid(moved.to_numpy(), gap_width=0)


def test_the_hexagone_is_left_where_it_is():
    frame = communes("49").set_index("code").geometry
    assert brought_near(frame).equals(frame)


def test_the_view_holds_the_insets(written):
    latitude, longitude, zoom = view(gpd.read_file(written["departement"]), 700, 480)
    assert 45 < latitude < 48 and -1 < longitude < 2
    assert 4 < zoom < 5.5


def test_drawn_once_and_read_afterwards(written, rows, monkeypatch):
    folder = next(iter(written.values())).parent
    monkeypatch.setattr(drawing, "contours", None)  # drawing again would fail
    assert write_contours(folder, "FR", rows, {}) == written


def test_a_file_that_is_gone_is_drawn_again(tmp_path):
    rows = memberships("976")
    first = write_contours(tmp_path, "976", rows, {})
    first["epci"].unlink()
    assert write_contours(tmp_path, "976", rows, {}) == first
    assert first["epci"].exists()


@pytest.mark.parametrize(("departement", "count"), [("75", 20), ("69", 9), ("13", 16)])
def test_municipal_arrondissements_are_drawn_where_there_are_some(tmp_path, departement, count):
    path = write_contours(tmp_path, departement, memberships(departement), {})["arrondissement_municipal"]
    assert len(gpd.read_file(path)) == count
    assert "arrondissement_municipal" not in write_contours(tmp_path, "49", memberships("49"), {})


def test_a_map_of_paris_is_twenty_polygons(rows):
    assert len(contours("75", "arrondissement_municipal", rows)) == 20
