"""Coverage: how far the offer of each theme is, and who is left without it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.access import ENOUGH, access, zones_blanches
from indicators.aggregation import add_up, locate, measures, nothing
from indicators.couverture import OFFER, WITH_BRSA, declare, year_of
from indicators.provenance import provenance
from indicators.weighting import weighted_median
from warehouse.edition import Edition

REACHED = ("commune", "territoire_action_sociale", "epci", "departement")
GROUPS = ("territoire_action_sociale", "epci", "departement")


def nearest(edition: Edition, niveau: str) -> pd.DataFrame:
    """Minutes by car to the nearest action of each theme: of a commune, or median weighted by recipients."""
    if not edition.has(*OFFER):
        return nothing()
    if niveau == "commune":
        frame = access(edition).rename(columns={"code_insee": "territoire", "minutes": "valeur"})
        return _themed(frame, edition, OFFER)
    if not edition.has("brsa_effectifs"):
        return nothing()
    table = zones_blanches(edition)
    table = table.assign(territoire=locate(table["code_insee"], edition, niveau))
    sums = add_up(table, ["brsa"], ["periode", "theme"])
    groups = table.groupby(["territoire", "periode", "theme"]).indices
    times, weights = table["minutes"].to_numpy("float64"), table["brsa"].to_numpy("float64")
    medians = [weighted_median(times[at], weights[at]) for at in map(groups.get, _keys(sums))]
    frame = sums.assign(valeur=np.where(sums["brsa"] >= ENOUGH, medians, np.nan), base=sums["brsa"])
    return _themed(frame, edition, WITH_BRSA)


def communes_without(edition: Edition, niveau: str) -> pd.DataFrame:
    """Communes in zone blanche, out of the communes of the territory; base is their recipients."""
    sums = _blanches(edition, niveau)
    if sums.empty:
        return nothing()
    frame = sums.assign(numerateur=sums["blanche"], denominateur=sums["un"], valeur=sums["blanche"], base=sums["brsa"])
    return _themed(frame, edition, WITH_BRSA)


def people_without(edition: Edition, niveau: str) -> pd.DataFrame:
    """100 × recipients who live in a zone blanche / recipients."""
    sums = _blanches(edition, niveau)
    if sums.empty:
        return nothing()
    frame = sums.assign(numerateur=sums["isoles"], denominateur=sums["brsa"], base=sums["brsa"])
    return _themed(
        frame.assign(valeur=100 * frame["isoles"] / frame["brsa"].where(frame["brsa"] > 0)), edition, WITH_BRSA
    )


def _blanches(edition: Edition, niveau: str) -> pd.DataFrame:
    if not edition.has(*WITH_BRSA):
        return pd.DataFrame()
    table = zones_blanches(edition)
    table = table.assign(
        territoire=locate(table["code_insee"], edition, niveau), un=1.0, isoles=table["brsa"] * table["blanche"]
    )
    return add_up(table, ["blanche", "un", "brsa", "isoles"], ["periode", "theme"])


def _keys(frame: pd.DataFrame) -> list[tuple]:
    return list(frame[["territoire", "periode", "theme"]].itertuples(index=False, name=None))


def _themed(frame: pd.DataFrame, edition: Edition, tables: tuple[str, ...]) -> pd.DataFrame:
    modality = ("theme=" + frame["theme"].astype("str")).mask(frame["theme"] == "", "")
    return measures(frame, modalite=modality, statut=year_of(frame, edition), **provenance(edition, *tables))


BY_CAR = (
    "Temps de trajet en voiture, estimé de mairie à mairie. Une étape itinérante d’au moins un jour par mois sert la "
    "commune où elle s’arrête."
)
BLANCHE = (
    "Zone blanche : commune d’au moins 11 bénéficiaires du RSA sans place ouverte dans l’année à 30 minutes ou moins "
    "en voiture, sans étape itinérante d’au moins un jour par mois et sans offre à distance. Une commune plus petite "
    "prend la classe de son territoire d’action sociale. Temps de trajet estimés de mairie à mairie."
)
RECIPIENTS = "Bénéficiaires du RSA soumis aux droits et devoirs, moyenne de l’année, selon leur commune de résidence."

INDICATORS = (
    declare(
        "temps_acces_theme_min",
        "Temps d’accès à l’action la plus proche",
        "minutes",
        numerateur="temps de trajet jusqu’à l’action ouverte la plus proche ; médiane pondérée par les bénéficiaires "
        "pour un ensemble de communes",
        denominateur="",
        niveaux=REACHED,
        grain="année",
        tables=WITH_BRSA,
        sens="bas",
        seuil="S4",
        nature="duree",
        dimensions=("theme",),
        lecture="{territoire}, {periode} : l’action « {modalite} » la plus proche est à {valeur} minutes en voiture "
        "(valeur médiane parmi les bénéficiaires du RSA).",
        champ="Sessions en présence, non annulées, avec au moins une place dans l’année.",
        note=f"{BY_CAR} Un ensemble de moins de 11 bénéficiaires n’a pas de médiane.",
        decimals=0,
        compute=nearest,
    ),
    declare(
        "nb_communes_zone_blanche",
        "Communes en zone blanche",
        "communes",
        numerateur="communes en zone blanche",
        denominateur="communes du territoire",
        niveaux=GROUPS,
        grain="année",
        tables=WITH_BRSA,
        sens="bas",
        seuil="S4",  # it counts communes; persons are protected by the rule itself (none under 11 recipients)
        nature="effectif",
        dimensions=("theme",),
        lecture="{territoire}, {periode} : le nombre de communes sans aucune action « {modalite} » à 30 minutes ou "
        "moins en voiture est de {valeur}.",
        champ="Communes du département.",
        note=BLANCHE,
        decimals=0,
        compute=communes_without,
    ),
    declare(
        "part_brsa_zone_blanche",
        "Part des bénéficiaires du RSA vivant en zone blanche",
        "%",
        numerateur="bénéficiaires du RSA des communes en zone blanche",
        denominateur="bénéficiaires du RSA",
        niveaux=GROUPS,
        grain="année",
        tables=WITH_BRSA,
        sens="bas",
        seuil="S2",
        nature="taux",
        dimensions=("theme",),
        lecture="{territoire}, {periode} : {valeur} % des bénéficiaires du RSA vivent dans une zone blanche "
        "« {modalite} ».",
        champ=RECIPIENTS,
        note=BLANCHE,
        compute=people_without,
    ),
)
