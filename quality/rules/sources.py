"""Publishers' files: each has a known address, a fingerprint that is kept, and something in it."""

from __future__ import annotations

import pandas as pd

from quality.rule import BLOCKING, FILE, Around, Finding, Rule, at_fault

FINGERPRINT = r"[0-9a-f]{64}"


def _untraceable(frame: pd.DataFrame, around: Around) -> Finding:
    """OPN-01, for what was read from a publisher's file; another year than awaited is told on reading (OPN-02).

    A source whose publisher has no stable address declares none: only an address that is not one is at fault.
    """
    read = frame["lecture"] == "fichier_editeur"
    traced = frame["sha256"].str.fullmatch(FINGERPRINT).fillna(False).astype("bool")
    unsaid = frame["url"].fillna("").eq("")
    known = unsaid | frame["url"].str.match(r"https?://[^/]+").fillna(False).astype("bool")
    return at_fault(read & ~(traced & known & (frame["nb_lignes"].fillna(0) > 0)))


RULES = (
    Rule(
        "OPN-01", "sources", BLOCKING, FILE, "Chaque fichier d’éditeur a une adresse connue et une empreinte",
        "Le fichier de « {exemple} » est vide, sans empreinte ou d’une adresse inconnue : il n’est pas chargé. "
        "Relancez la collecte.",
        _untraceable, ("sha256", "url", "lecture", "nb_lignes"), example="titre",
    ),
)  # fmt: skip
