"""Needs of the territories, from open data: population, RSA, income, unemployment, job seekers."""

from __future__ import annotations

from functools import partial

import pandas as pd

from indicators.catalogue import Indicator
from indicators.published import as_published, counted, ratio
from warehouse.edition import Edition

WIDE = ("departement", "region", "france")
EVERYWHERE = (
    "commune", "epci", "arrondissement", "clpe", "bassin_bmo", "zone_emploi", "territoire_action_sociale", *WIDE,
    "arrondissement_municipal",
)  # fmt: skip
CAF_LEVELS = ("commune", "epci", "clpe", "territoire_action_sociale", *WIDE, "arrondissement_municipal")
PARTIAL = (
    "Dans l’édition d’un département, un territoire qui en déborde n’est compté que pour ses communes du département."
)
CAF = (
    "Foyers relevant de la CAF seulement (hors MSA), effectifs communaux arrondis à 5 par le producteur : "
    "leur somme diffère un peu du total exact."
)


def in_december(edition: Edition, niveau: str) -> pd.DataFrame:
    """Households with RSA in December: communes are told once a year, départements every month."""
    found = counted(edition, niveau, "foyers_rsa")
    return found[found["periode"].str.endswith("-12")].reset_index(drop=True)


def everyone(edition: Edition, niveau: str, code: str) -> pd.DataFrame:
    """A count of everybody, whatever parts by sex or age the publisher also gives."""
    found = counted(edition, niveau, code)
    return found[found["modalite"] == ""].reset_index(drop=True)


def rsa_households_per_100(edition: Edition, niveau: str) -> pd.DataFrame:
    """100 × foyers RSA of December / population of 15–64 in the census."""
    found = ratio(edition, niveau, "foyers_rsa", "population_1564", 100)
    return found[found["periode"].str.endswith("-12")].reset_index(drop=True)


INDICATORS = (
    Indicator(
        code="population_municipale",
        libelle="Population municipale",
        unite="habitants",
        page="besoins",
        numerateur="population municipale",
        denominateur="",
        niveaux=EVERYWHERE,
        grain="année",
        tables=("faits",),
        sens="contexte",
        seuil="S4",
        nature="effectif",
        palette="contexte",
        lecture="{territoire} compte {valeur} habitants au 1er janvier {periode}.",
        champ="Population municipale légale.",
        note=f"À Mayotte, celle du recensement de 2017. {PARTIAL}",
        decimals=0,
        compute=partial(counted, code="population_municipale"),
    ),
    Indicator(
        code="foyers_rsa",
        libelle="Foyers allocataires du RSA",
        unite="foyers",
        page="besoins",
        numerateur="foyers allocataires du RSA",
        denominateur="",
        niveaux=CAF_LEVELS,
        grain="année (décembre)",
        tables=("faits",),
        sens="contexte",
        seuil="S1",
        nature="effectif",
        palette="besoin",
        lecture="{territoire}, {periode} : {valeur} foyers perçoivent le RSA.",
        champ="Foyers allocataires de la CAF ayant un droit versable au RSA au titre de décembre.",
        note=f"{CAF} {PARTIAL}",
        decimals=0,
        compute=in_december,
    ),
    Indicator(
        code="foyers_rsa_pour_100_1564",
        libelle="Foyers allocataires du RSA pour 100 habitants de 15 à 64 ans",
        unite="foyers pour 100 habitants",
        page="besoins",
        numerateur="foyers allocataires du RSA",
        denominateur="population de 15 à 64 ans (recensement)",
        niveaux=CAF_LEVELS,
        grain="année (décembre)",
        tables=("faits",),
        sens="bas",
        seuil="S1",
        nature="taux",
        palette="besoin",
        lecture="{territoire}, {periode} : on compte {valeur} foyers allocataires du RSA pour 100 habitants "
        "de 15 à 64 ans.",
        champ="Foyers allocataires de la CAF ; habitants de 15 à 64 ans.",
        note=f"Le dénominateur est la population de 15 à 64 ans du dernier recensement connu, plus ancien que "
        f"l’effectif de la CAF. {CAF} {PARTIAL}",
        compute=rsa_households_per_100,
    ),
    Indicator(
        code="taux_pauvrete",
        libelle="Taux de pauvreté (seuil de 60 %)",
        unite="%",
        page="besoins",
        numerateur="personnes vivant sous 60 % du niveau de vie médian",
        denominateur="personnes des ménages fiscaux",
        niveaux=("commune", "epci", *WIDE, "arrondissement_municipal"),
        grain="année",
        tables=("faits",),
        sens="bas",
        seuil="source",
        nature="taux",
        palette="besoin",
        lecture="{territoire}, {periode} : {valeur} des habitants vivent sous le seuil de pauvreté.",
        champ="Personnes vivant en ménage fiscal ordinaire.",
        note="Un taux de pauvreté ne se moyenne pas : il n’est donné qu’aux niveaux où l’Insee le publie. "
        "L’Insee ne le diffuse pas pour les petites communes (secret statistique).",
        compute=partial(as_published, code="taux_pauvrete"),
    ),
    Indicator(
        code="niveau_vie_median",
        libelle="Niveau de vie médian",
        unite="€ par an",
        page="besoins",
        numerateur="niveau de vie qui partage la population en deux moitiés",
        denominateur="",
        niveaux=("commune", "epci", *WIDE, "arrondissement_municipal"),
        grain="année",
        tables=("faits",),
        sens="haut",
        seuil="source",
        nature="montant",
        palette="besoin",
        lecture="{territoire}, {periode} : la moitié des personnes vivent avec moins de {valeur}.",
        champ="Personnes vivant en ménage fiscal ordinaire.",
        note="Une médiane ne se moyenne pas : elle n’est donnée qu’aux niveaux où l’Insee la publie.",
        decimals=0,
        compute=partial(as_published, code="niveau_vie_median"),
    ),
    Indicator(
        code="taux_chomage_localise",
        libelle="Taux de chômage localisé",
        unite="%",
        page="besoins",
        numerateur="chômeurs au sens du BIT",
        denominateur="population active",
        niveaux=("zone_emploi", *WIDE),
        grain="trimestre",
        tables=("faits",),
        sens="bas",
        seuil="S4",
        nature="taux",
        palette="besoin",
        lecture="{territoire}, {periode} : le taux de chômage localisé est de {valeur}.",
        champ="Population active de 15 ans ou plus, moyenne trimestrielle corrigée des variations saisonnières.",
        note="Une zone d’emploi est prise entière, y compris ses communes hors du département.",
        compute=partial(as_published, code="taux_chomage_localise"),
    ),
    Indicator(
        code="demandeurs_emploi_abc",
        libelle="Demandeurs d’emploi inscrits, catégories A, B, C",
        unite="inscrits",
        page="besoins",
        numerateur="demandeurs d’emploi inscrits en catégories A, B ou C",
        denominateur="",
        niveaux=CAF_LEVELS,
        grain="année (4e trimestre)",
        tables=("faits",),
        sens="contexte",
        seuil="source",
        nature="effectif",
        palette="besoin",
        lecture="{territoire}, {periode} : {valeur} personnes sont inscrites en catégories A, B ou C.",
        champ="Inscrits à France Travail en catégories A, B, C ; moyenne du trimestre, données brutes.",
        note="Effectifs arrondis à 5 par le producteur. Depuis le 1er janvier 2025, les bénéficiaires du RSA sont "
        f"inscrits d’office : la série s’interrompt avant cette rupture. {PARTIAL}",
        decimals=0,
        compute=partial(everyone, code="demandeurs_emploi_abc"),
    ),
)
