"""What an address names: postal codes of each commune (La Poste), and names borne before mergers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.assembly import publishers

CURRENT = "commune-actuelle"
ARRONDISSEMENT = "arrondissement-municipal"


def postal_codes(listed: list[dict], known: set[str]) -> pd.DataFrame:
    """code_commune, code_postal: one row a pair, sorted; municipal arrondissements beside their commune.

    listed: the COG's communes of every type. known: the communes kept; other overseas collectivités are left out.
    """
    kept = [row for row in listed if row["type"] == CURRENT and row["code"] in known]
    kept += [row for row in listed if row["type"] == ARRONDISSEMENT and row["commune"] in known]
    pairs = sorted({(row["code"], postal) for row in kept for postal in row.get("codesPostaux", ())})
    return pd.DataFrame(pairs, columns=["code_commune", "code_postal"], dtype="str")


def former_names(current: dict[str, str], heirs: dict[str, str], archives: list[Path]) -> pd.DataFrame:
    """code_ancien, nom, code_commune: each name a commune or a part of one bears no more on its own, once, sorted.

    current: code → name of today's communes. heirs: old code → today's. archives: editions of the COG, the one to
    believe first: an older one knows the communes that left no deleguee behind them, and names that changed.
    A code split between several communes has no heir and is left out.
    """
    found: dict[tuple[str, str], str] = {}
    for archive in archives:
        for row in publishers.cog(archive, "communes"):
            heir = row["code"] if row["code"] in current else heirs.get(row["code"])
            if heir in current and row["type"] != ARRONDISSEMENT and row["nom"] != current[heir]:
                found.setdefault((heir, row["nom"]), row["code"])
    rows = sorted((code, name, heir) for (heir, name), code in found.items())
    return pd.DataFrame(rows, columns=["code_ancien", "nom", "code_commune"], dtype="str")
