"""Obstacles declared: secret is not a number, and nobody declares more than there are recipients."""

from __future__ import annotations

import pandas as pd

from quality.rule import BLOCKING, FILE, ROW, Around, Finding, Rule, at_fault
from quality.rules.brsa_effectifs import PERSONS, whole_counts

TABLE = "freins_agreges"
PEOPLE = (PERSONS, "soumis_droits_devoirs")


def _explained(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["effectif"].isna() & (frame["statut_secret"] == "diffusible"))


def _secret_is_not_a_number(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["effectif"].notna() & (frame["statut_secret"] == "secret"))


def recipients(around: Around) -> pd.Series:
    """Largest known number of recipients of each social action territory; secret counts are left out."""
    counts = whole_counts(around.tables["brsa_effectifs"])
    counts = counts[counts["concept"].isin(PEOPLE)]
    territories = around.tables["territoires"].drop_duplicates("code_insee").set_index("code_insee")["code_tas"]
    tas = counts["code_tas"].fillna(counts["code_insee"].map(territories))
    sums = counts.groupby([tas, "concept", "date_observation"])["effectif"].sum().astype("float64")
    return sums.groupby(level=0).max()


def _too_many(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["effectif"].astype("Float64") > frame["code_tas"].map(recipients(around)))


RULES = (
    Rule(
        "FRE-01", TABLE, BLOCKING, ROW, "Un effectif absent est déclaré secret",
        "{n|effectif est absent|effectifs sont absents} sans être sous secret.",
        _explained, ("effectif", "statut_secret"), "l’effectif est absent sans être déclaré secret", "frein",
    ),
    Rule(
        "OPN-03", TABLE, BLOCKING, FILE, "Un effectif secret n’est jamais un nombre",
        "Des effectifs secrets portent un nombre ({n|ligne|lignes}, exemple : {exemple}) : chargement refusé.",
        _secret_is_not_a_number, ("effectif", "statut_secret"),
    ),
    Rule(
        "FRE-01", TABLE, BLOCKING, ROW, "Un frein ne concerne pas plus de personnes que le territoire n’en compte",
        "Plus de personnes déclarent le frein « {exemple} » que le territoire ne compte de bénéficiaires.",
        _too_many, ("effectif", "code_tas"), "plus de personnes que de bénéficiaires dans le territoire", "frein",
        ("brsa_effectifs", "territoires"),
    ),
)  # fmt: skip
