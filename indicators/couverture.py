"""Coverage: how many places are open, and for how many people."""

from __future__ import annotations

import pandas as pd

from indicators import brsa
from indicators.aggregation import aggregate, grid, measures, nothing, ratio_frame
from indicators.catalogue import Indicator
from indicators.offer import sessions_by_year
from indicators.provenance import extraction, provenance, year_statut
from warehouse.edition import Edition

OFFER = ("actions", "sessions")
WITH_BRSA = (*OFFER, "brsa_effectifs")
EVERYWHERE = ("commune", "territoire_action_sociale", "epci", "clpe", "zone_emploi", "departement")


def places(edition: Edition, niveau: str) -> pd.DataFrame:
    """Places opened in the year; a territory where none was has a true zero."""
    if not edition.has(*OFFER):
        return nothing()
    sums = _places(edition, niveau)
    frame = sums.assign(numerateur=sums["places"], valeur=sums["places"])
    return measures(frame, statut=year_of(frame, edition), **provenance(edition, *OFFER))


def places_per_100(edition: Edition, niveau: str) -> pd.DataFrame:
    """100 × places of the year / mean number of recipients subject to rights and duties in the year."""
    if not edition.has(*WITH_BRSA):
        return nothing()
    counted = brsa.at_level(edition, niveau)
    sums = counted.merge(_places(edition, niveau), on=["territoire", "periode"])
    open_year = year_of(sums, edition) == "provisoire"
    frame = sums.rename(columns={"places": "numerateur", "brsa": "denominateur"})
    frame["statut"] = frame["statut"].mask(open_year & (frame["statut"] == "disponible"), "provisoire")
    return ratio_frame(frame.assign(base=frame["denominateur"]), **provenance(edition, *WITH_BRSA))


def _places(edition: Edition, niveau: str) -> pd.DataFrame:
    opened = sessions_by_year(edition).assign(modalite="")
    sums = aggregate(opened, edition, niveau, ["places"])
    whole = grid(edition, niveau, sorted(opened["periode"].unique()), [""])
    return whole.merge(sums, on=["territoire", "periode", "modalite"], how="left").fillna({"places": 0.0})


def year_of(frame: pd.DataFrame, edition: Edition) -> pd.Series:
    """Status of each row: provisional while its year was not over when sessions were extracted."""
    return year_statut(frame["periode"], extraction(edition, "sessions"))


def declare(code: str, libelle: str, unite: str, **said: object) -> Indicator:
    """An indicator of this page, with what all of them share."""
    return Indicator(code=code, libelle=libelle, unite=unite, page="couverture", palette="couverture", **said)


PLACES = (
    "Une session compte ses places dans l’année où elle commence ; une entrée permanente compte ses places en moyenne "
    "sur l’année (places × jours d’ouverture / jours de l’année). Une session à distance n’est comptée que dans le "
    "département."
)

INDICATORS = (
    declare(
        "places_ouvertes",
        "Places ouvertes",
        "places",
        numerateur="places ouvertes des sessions",
        denominateur="",
        niveaux=EVERYWHERE,
        grain="année",
        tables=OFFER,
        sens="haut",
        seuil="S4",
        nature="effectif",
        lecture="{territoire}, {periode} : {valeur} places d’actions d’insertion ont été ouvertes.",
        champ="Sessions non annulées, selon la commune où elles ont lieu.",
        note=PLACES,
        decimals=0,
        compute=places,
    ),
    declare(
        "places_pour_100_brsa",
        "Places pour 100 bénéficiaires du RSA",
        "places pour 100 bénéficiaires",
        numerateur="places ouvertes des sessions",
        denominateur="bénéficiaires du RSA soumis aux droits et devoirs, moyenne de l’année",
        niveaux=EVERYWHERE,
        grain="année",
        tables=WITH_BRSA,
        sens="haut",
        seuil="S1",
        nature="taux",
        lecture="{territoire}, {periode} : {valeur} places sont ouvertes pour 100 bénéficiaires du RSA soumis aux "
        "droits et devoirs.",
        champ="Sessions non annulées, selon la commune où elles ont lieu ; bénéficiaires du RSA soumis aux droits et "
        "devoirs, selon la commune où ils résident.",
        note=f"Les personnes peuvent suivre une action hors de leur territoire. {PLACES} Les communes dont l’effectif "
        "est secret n’entrent pas dans le dénominateur ; l’année est provisoire tant que ses douze mois ne sont pas "
        "connus.",
        compute=places_per_100,
    ),
)
