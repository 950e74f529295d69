"""The time of the demonstration: three years, seen on the day they were extracted."""

from __future__ import annotations

import numpy as np

START = np.datetime64("2023-01-01", "D")
EXTRACTION = np.datetime64("2025-12-31", "D")
YEARS = (2023, 2024, 2025)
MONTHS = np.arange("2023-01", "2026-01", dtype="datetime64[M]")

# Part of a mean month's prescriptions that each month takes, January first (rdv-insertion 2025, growth removed).
SEASON = np.array([1.07, 0.95, 1.04, 1.02, 0.93, 1.00, 1.01, 0.79, 1.09, 1.16, 1.05, 0.90])
SUMMER_WORKSHOPS = 0.6  # workshops slow down in July and August
RAIN = (11, 12, 1)  # months when people are absent a little more


def days(count: np.ndarray) -> np.ndarray:
    """A number of days, rounded, as a duration that adds to a date."""
    return np.rint(count).astype("int64").astype("timedelta64[D]")


def month_of(date: np.ndarray) -> np.ndarray:
    """Month of the year, 1 to 12."""
    return date.astype("datetime64[M]").astype("int64") % 12 + 1


def year_of(date: np.ndarray) -> np.ndarray:
    """Calendar year."""
    return date.astype("datetime64[Y]").astype("int64") + 1970


def month_end(month: np.ndarray) -> np.ndarray:
    """Last day of the month."""
    return (month.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1


def uniform_days(rng: np.random.Generator, size: int, low: int, high: int) -> np.ndarray:
    """Durations drawn evenly between low and high days, both included."""
    return rng.integers(low, high + 1, size).astype("timedelta64[D]")
