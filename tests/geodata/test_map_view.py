"""Where the map must look."""

import math

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.communes import communes
from geodata.view import MARGIN, view


def mercator(latitude):
    """Web-Mercator ordinate of a latitude, the textbook's formula, in world widths."""
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)


def extent_px(bounds, zoom):
    """Width and height in pixels of bounds on a map of 512 px tiles."""
    west, south, east, north = bounds
    world = 512 * 2**zoom
    return (east - west) / 360 * world, (mercator(north) - mercator(south)) * world


def test_the_whole_equator_takes_one_tile():
    world = gpd.GeoSeries([shapely.box(-180, -60, 180, 60)], crs=4326)
    latitude, longitude, zoom = view(world, 512 / (1 - 2 * MARGIN), 10_000)
    assert (latitude, longitude, zoom) == pytest.approx((0, 0, 0), abs=1e-9)


@pytest.mark.parametrize("departement", ["49", "2A", "29", "974", "75"])
@pytest.mark.parametrize("size", [(800, 600), (390, 420), (1400, 500)])
def test_a_departement_fits_and_fills_the_map(departement, size):
    frame = communes(departement)
    latitude, longitude, zoom = view(frame, *size)
    west, south, east, north = frame.total_bounds
    assert longitude == pytest.approx((west + east) / 2)
    assert mercator(latitude) == pytest.approx((mercator(south) + mercator(north)) / 2)
    shares = [used / room for used, room in zip(extent_px(frame.total_bounds, zoom), size, strict=True)]
    assert max(shares) == pytest.approx(1 - 2 * MARGIN)


@given(st.floats(-60, 60), st.floats(-120, 120), st.floats(0.001, 5), st.floats(0.001, 5), st.integers(200, 2000))
def test_the_view_holds_the_bounds(south, west, height, width, pixels):
    frame = gpd.GeoSeries([shapely.box(west, south, west + width, south + height)], crs=4326)
    _, _, zoom = view(frame, pixels, pixels * 0.7)
    across, up = extent_px(frame.total_bounds, zoom)
    assert across <= pixels
    assert up <= pixels * 0.7


def test_a_point_keeps_a_readable_zoom():
    assert view(gpd.GeoSeries([shapely.Point(-0.55, 47.47)], crs=4326), 800, 600)[2] == 14


def test_nothing_to_see_is_an_error():
    with pytest.raises(ValueError, match="no geometry"):
        view(gpd.GeoSeries([], crs=4326), 800, 600)
