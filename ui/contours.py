"""Where the browser finds the contours of a level, and where the map must look."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import streamlit as st

from disclosure.words import names
from geodata.contours import view, write_contours
from indicators.aggregation import memberships
from ui import session
from warehouse.edition import Edition

WIDTH, HEIGHT = 700, 480


def url(edition: Edition, niveau: str) -> str | None:
    """Address of the contours written at publication for that level; None when there is none."""
    path = _path(edition, niveau)
    return f"/contours/{path.name}" if path else None


def shapes(edition: Edition, niveau: str) -> gpd.GeoDataFrame:
    """The same contours as a frame (code, geometry), for images."""
    return _shapes(_path(edition, niveau))


def looking_at(edition: Edition, niveau: str) -> tuple[float, float, float]:
    """(latitude, longitude, zoom) that show the whole département."""
    return _view(_path(edition, niveau))


def positions(edition: Edition, niveau: str) -> dict[str, tuple[float, float]]:
    """(latitude, longitude) of a point inside each territory, for circles, to some ten metres."""
    points = shapes(edition, niveau).set_index("code").geometry.representative_point()
    return {code: (round(point.y, 4), round(point.x, 4)) for code, point in points.items()}


def _path(edition: Edition, niveau: str) -> Path | None:
    """The file of that level, written again if it is not there (another server, a folder that was emptied)."""
    folder = session.config().home / "contours"
    paths = edition.remember(
        "contours", lambda: write_contours(folder, edition.departement, memberships(edition), names(edition))
    )
    return paths.get(niveau)


@st.cache_resource(max_entries=32, show_spinner=False)
def _shapes(path: Path) -> gpd.GeoDataFrame:
    frame = gpd.read_file(path)
    return frame[["code", "geometry"]]


@st.cache_data(max_entries=32, show_spinner=False)
def _view(path: Path) -> tuple[float, float, float]:
    return view(_shapes(path), WIDTH, HEIGHT)
