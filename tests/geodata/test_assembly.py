"""The steps of the build, each on a handful of squares."""

import logging

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.assembly.cantons import cantons_of
from geodata.assembly.coverage import STEP, area_km2, shared_borders
from geodata.assembly.mergers import follow_mergers, passage_table
from geodata.assembly.town_halls import believed


def square(x, y=0.0, side=1.0):
    return shapely.box(x, y, x + side, y + side)


def current(code, *old):
    return {"code": code, "type": "commune-actuelle", **({"anciensCodes": list(old)} if old else {})}


def deleguee(code, heir):
    return {"code": code, "type": "commune-deleguee", "chefLieu": heir}


def test_passage_reads_both_fields_and_leaves_out_what_has_no_single_heir(caplog):
    listed = [
        current("01001", "01002", "01009"),
        current("01003", "01001"),  # 01001 is a commune again: it is not replaced
        current("01004"),
        deleguee("01005", "01004"),
        deleguee("01004", "01004"),
        deleguee("01009", "01004"),  # the two fields disagree
    ]
    with caplog.at_level(logging.WARNING):
        table = passage_table(listed)
    pairs = [("01002", "01001"), ("01005", "01004")]
    assert list(table.itertuples(index=False, name=None)) == pairs
    assert "01009" in caplog.text


def test_contours_follow_mergers_and_reestablishments(caplog):
    """A and B merge into A; C gives back D, its right half; E has no heir."""
    old = pd.Series({"A": square(0), "B": square(1), "C": shapely.box(2, 0, 4, 1), "E": square(9)}, dtype=object)
    parts = pd.Series({"D": square(3), "B": square(1)}, dtype=object)
    with caplog.at_level(logging.WARNING):
        found = follow_mergers(old, parts, {"B": "A"}, {"A", "C", "D", "F"})
    assert set(found) == {"A", "C", "D"}
    assert found["A"].equals(shapely.box(0, 0, 2, 1))
    assert found["C"].equals(square(2))
    assert found["D"].equals(square(3))
    assert "E has no current heir" in caplog.text


def test_the_first_candidate_inside_its_commune_is_believed():
    contours = pd.Series({"A": square(0), "B": square(1), "C": square(2)}, dtype=object)
    recent = pd.Series({"A": shapely.Point(0.2, 0.3), "B": shapely.Point(9, 9)}, dtype=object)
    older = pd.Series({"A": shapely.Point(0.9, 0.9), "B": shapely.Point(1.5, 0.25)}, dtype=object)
    main_part = pd.Series({"C": shapely.box(2.6, 0.6, 2.8, 0.8)}, dtype=object)
    found = believed(contours, [recent, older], main_part)
    assert found["mairie_connue"].tolist() == [True, True, False]
    assert found.loc["A", ["longitude", "latitude"]].tolist() == [0.2, 0.3]
    assert found.loc["B", ["longitude", "latitude"]].tolist() == [1.5, 0.25]
    assert main_part["C"].contains(shapely.Point(found.loc["C", "longitude"], found.loc["C", "latitude"]))


def test_a_canton_holds_a_commune_whole_or_not_at_all():
    communes = pd.Series({"49001": square(0), "49002": square(1), "97301": square(5)}, dtype=object)
    cantons = pd.Series({"4901": shapely.box(0, 0, 1.5, 1), "4902": shapely.box(1.5, 0, 3, 1)}, dtype=object)
    found = cantons_of(communes, cantons)
    assert found["49001"] == "4901"
    assert found[["49002", "97301"]].isna().all()


def test_a_canton_of_the_next_departement_is_not_a_candidate():
    communes = pd.Series({"49001": square(0)}, dtype=object)
    assert cantons_of(communes, pd.Series({"4401": square(0)}, dtype=object)).isna().all()


def test_slivers_and_overlaps_go_and_borders_stay_shared():
    """Near Angers, a commune overlaps its neighbour by about 40 m; a third leaves a void of as much."""
    west, south = -0.6, 47.4
    void = shapely.box(west + 0.2, south + 0.03, west + 0.2005, south + 0.07)
    raw = gpd.GeoSeries(
        {
            "49001": shapely.box(west, south, west + 0.1, south + 0.1),
            "49002": shapely.box(west + 0.0995, south, west + 0.2, south + 0.1),
            "49003": shapely.difference(shapely.box(west + 0.2, south, west + 0.3, south + 0.1), void),
        },
        crs=4326,
    )
    clean = shared_borders(raw, tolerance=50)
    assert list(clean.index) == list(raw.index)
    assert shapely.coverage_is_valid(clean.to_numpy())
    whole = shapely.coverage_union_all(clean.to_numpy())
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert whole.area == pytest.approx(0.3 * 0.1, rel=0.002)
    points = shapely.get_coordinates(clean.to_numpy())
    assert np.array_equal(points / STEP, (points / STEP).round())


def test_geodesic_area_of_one_square_degree_at_the_equator():
    """111.320 km by 110.574 km, the lengths of a degree at the equator."""
    assert area_km2(square(0)) == pytest.approx(111.320 * 110.574, rel=1e-3)
