"""The compiled open data the extract is built from: one CSV per publisher, every cell as text."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pandas as pd

from etl.sources import (
    bassins_bmo,
    bmo,
    chomage_localise,
    clpe,
    cnaf_foyers,
    comparateur,
    dares_defm,
    filosofi,
    france_services,
    frr,
    mediation_numerique,
    zones_emploi,
)
from geodata.passage import passage, to_current

DEPARTEMENT = "49"
# Sources that have a reader of their own: the extract names them as it does.
READERS = (
    bassins_bmo,
    bmo,
    chomage_localise,
    clpe,
    cnaf_foyers,
    comparateur,
    dares_defm,
    filosofi,
    france_services,
    frr,
    mediation_numerique,
    zones_emploi,
)


class Compiled:
    """A folder of CSV named <what>_49.csv."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def table(self, name: str) -> pd.DataFrame:
        """A file as text, an empty cell being the empty text."""
        return pd.read_csv(self.folder / f"{name}_{DEPARTEMENT}.csv", dtype=str, keep_default_na=False)

    def current(self, codes: pd.Series) -> pd.Series:
        """Today's codes of these communes."""
        return to_current(codes, passage(DEPARTEMENT))


@cache
def identities() -> dict[str, dict[str, str]]:
    """source, titre, editeur, licence, url by source code: from its reader where it has one, else from the CSV."""
    with (Path(__file__).parent / "identities.csv").open(encoding="utf-8", newline="") as stream:
        known = {row["source"]: row for row in csv.DictReader(stream)}
    for module in READERS:
        known[module.SOURCE.code] = module.SOURCE.identity
    return known
