"""Great-circle distances and the fallback travel times of the reference (M5)."""

import math

import numpy as np
import pandas as pd
import pytest

from geodata.communes import communes
from geodata.distances import haversine_km, travel_times


def test_the_oracle_of_the_reference():
    assert haversine_km([[47.0, -1.0]], [[47.5, -0.5]])[0, 0] == pytest.approx(67.1961, abs=5e-5)


def test_a_quarter_of_the_globe_and_no_distance_at_all():
    km = haversine_km([[0, 0], [90, 0]], [[0, 0], [0, 90], [0, 180]])
    quarter = 6371 * math.pi / 2
    assert km == pytest.approx(np.array([[0, quarter, 2 * quarter], [quarter] * 3]))


def places():
    return pd.DataFrame(
        {"code": ["A", "B"], "latitude": [47.0, 47.5], "longitude": [-1.0, -0.5], "superficie_km2": [math.pi * 9, 0]}
    )


def test_times_by_hand():
    """5 + 67.1961 between the two; inside A, a disc of radius 3 km: 5 + 0.67 × 3; inside B, no area: 5."""
    times = travel_times(places())
    expected = pd.DataFrame([[7.01, 72.1961], [72.1961, 5.0]], index=["A", "B"], columns=["A", "B"])
    assert times.to_numpy() == pytest.approx(expected.to_numpy(), abs=5e-5)
    assert (list(times.index), list(times.columns)) == (["A", "B"], ["A", "B"])


def test_destinations_may_be_other_places_and_a_missing_position_has_no_time():
    elsewhere = places().iloc[[1]].assign(code="C")
    origins = places()
    origins.loc[0, "latitude"] = np.nan
    times = travel_times(origins, elsewhere)
    assert times.shape == (2, 1)
    assert math.isnan(times.loc["A", "C"])
    assert times.loc["B", "C"] == pytest.approx(5.0)


def test_angers_to_segre_is_the_time_the_reference_was_calibrated_on():
    """Reference M5: Angers–Segré 34 km, 39 minutes; Angers–Saumur 43 km, 48 minutes."""
    times = travel_times(communes("49"))
    assert times.loc["49007", "49331"] == pytest.approx(39, abs=0.5)
    assert times.loc["49007", "49328"] == pytest.approx(48, abs=0.6)
    assert np.array_equal(times.to_numpy(), times.to_numpy().T)
