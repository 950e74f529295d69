"""The zones a commune belongs to by law, as rows of tables `zones` and `appartenances`."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.arrondissements import arrondissements
from geodata.communes import MILLESIME, SOURCE, communes, listed
from geodata.contours import dissolve
from geodata.levels import ARRONDISSEMENT_MUNICIPAL, FRANCE, is_wider
from geodata.passage import departement_of

# Level → columns of the communes' frame that hold its code and its name.
KNOWN = {
    "commune": ("code", "nom"),
    "epci": ("code_epci", "nom_epci"),
    "arrondissement": ("code_arrondissement", "nom_arrondissement"),
    "departement": ("code_departement", "nom_departement"),
    "region": ("code_region", "nom_region"),
}
FRANCE_ENTIERE = "France entière"
CENTRE = (46.5, 2.5)  # of the Hexagone, in degrees: where the circle of all France stands
MEMBERSHIP_COLUMNS = ("code_insee", "niveau", "code_zone", "millesime", "source", "synthetique")
ZONE_COLUMNS = (
    "niveau", "code", "libelle", "code_departement", "latitude", "longitude", "superficie_km2",
    "millesime", "source", "synthetique",
)  # fmt: skip


def memberships(departement: str) -> pd.DataFrame:
    """Rows of `appartenances` for the levels of KNOWN and France; no row where a commune is in no zone (EPCI).

    departement: a code, or "FR" for the communes of all France.
    """
    frame = _towns(departement)
    levels = [
        pd.DataFrame({"code_insee": frame["code"], "niveau": level, "code_zone": frame[code]})
        for level, (code, _) in KNOWN.items()
    ]
    levels.append(pd.DataFrame({"code_insee": frame["code"], "niveau": "france", "code_zone": FRANCE}))
    rows = pd.concat(levels, ignore_index=True).dropna(subset=["code_zone"])
    return _marked(rows, MEMBERSHIP_COLUMNS)


def zones(departement: str) -> pd.DataFrame:
    """Rows of `zones`: those of the département (or of France), then the territories it is compared with.

    Its own: levels of KNOWN and its municipal arrondissements; only the part of a zone inside counts, and
    code_departement is that of most of its inhabitants. To compare with: every département and region, and
    France, known by their name and their surface, without place on the map.
    latitude, longitude: the town hall for a commune; for a wider zone a point inside it where a label or a
    circle can stand, which is a town hall for all France (see `central_halls`). superficie_km2: sum of the communes'.
    """
    frame = _towns(departement)
    held = [level for level in KNOWN if not is_wider(level, departement)]
    own = [*(_level(frame, level) for level in held), _arrondissements(departement)]
    if departement == FRANCE:
        own.append(_whole(frame))
    rows = pd.concat([part for part in [*own, _compared()] if len(part)], ignore_index=True)
    return _marked(rows.drop_duplicates(["niveau", "code"]), ZONE_COLUMNS)


def central_halls(held: pd.Series) -> pd.DataFrame:
    """For all France, where contours cost seconds: the town hall nearest to the middle of those of each zone.

    held: code of the zone, by commune. latitude, longitude and superficie_km2 (sum of the communes'), by zone.
    """
    towns = listed().set_index("code")[["latitude", "longitude", "superficie_km2"]]
    towns = towns.assign(zone=held).dropna(subset=["zone"])
    middle = towns.groupby("zone")[["latitude", "longitude"]].transform("mean")
    towns["away"] = ((towns[["latitude", "longitude"]] - middle) ** 2).sum(axis=1)
    nearest = towns.sort_values("away", kind="stable").drop_duplicates("zone").set_index("zone")
    return nearest[["latitude", "longitude"]].join(towns.groupby("zone")["superficie_km2"].sum())


def latest(memberships: pd.DataFrame) -> pd.DataFrame:
    """One row per commune and level: of each level, the last vintage that speaks of the commune's département.

    memberships: columns code_insee, niveau, code_zone, millesime. A commune which that vintage leaves out (it left
    its intercommunality) is in no zone: an older vintage does not speak for it.
    """
    places, codes = pd.factorize(memberships["code_insee"])
    where = np.array([departement_of(code) for code in codes.tolist()])[places] if len(codes) else places
    last = memberships.groupby([memberships["niveau"], where])["millesime"].transform("max")
    return memberships[memberships["millesime"] == last].drop_duplicates(["code_insee", "niveau"], keep="last")


def totals(column: str) -> pd.DataFrame:
    """Sum of a column of the communes by département, region and France: niveau, code, code_departement, total."""
    frame = listed()
    parts = [
        frame.groupby(KNOWN[level][0])[column].sum().rename_axis("code").rename("total").reset_index()
        for level in ("region", "departement")
    ]
    parts.append(pd.DataFrame({"code": [FRANCE], "total": [frame[column].sum()]}))
    rows = pd.concat(
        [part.assign(niveau=level) for part, level in zip(parts, ("region", "departement", "france"), strict=True)],
        ignore_index=True,
    )
    return rows.assign(code_departement=rows["code"].where(rows["niveau"] == "departement"))


def _towns(departement: str) -> pd.DataFrame:
    """The communes, with their contours where there is something to draw from them."""
    return listed() if departement == FRANCE else communes(departement)


def _compared() -> pd.DataFrame:
    names = {"france": pd.Series({FRANCE: FRANCE_ENTIERE})}
    for level in ("region", "departement"):
        code, name = KNOWN[level]
        names[level] = listed().drop_duplicates(code).set_index(code)[name]
    rows = totals("superficie_km2").rename(columns={"total": "superficie_km2"})
    libelle = [names[niveau][code] for niveau, code in zip(rows["niveau"], rows["code"], strict=True)]
    return rows.assign(libelle=libelle, latitude=float("nan"), longitude=float("nan"))


def _arrondissements(departement: str) -> pd.DataFrame:
    frame = arrondissements(departement).set_index("code")
    rows = frame[["nom", "superficie_km2"]].rename(columns={"nom": "libelle"}).join(_inner_points(frame.geometry))
    rows["code_departement"] = rows.index.map(departement_of)
    return rows.rename_axis("code").reset_index().assign(niveau=ARRONDISSEMENT_MUNICIPAL)


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    area = frame["superficie_km2"].sum()
    row = {"niveau": "france", "code": FRANCE, "libelle": FRANCE_ENTIERE, "superficie_km2": area}
    return pd.DataFrame([{**row, "code_departement": None, "latitude": CENTRE[0], "longitude": CENTRE[1]}])


def _level(frame: pd.DataFrame, level: str) -> pd.DataFrame:
    code, name = KNOWN[level]
    groups = frame.sort_values("population_municipale").dropna(subset=[code]).groupby(code)
    rows = groups.agg(
        libelle=(name, "first"),
        superficie_km2=("superficie_km2", "sum"),
        code_departement=("code_departement", "last"),
    )
    if level == "region":
        rows["code_departement"] = None
    if level == "commune":
        rows = rows.join(frame.set_index("code")[["latitude", "longitude"]])
    elif not isinstance(frame, gpd.GeoDataFrame):
        rows = rows.join(central_halls(frame.set_index("code")[code])[["latitude", "longitude"]])
    else:
        rows = rows.join(_inner_points(dissolve(frame.geometry, frame[code])))
    return rows.rename_axis("code").reset_index().assign(niveau=level)


def _inner_points(contours: gpd.GeoSeries) -> pd.DataFrame:
    """The centroid where it falls inside, else the centre of the widest circle the zone holds."""
    centres = contours.apply(_inner_point)
    return pd.DataFrame(
        {"latitude": centres.map(shapely.get_y).round(5), "longitude": centres.map(shapely.get_x).round(5)},
        index=contours.index,
    )


def _inner_point(contour: shapely.Geometry) -> shapely.Point:
    if contour.contains(contour.centroid):
        return contour.centroid
    return shapely.get_point(shapely.maximum_inscribed_circle(contour, tolerance=0.001), 0)


def _marked(rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    marked = rows.assign(millesime=MILLESIME, source=SOURCE, synthetique=False)
    return marked[list(columns)].reset_index(drop=True)
