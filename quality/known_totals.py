"""The totals that the département knows of its recipients, against which BRS-02 checks the sum of communes.

`reglages/<departement>_totaux.csv`, columns concept;total: one line for each concept of `brsa_effectifs`, at the latest
date of the file to be loaded. Without it the rule has nothing to say.
"""

from __future__ import annotations

from pathlib import Path

from etl.staging import SourceRefused
from quality.tuning import number, rows
from warehouse.dictionary import table

COLUMNS = ("concept", "total")


def totals_path(home: Path, departement: str) -> Path:
    """Where that département says its totals."""
    return home / "reglages" / f"{departement}_totaux.csv"


def known_totals(file: Path) -> dict[str, float]:
    """Totals by concept, none when the file is not there. SourceRefused names the line at fault."""
    concepts = table("brsa_effectifs").column("concept").values
    totals = {}
    for line, row in rows(file, COLUMNS) if file.exists() else []:
        concept, total = row.get("concept", ""), number(row.get("total", ""))
        if concept not in concepts:
            raise SourceRefused(
                f"Totaux connus, fichier {file.name}, ligne {line} : « {concept[:40]} » n’est pas ce que l’on compte. "
                f"Écrivez l’un de : {', '.join(concepts)}.",
                file.name,
                colonne="concept",
            )
        if total is None:
            raise SourceRefused(
                f"Totaux connus, fichier {file.name}, ligne {line} : le total « {row.get('total', '')[:30]} » n’est "
                "pas un nombre positif.",
                file.name,
                colonne="total",
            )
        totals[concept] = total
    return totals
