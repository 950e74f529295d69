"""Shares of the census: unemployment, people without a diploma, households without a car, one-parent families.

Each census divides its own counts; a sum of communes is divided once summed. Where only a rate is published
(2022, in the figures that travel with the project) it stands at the level it is published for.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from indicators.catalogue import Indicator
from indicators.published import as_published, ratio
from warehouse.edition import Edition

LEVELS = ("commune", "epci", "zone_emploi", "departement", "region", "france")
PARTIAL = (
    "Dans l’édition d’un département, un territoire qui en déborde, quand l’Insee ne le publie pas lui-même, n’est "
    "compté que pour ses communes du département."
)
PLACE = ["territoire", "periode"]


def share(edition: Edition, niveau: str, part: str, whole: str) -> pd.DataFrame:
    """100 × part / whole, census by census."""
    found = ratio(edition, niveau, part, whole, 100, same_period=True)
    return found.assign(base=found["denominateur"])


def unemployment_in_census(edition: Edition, niveau: str) -> pd.DataFrame:
    """100 × chômeurs / actifs of 15–64 where counts are known, else the rate as it is published, never averaged."""
    counts = share(edition, niveau, "chomeurs_1564", "actifs_1564")
    rates = as_published(edition, niveau, "taux_chomage_rp")
    told = pd.MultiIndex.from_frame(counts.loc[counts["valeur"].notna(), PLACE])
    rates = rates[~pd.MultiIndex.from_frame(rates[PLACE]).isin(told)]
    empty = pd.MultiIndex.from_frame(counts[PLACE]).isin(pd.MultiIndex.from_frame(rates[PLACE]))
    parts = [part for part in (counts[~empty], rates) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else counts


def _indicator(code: str, libelle: str, lecture: str, champ: str, note: str, compute, **said) -> Indicator:
    return Indicator(
        code=code,
        libelle=libelle,
        unite="%",
        page="besoins",
        niveaux=LEVELS,
        grain="année",
        tables=("faits",),
        sens="bas",
        seuil="S4",
        nature="taux",
        palette="besoin",
        lecture=lecture,
        champ=champ,
        note=f"{note} Le recensement est la moyenne de cinq enquêtes annuelles. {PARTIAL}",
        compute=compute,
        **said,
    )


INDICATORS = (
    _indicator(
        "taux_chomage_rp",
        "Taux de chômage au sens du recensement (15–64 ans)",
        "{territoire}, recensement de {periode} : {valeur} des actifs se déclarent au chômage.",
        "Actifs de 15 à 64 ans au lieu de résidence.",
        "Chômage déclaré, plus élevé que celui du BIT : les deux ne se comparent pas. Là où seuls des taux par commune "
        "sont publiés, un ensemble de communes n’a pas de taux pour ce recensement.",
        unemployment_in_census,
        numerateur="chômeurs de 15 à 64 ans au sens du recensement",
        denominateur="actifs de 15 à 64 ans au sens du recensement",
    ),
    _indicator(
        "part_non_diplomes",
        "Part de non-diplômés (15 ans ou plus non scolarisés)",
        "{territoire}, recensement de {periode} : {valeur} des 15 ans ou plus non scolarisés n’ont aucun diplôme.",
        "Personnes de 15 ans ou plus qui ne sont pas scolarisées.",
        "Aucun diplôme, ou au plus le certificat d’études primaires.",
        partial(share, part="sans_diplome", whole="population_15p_non_scolarisee"),
        numerateur="personnes sans diplôme ou au plus le certificat d’études primaires",
        denominateur="personnes de 15 ans ou plus non scolarisées",
    ),
    _indicator(
        "part_menages_sans_voiture",
        "Part des ménages sans voiture",
        "{territoire}, recensement de {periode} : {valeur} des ménages n’ont pas de voiture.",
        "Ménages des résidences principales.",
        "Ce qui reste des résidences principales une fois ôtés les ménages qui ont une voiture ou plus ; "
        "pas encore lue dans les recensements depuis 2023.",
        partial(share, part="menages_sans_voiture", whole="residences_principales"),
        numerateur="ménages sans voiture",
        denominateur="ménages (résidences principales)",
    ),
    _indicator(
        "part_familles_monoparentales",
        "Part de familles monoparentales",
        "{territoire}, recensement de {periode} : {valeur} des familles sont monoparentales.",
        "Familles au sens du recensement.",
        "Exploitation complémentaire, faite sur un échantillon : fragile dans les petites communes.",
        partial(share, part="familles_monoparentales", whole="familles"),
        numerateur="familles monoparentales",
        denominateur="familles",
    ),
)
