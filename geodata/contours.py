"""The lines of the map: zones drawn by joining communes, and the small files a browser reads."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.communes import communes
from geodata.view import view

__all__ = ["contours", "dissolve", "view", "write_contours"]

DECIMALS = 5  # degrees: about one metre
LEVEL_COLUMNS = ["code_insee", "niveau", "code_zone"]
Names = Mapping[str, Mapping[str, str]]


def contours(departement: str, niveau: str, memberships: pd.DataFrame) -> gpd.GeoDataFrame:
    """Contours of the zones of a level: code, geometry (EPSG:4326), sorted by code; neighbours share borders.

    memberships: columns code_insee, niveau, code_zone (table `appartenances`, one vintage). What a zone
    holds outside the département is not drawn; a commune without zone is drawn nowhere.
    ValueError when a commune is in two zones of the level, or when no commune of the département is in one.
    """
    frame = communes(departement)
    zone = _zone_of(memberships, niveau).reindex(frame["code"])
    if zone.isna().all():
        raise ValueError(f"no commune of {departement} belongs to a zone of level {niveau!r}")
    drawn = dissolve(frame, zone.to_numpy())
    return gpd.GeoDataFrame({"code": drawn.index.astype(str)}, geometry=drawn.to_numpy(), crs=frame.crs)


def dissolve(frame: gpd.GeoDataFrame, zone: pd.Series | np.ndarray) -> gpd.GeoSeries:
    """One geometry per zone, by code. The communes of `frame` must come from one clean coverage."""
    groups = frame.geometry.groupby(np.asarray(zone, dtype=object))
    joined = {code: shapely.coverage_union_all(group.to_numpy()) for code, group in groups}
    return gpd.GeoSeries(joined, crs=frame.crs).sort_index()


def write_contours(folder: Path, departement: str, memberships: pd.DataFrame, names: Names) -> dict[str, Path]:
    """One GeoJSON file per level of `memberships`, by level: `49-epci-3f2a9c.geojson`.

    names: level → code → name, which travels once with the contour; a zone without name is called by its code.
    The name carries a digest of the content: same content, same name, and the file is left untouched;
    another content never replaces a file a browser may have kept. Each file appears whole or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return {
        niveau: _write(
            folder,
            f"{departement}-{niveau}",
            _geojson(contours(departement, niveau, memberships), names.get(niveau, {})),
        )
        for niveau in sorted(memberships["niveau"].unique())
    }


def _zone_of(memberships: pd.DataFrame, niveau: str) -> pd.Series:
    rows = memberships.loc[memberships["niveau"] == niveau, LEVEL_COLUMNS].drop_duplicates()
    twice = rows.loc[rows["code_insee"].duplicated(), "code_insee"].tolist()
    if twice:
        raise ValueError(f"communes in two zones of level {niveau!r}: {twice}")
    return rows.set_index("code_insee")["code_zone"]


def _geojson(zones: gpd.GeoDataFrame, names: Mapping[str, str]) -> bytes:
    """A FeatureCollection as RFC 7946 wants it: outer rings anticlockwise, id = code, properties code and nom."""
    turned = shapely.orient_polygons(zones.geometry.to_numpy(), exterior_cw=False)
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"code": code, "nom": names.get(code, code)},
            "geometry": _rounded(geometry),
        }
        for code, geometry in zip(zones["code"], turned, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, separators=(",", ":"), ensure_ascii=False).encode()


def _rounded(geometry: shapely.Geometry) -> dict:
    mapping = shapely.geometry.mapping(geometry)
    return {"type": mapping["type"], "coordinates": _round(mapping["coordinates"])}


def _round(value: tuple | float) -> list | float:
    return round(value, DECIMALS) if isinstance(value, float) else [_round(part) for part in value]


def _write(folder: Path, stem: str, content: bytes) -> Path:
    target = folder / f"{stem}-{hashlib.sha256(content).hexdigest()[:6]}.geojson"
    if target.exists():
        return target
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{stem}-")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(target)
    return target
