"""People who left, and what they answered later: rows placed where they live, ready to be added up."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.provenance import extraction
from indicators.remember import per_edition
from indicators.weighting import poststratified_weights
from warehouse.edition import Edition

# What each reason counts for when the file does not say it (inclusion sector's convention).
CLASS_OF_REASON = {
    **dict.fromkeys(("cdi", "cdd_plus_6m", "creation", "fonction_publique"), "durable"),
    **dict.fromkeys(("cdd_moins_6m", "interim", "contrat_aide"), "transition"),
    **dict.fromkeys(("siae_autre", "formation"), "positive"),
    **dict.fromkeys(("demenagement", "deces", "retraite", "sante", "maternite"), "retrait"),
    **dict.fromkeys(("abandon", "perte_contact", "exclusion", "autre"), "autre"),
}
DYNAMIC = ("durable", "transition", "positive")
UNKNOWN = "inconnu"


def residence(code_tas: pd.Series, edition: Edition, niveau: str) -> pd.Series:
    """Territory of each person at a level: the one of social action, or the département for everybody."""
    if niveau == "departement":
        return pd.Series(edition.departement, index=code_tas.index, dtype="str")
    return code_tas


@per_edition
def exits(edition: Edition) -> pd.DataFrame:
    """Exits counted up to the extraction, withdrawals left out: code_tas, periode, sexe, type_parcours, dynamique, un.

    dynamique and un are 0 or 1; a sex said to be unknown is missing. The year is that of the exit.
    """
    left = edition.table("parcours")
    dates = pd.to_datetime(left["date_sortie"])
    left = left.assign(periode=dates.dt.year.astype("Int64").astype("str"))[dates <= extraction(edition, "parcours")]
    kind = left["classe_sortie"].fillna(left["motif_sortie"].map(CLASS_OF_REASON))
    counted = left.assign(
        sexe=left["sexe"].mask(left["sexe"] == UNKNOWN), dynamique=kind.isin(DYNAMIC).astype("float64"), un=1.0
    )
    return counted.loc[
        kind != "retrait", ["code_tas", "periode", "sexe", "type_parcours", "dynamique", "un"]
    ].reset_index(drop=True)


@per_edition
def surveyed(edition: Edition) -> pd.DataFrame:
    """Persons asked, one row per wave: code_tas, periode, vague, sexe, type_programme, repondant, poids, en_emploi.

    periode is the campaign. code_tas comes from the exit the survey speaks of. poids: that of the file, or
    restored from sex and programme when a campaign leaves one of its answers without weight.
    """
    asked = edition.table("enquete_devenir").drop(columns="synthetique")
    asked = asked.merge(_homes(edition), on=["personne_key", "date_sortie"], how="left")
    answered = asked["repondant"].eq(True)
    return asked.assign(
        periode=asked["campagne"],
        vague=asked["vague"].astype("Int64").astype("str"),
        sexe=asked["sexe"].mask(asked["sexe"] == UNKNOWN),
        repondant=answered,
        poids=_weights(asked, answered),
        en_emploi=asked["en_emploi"].astype("boolean").astype("Float64").astype("float64"),
    )[["code_tas", "periode", "vague", "sexe", "type_programme", "repondant", "poids", "en_emploi"]]


def _homes(edition: Edition) -> pd.DataFrame:
    left = edition.table("parcours")[["personne_key", "date_sortie", "code_tas"]].dropna(subset="date_sortie")
    return left.drop_duplicates(["personne_key", "date_sortie"], keep="last")


def _weights(asked: pd.DataFrame, answered: pd.Series) -> pd.Series:
    weights = asked["poids"].astype("float64").where(answered)
    survey = [asked["campagne"], asked["vague"]]
    lacking = (answered & ~(weights > 0)).groupby(survey).transform("any")
    strata = asked["sexe"].astype("str") + "|" + asked["type_programme"].astype("str")
    for _, rows in asked[lacking].groupby(["campagne", "vague"]).groups.items():
        weights.loc[rows] = poststratified_weights(strata.loc[rows], answered.loc[rows])
    return weights.where(answered, np.nan)
