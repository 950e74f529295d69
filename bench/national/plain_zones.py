"""Zones and memberships, with pandas alone: read, merge, drop the copies."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd

from bench.national.plain_facts import communes, passages
from geodata.zones import KNOWN

# Level → name of its file, separator, columns of the commune, of the zone and of its name, vintage.
FILES = {
    "bassin_bmo": ("France_Travail_Bassin_Emploi_2021.csv", ",", "codgeo", "codbe", "libbe", "2021"),
    "epci": ("insee_epci_cog2025.csv", ",", "codgeo", "epci", "libepci", "2025"),
    "zone_emploi": ("insee_zone_emploi_2020_cog2025.csv", ",", "codgeo", "ze2020", "libze2020", "2025"),
    "clpe": ("ref_clpe_ft.csv", ",", "commune_id", "territoire_id", "territoire_libelle", "2025"),
    "frr": (
        "liste-communes-FRR-juillet2025.csv", ";", "Code_insee", "Classement FRR et FRR+ au 10 juillet 2025",
        "Classement FRR et FRR+ au 10 juillet 2025", "2025",
    ),
}  # fmt: skip
TABLE = {
    "arrondissement": "ARR", "epci": "EPCI", "zone_emploi": "ZE2020", "bassin_vie": "BV2012",
    "aire_attraction_villes": "AAV2020",
}  # fmt: skip
OUTSIDE = ["", "ZZZZ", "ZZZZZ", "ZZZZZZZZZ", "000"]


def passage() -> pd.DataFrame:
    return passages().assign(source="cog")


def composed(files: dict[str, Path]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of `appartenances`, of every file, and of `zones`, each zone once, the latest vintage."""
    parts = [*_of_files(files), *_of_table(files["table-appartenance-geo-communes-22.zip"]), *_of_today()]
    rows = pd.concat(parts, ignore_index=True)
    rows = rows[~rows["code_zone"].isin(OUTSIDE)].dropna(subset=["code_zone"])
    rows = rows.merge(passages(), left_on="code_insee", right_on="code_ancien", how="left")
    rows["own"] = rows["code_courant"].isna()
    rows["code_insee"] = rows["code_courant"].fillna(rows["code_insee"])
    rows = rows.sort_values("own", ascending=False, kind="stable")
    rows = rows.drop_duplicates(["code_insee", "niveau", "millesime"])
    where = communes()[["code", "code_departement"]].rename(columns={"code": "code_insee"})
    zones = rows.merge(where, on="code_insee", how="left").sort_values("millesime", kind="stable")
    zones = zones.drop_duplicates(["niveau", "code_zone"], keep="last").rename(columns={"code_zone": "code"})
    return (
        rows[["code_insee", "niveau", "code_zone", "millesime", "source"]],
        zones[["niveau", "code", "libelle", "code_departement", "millesime", "source"]],
    )


def _of_files(files: dict[str, Path]):
    for level, (name, separator, commune, zone, label, year) in FILES.items():
        rows = pd.read_csv(
            files[name], sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig",
            usecols=lambda header: not header.startswith("Unnamed"),
        )  # fmt: skip
        yield pd.DataFrame(
            {
                "code_insee": rows[commune].str.zfill(5), "niveau": level, "code_zone": rows[zone],
                "libelle": rows[label], "millesime": year, "source": level,
            }
        )  # fmt: skip


def _of_table(path: Path):
    with zipfile.ZipFile(path) as archive:
        content = archive.read(next(name for name in archive.namelist() if name.endswith(".xlsx")))
    book = pd.ExcelFile(io.BytesIO(content), engine="openpyxl")
    rows = book.parse("COM", header=5, dtype=str, keep_default_na=False)
    names = book.parse("Zones_supra_communales", header=5, dtype=str, keep_default_na=False)
    for level, column in TABLE.items():
        called = names[names["NIVGEO"] == column].drop_duplicates("CODGEO").set_index("CODGEO")["LIBGEO"]
        yield pd.DataFrame(
            {
                "code_insee": rows["CODGEO"], "niveau": level, "code_zone": rows[column],
                "libelle": rows[column].map(called), "millesime": "2022", "source": "table_appartenance",
            }
        )  # fmt: skip


def _of_today():
    known = communes().assign(france="FR", nom_france="France entière")
    for level, (code, name) in (KNOWN | {"france": ("france", "nom_france")}).items():
        yield pd.DataFrame(
            {
                "code_insee": known["code"], "niveau": level, "code_zone": known[code], "libelle": known[name],
                "millesime": "2026", "source": "cog",
            }
        )  # fmt: skip
