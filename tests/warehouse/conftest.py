"""Editions in both stores."""

from __future__ import annotations

from dataclasses import replace

import pytest


@pytest.fixture(params=["folder", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def config(request, blank):
    """Both stores behind the same functions; each test observes its own département in PostgreSQL."""
    if request.param == "folder":
        return blank
    number = abs(hash(request.node.name)) % 10_000
    return replace(blank, warehouse_url=request.getfixturevalue("postgresql"), departement=f"X{number}")
