"""Editions shared by the tests of indicators."""

from __future__ import annotations

import pytest
from small_departement import build

from warehouse.edition import Edition


@pytest.fixture(scope="session")
def small() -> Edition:
    """The geography of the small département alone."""
    return build()
