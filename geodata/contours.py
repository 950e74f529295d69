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

from geodata import arrondissements as districts
from geodata import communes as towns
from geodata.arrondissements import arrondissements
from geodata.communes import communes
from geodata.insets import brought_near
from geodata.levels import ARRONDISSEMENT_MUNICIPAL, FRANCE, is_drawn
from geodata.view import view

__all__ = ["contours", "dissolve", "view", "write_contours"]

DECIMALS = 5  # degrees: about one metre
# For a map of all France, where a screen's pixel is about two kilometres.
COARSE = 0.01  # degrees
COARSE_DECIMALS = 3
DRAWING = 1  # to be raised when the same communes are drawn otherwise: files already written are then left
LEVEL_COLUMNS = ["code_insee", "niveau", "code_zone"]
Names = Mapping[str, Mapping[str, str]]


def contours(departement: str, niveau: str, memberships: pd.DataFrame) -> gpd.GeoDataFrame:
    """Contours of the zones of a level: code, geometry (EPSG:4326), sorted by code; neighbours share borders.

    memberships: columns code_insee, niveau, code_zone (table `appartenances`, one vintage). What a zone
    holds outside the département is not drawn; a commune without zone is drawn nowhere. Municipal
    arrondissements need no membership. For "FR", a drawing of France: overseas brought near, lines simplified.
    ValueError when a commune is in two zones of the level, or when no commune of the département is in one.
    """
    if niveau == ARRONDISSEMENT_MUNICIPAL:
        return arrondissements(departement)[["code", "geometry"]]
    frame = _ground(departement)
    zone = _zone_of(memberships, niveau).reindex(frame.index)
    if zone.isna().all():
        raise ValueError(f"no commune of {departement} belongs to a zone of level {niveau!r}")
    drawn = dissolve(frame, zone.to_numpy())
    if departement == FRANCE:
        drawn = gpd.GeoSeries(shapely.coverage_simplify(drawn.to_numpy(), COARSE), index=drawn.index, crs=drawn.crs)
    return gpd.GeoDataFrame({"code": drawn.index.astype(str)}, geometry=drawn.to_numpy(), crs=drawn.crs)


def dissolve(ground: gpd.GeoSeries, zone: pd.Series | np.ndarray) -> gpd.GeoSeries:
    """One geometry per zone, by code. The communes of `ground` must come from one clean coverage."""
    groups = ground.groupby(np.asarray(zone, dtype=object))
    joined = {code: shapely.coverage_union_all(group.to_numpy()) for code, group in groups}
    return gpd.GeoSeries(joined, crs=ground.crs).sort_index()


def write_contours(folder: Path, departement: str, memberships: pd.DataFrame, names: Names) -> dict[str, Path]:
    """One GeoJSON file per level that is drawn, by level: `49-epci-3f2a9c.geojson`.

    names: level → code → name, which travels once with the contour; a zone without name is called by its code.
    The name carries a digest of the content: same content, same name, and the file is left untouched;
    another content never replaces a file a browser may have kept. Each file appears whole or not at all.
    A small file beside them remembers which were drawn from these memberships, so that they are drawn once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    index = folder / f"{departement}-{_digest(_drawn_from(memberships, names))}.json"
    if (known := _written(index)) is not None:
        return known
    levels = [niveau for niveau in sorted(memberships["niveau"].unique()) if is_drawn(niveau, departement)]
    if len(arrondissements(departement)) and is_drawn(ARRONDISSEMENT_MUNICIPAL, departement):
        levels.append(ARRONDISSEMENT_MUNICIPAL)
    decimals = COARSE_DECIMALS if departement == FRANCE else DECIMALS
    drawn = {
        niveau: _geojson(contours(departement, niveau, memberships), names.get(niveau, {}), decimals)
        for niveau in levels
    }
    paths = {niveau: _write(folder, f"{departement}-{niveau}", content) for niveau, content in drawn.items()}
    _replace(index, json.dumps({niveau: path.name for niveau, path in paths.items()}).encode())
    return paths


def _ground(departement: str) -> gpd.GeoSeries:
    """The communes to draw zones from, by code."""
    frame = communes(departement).set_index("code").geometry
    return brought_near(frame) if departement == FRANCE else frame


def _drawn_from(memberships: pd.DataFrame, names: Names) -> bytes:
    """Everything the drawing depends on: who belongs where, what it is called, and the contours of communes."""
    rows = memberships[LEVEL_COLUMNS].drop_duplicates().sort_values(LEVEL_COLUMNS)
    lines = pd.util.hash_pandas_object(rows, index=False).to_numpy().tobytes()
    grounds = [path.read_bytes() for path in (towns.PARQUET, districts.PARQUET)]
    called = json.dumps(names, sort_keys=True).encode()
    return b"".join([bytes([DRAWING]), lines, called, *(hashlib.sha256(content).digest() for content in grounds)])


def _written(index: Path) -> dict[str, Path] | None:
    """The files an index names, None when it or one of them is not there."""
    if not index.exists():
        return None
    paths = {niveau: index.with_name(name) for niveau, name in json.loads(index.read_bytes()).items()}
    return paths if all(path.exists() for path in paths.values()) else None


def _zone_of(memberships: pd.DataFrame, niveau: str) -> pd.Series:
    rows = memberships.loc[memberships["niveau"] == niveau, LEVEL_COLUMNS].drop_duplicates()
    twice = rows.loc[rows["code_insee"].duplicated(), "code_insee"].tolist()
    if twice:
        raise ValueError(f"communes in two zones of level {niveau!r}: {twice}")
    return rows.set_index("code_insee")["code_zone"]


def _geojson(zones: gpd.GeoDataFrame, names: Mapping[str, str], decimals: int) -> bytes:
    """A FeatureCollection as RFC 7946 wants it: outer rings anticlockwise, id = code, properties code and nom."""
    turned = shapely.orient_polygons(zones.geometry.to_numpy(), exterior_cw=False)
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"code": code, "nom": names.get(code, code)},
            "geometry": _rounded(geometry, decimals),
        }
        for code, geometry in zip(zones["code"], turned, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, separators=(",", ":"), ensure_ascii=False).encode()


def _rounded(geometry: shapely.Geometry, decimals: int) -> dict:
    mapping = shapely.geometry.mapping(geometry)
    return {"type": mapping["type"], "coordinates": _round(mapping["coordinates"], decimals)}


def _round(value: tuple | float, decimals: int) -> list | float:
    return round(value, decimals) if isinstance(value, float) else [_round(part, decimals) for part in value]


def _write(folder: Path, stem: str, content: bytes) -> Path:
    target = folder / f"{stem}-{_digest(content)}.geojson"
    if not target.exists():
        _replace(target, content)
    return target


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:6]


def _replace(target: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(target)
