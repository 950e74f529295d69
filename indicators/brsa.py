"""Recipients of the RSA subject to rights and duties: the denominator of coverage."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.aggregation import add_up, locate
from indicators.remember import per_edition
from warehouse.edition import Edition

CONCEPT = "soumis_droits_devoirs"
SOURCES = ("departement", "caf_msa", "caf", "msa", "cnaf_open_data")  # the widest cover first
MONTHS = 12
WHOLE = ("sexe", "classe_age", "type_parcours")


@per_edition
def yearly(edition: Edition) -> pd.DataFrame:
    """Mean of the monthly counts of a year, one row per commune or territory that was counted.

    Columns code_insee, code_tas, periode, brsa (persons, NaN when unknown), statut: "secret" when every month
    is, "provisoire" when a month is missing or not final. Only counts of the whole, never of a sex or an age.
    """
    counts = _monthly(edition.table("brsa_effectifs"))
    dates = pd.to_datetime(counts["date_observation"])
    counts = counts.assign(
        periode=dates.dt.year.astype("str"),
        effectif=counts["effectif"].astype("float64"),
        secret=counts["statut_secret"] == "secret",
        ouvert=counts["provisoire"].eq(True),
        mois=dates.dt.month.where(counts["effectif"].notna()),
    )
    means = counts.groupby(["code_insee", "code_tas", "periode"], dropna=False, as_index=False).agg(
        brsa=("effectif", "mean"), mois=("mois", "nunique"), ouvert=("ouvert", "any"), secret=("secret", "all")
    )
    final = (means["mois"] >= MONTHS) & ~means["ouvert"].astype("bool")
    cases = [means["secret"].astype("bool"), means["brsa"].isna(), ~final]
    statut = np.select(cases, ["secret", "non_disponible", "provisoire"], "disponible")
    return means.assign(statut=statut)[["code_insee", "code_tas", "periode", "brsa", "statut"]]


def _monthly(counts: pd.DataFrame) -> pd.DataFrame:
    """Rows of the whole population, from the one source that covers it: the first of SOURCES that is there."""
    whole = counts[list(WHOLE)].isna() | (counts[list(WHOLE)] == "ensemble")
    counts = counts[(counts["concept"] == CONCEPT) & whole.all(axis=1)]
    source = next((name for name in SOURCES if (counts["source"] == name).any()), None)
    return counts[counts["source"] == source]


@per_edition
def at_level(edition: Edition, niveau: str) -> pd.DataFrame:
    """Recipients by territory and year: territoire, periode, brsa, statut.

    A territory of social action counted as such is taken as counted; otherwise its communes are added up.
    """
    counts = yearly(edition)
    communes = counts[counts["code_insee"].notna()]
    own = counts[counts["code_insee"].isna() & counts["code_tas"].notna()]
    if niveau == "territoire_action_sociale":
        return _prefer(own.assign(territoire=own["code_tas"]), _summed(communes, edition, niveau))
    if niveau == "departement" and not own.empty:
        parts = at_level(edition, "territoire_action_sociale").rename(columns={"territoire": "code_tas"})
        return _total(parts.assign(territoire=edition.departement))
    return _summed(communes, edition, niveau)


def _summed(communes: pd.DataFrame, edition: Edition, niveau: str) -> pd.DataFrame:
    return _total(communes.assign(territoire=locate(communes["code_insee"], edition, niveau)))


def _total(rows: pd.DataFrame) -> pd.DataFrame:
    added = add_up(rows.assign(provisoire=rows["statut"] == "provisoire"), ["brsa", "provisoire"], ["periode"])
    hidden = rows[rows["statut"] == "secret"].groupby(["territoire", "periode"]).size()
    keys = pd.MultiIndex.from_frame(added[["territoire", "periode"]])
    unknown = np.where(keys.isin(hidden.index), "secret", "non_disponible")
    known = np.where(added["provisoire"] > 0, "provisoire", "disponible")
    return added.assign(statut=np.where(added["brsa"].isna(), unknown, known))[
        ["territoire", "periode", "brsa", "statut"]
    ]


def _prefer(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    both = pd.concat([first, second])[["territoire", "periode", "brsa", "statut"]]
    return both.drop_duplicates(["territoire", "periode"], ignore_index=True)
