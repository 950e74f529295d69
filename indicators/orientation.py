"""How départements orient and accompany the people who receive the RSA, as they answer to the DREES (OARSA)."""

from __future__ import annotations

from functools import partial

from indicators.catalogue import Indicator
from indicators.published import as_published

SURVEY = (
    "Enquête annuelle de la DREES auprès des collectivités chargées du RSA ; une collectivité peut ne pas avoir "
    "répondu. Le Rhône et la Métropole de Lyon répondent séparément."
)
BEFORE = "Chiffres d’avant le contrat d’engagement, qui remplace le contrat d’engagements réciproques depuis 2025."


def _indicator(code: str, libelle: str, unite: str, sens: str, **said) -> Indicator:
    return Indicator(
        code=code,
        libelle=libelle,
        unite=unite,
        page="besoins",
        niveaux=("departement", "france"),
        grain="année",
        tables=("faits",),
        sens=sens,
        seuil="source",
        nature="duree" if unite == "jours" else "taux",
        palette="contexte",
        decimals=0,
        compute=partial(as_published, code=code),
        **said,
    )


INDICATORS = (
    _indicator(
        "part_brsa_orientes",
        "Part des bénéficiaires du RSA orientés (DREES)",
        "%",
        "haut",
        numerateur="personnes orientées",
        denominateur="personnes soumises aux droits et devoirs",
        lecture="{territoire}, fin {periode} : {valeur} des personnes soumises aux droits et devoirs sont orientées.",
        champ="Personnes soumises aux droits et devoirs au 31 décembre.",
        note=SURVEY,
    ),
    _indicator(
        "part_orientes_france_travail",
        "Part des orientés suivis par France Travail (DREES)",
        "%",
        "contexte",
        numerateur="personnes orientées vers France Travail",
        denominateur="personnes orientées",
        lecture="{territoire}, fin {periode} : {valeur} des personnes orientées le sont vers France Travail.",
        champ="Personnes soumises aux droits et devoirs et orientées au 31 décembre.",
        note=SURVEY,
    ),
    _indicator(
        "part_cer",
        "Part des orientés ayant un contrat d’engagements réciproques (DREES)",
        "%",
        "haut",
        numerateur="personnes ayant un contrat d’engagements réciproques",
        denominateur="personnes orientées vers un autre organisme que France Travail",
        lecture="{territoire}, fin {periode} : {valeur} des personnes orientées hors de France Travail ont un contrat.",
        champ="Personnes orientées vers un autre organisme que France Travail au 31 décembre.",
        note=f"{SURVEY} {BEFORE}",
    ),
    _indicator(
        "delai_orientation",
        "Délai moyen d’orientation (DREES)",
        "jours",
        "bas",
        numerateur="jours entre l’entrée dans le RSA et la première orientation",
        denominateur="",
        lecture="{territoire}, {periode} : la première orientation vient en moyenne {valeur} après l’entrée au RSA.",
        champ="Personnes entrées dans le RSA et orientées dans l’année.",
        note=f"{SURVEY} Compté depuis la demande de RSA : il majore le délai de la collectivité.",
    ),
)
