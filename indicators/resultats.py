"""Outcomes: what people become when they leave, and 6, 12 and 24 months later."""

from __future__ import annotations

from functools import partial

import pandas as pd

from indicators.aggregation import add_up, measures, nothing, ratio_frame, unfold
from indicators.catalogue import Indicator
from indicators.exits import exits, residence, surveyed
from indicators.intervals import wilson, wilson_effective
from indicators.provenance import extraction, provenance, year_statut
from warehouse.edition import Edition

NARROW = ("territoire_action_sociale", "departement")
SURVEY = ("enquete_devenir", "parcours")
OBSERVED = (
    "Les écarts entre territoires ou programmes décrivent des publics différents : ils ne mesurent pas l’action "
    "elle-même."
)


def dynamic_exits(edition: Edition, niveau: str) -> pd.DataFrame:
    """100 × exits to a lasting job, a transition job or a positive step / exits but withdrawals; Wilson's interval."""
    if not edition.has("parcours"):
        return nothing()
    rows = unfold(exits(edition), "type_parcours", "sexe")
    rows = rows.assign(territoire=residence(rows["code_tas"], edition, niveau))
    sums = add_up(rows, ["dynamique", "un"]).rename(columns={"dynamique": "numerateur", "un": "denominateur"})
    low, high = wilson(sums["numerateur"], sums["denominateur"])
    return ratio_frame(
        sums.assign(base=sums["denominateur"], ic_bas=100 * low, ic_haut=100 * high),
        statut=year_statut(sums["periode"], extraction(edition, "parcours")),
        **provenance(edition, "parcours"),
    )


def employment(edition: Edition, niveau: str, vague: str) -> pd.DataFrame:
    """Weighted share in % of respondents of a wave who have a job, with Wilson's interval on Kish's effective size.

    numerateur and denominateur are people, not weights: the value is not their plain quotient.
    """
    if not edition.has("enquete_devenir"):
        return nothing()
    asked = surveyed(edition)
    told = asked[asked["repondant"] & (asked["vague"] == vague) & asked["en_emploi"].notna() & (asked["poids"] > 0)]
    rows = unfold(told, "sexe", "type_programme")
    rows = rows.assign(
        territoire=residence(rows["code_tas"], edition, niveau),
        un=1.0,
        pese=rows["poids"] * rows["en_emploi"],
        carre=rows["poids"] ** 2,
    )
    sums = add_up(rows, ["un", "en_emploi", "poids", "pese", "carre"])
    share = sums["pese"] / sums["poids"]
    low, high = wilson_effective(share, sums["poids"] ** 2 / sums["carre"])
    frame = sums.rename(columns={"en_emploi": "numerateur", "un": "denominateur"})
    frame = frame.assign(base=sums["un"], valeur=100 * share, ic_bas=100 * low, ic_haut=100 * high)
    return measures(frame, **provenance(edition, *SURVEY))


def response_rate(edition: Edition, niveau: str) -> pd.DataFrame:
    """100 × respondents / people who could be asked; exact, so without interval."""
    if not edition.has("enquete_devenir"):
        return nothing()
    rows = unfold(surveyed(edition), "vague", "sexe", "type_programme")
    rows = rows.assign(territoire=residence(rows["code_tas"], edition, niveau), un=1.0)
    sums = add_up(rows, ["repondant", "un"]).rename(columns={"repondant": "numerateur", "un": "denominateur"})
    return ratio_frame(sums.assign(base=sums["denominateur"]), **provenance(edition, *SURVEY))


def _indicator(code: str, libelle: str, grain: str, **said: object) -> Indicator:
    return Indicator(
        code=code,
        libelle=libelle,
        unite="%",
        page="resultats",
        grain=grain,
        sens="haut",
        nature="taux",
        palette="resultats",
        **said,
    )


def _employment(months: int, niveaux: tuple[str, ...]) -> Indicator:
    return _indicator(
        f"taux_emploi_{months}m",
        f"En emploi {months} mois après la sortie",
        "campagne d’enquête",
        numerateur="répondants en emploi",
        denominateur="répondants de la vague",
        niveaux=niveaux,
        tables=SURVEY,
        seuil="S5",
        dimensions=("sexe", "type_programme"),
        lecture=f"{{territoire}}, {{periode}} : {months} mois après leur sortie, {{valeur}} % des personnes sont en "
        "emploi (intervalle de confiance à 95 % : {ic_bas}–{ic_haut}).",
        champ=f"Personnes sorties d’un accompagnement, répondantes à l’enquête à {months} mois, selon le territoire où "
        "elles résidaient.",
        note="Le taux est pondéré pour que les répondants représentent l’ensemble des sortants, par sexe et type de "
        "programme ; les effectifs affichés sont des personnes, non pondérées. Les personnes sans réponse peuvent "
        f"différer des autres : lire avec le taux de réponse. {OBSERVED}",
        compute=partial(employment, vague=str(months)),
    )


INDICATORS = (
    _indicator(
        "taux_sortie_dynamique",
        "Taux de sorties dynamiques",
        "année",
        numerateur="sorties en emploi durable, en emploi de transition ou positives",
        denominateur="sorties, moins les retraits des sorties constatées",
        niveaux=NARROW,
        tables=("parcours",),
        seuil="S2",
        dimensions=("type_parcours", "sexe"),
        lecture="{territoire}, {periode} : {valeur} % des sorties sont dynamiques (intervalle de confiance à 95 % : "
        "{ic_bas}–{ic_haut}).",
        champ="Parcours terminés dans l’année, selon le territoire où la personne réside, hors retraits des sorties "
        "constatées (déménagement, décès, retraite, santé, maternité).",
        note="Emploi durable : CDI, CDD de plus de 6 mois, création d’entreprise, fonction publique (convention de la "
        f"Communauté de l’inclusion ; la Dares retient 6 mois ou plus). {OBSERVED}",
        compute=dynamic_exits,
    ),
    _employment(6, NARROW),
    _employment(12, NARROW),
    _employment(24, ("departement",)),
    _indicator(
        "taux_reponse_enquete",
        "Taux de réponse à l’enquête",
        "campagne d’enquête",
        numerateur="répondants",
        denominateur="sortants éligibles",
        niveaux=NARROW,
        tables=SURVEY,
        seuil="S1",
        dimensions=("vague", "sexe", "type_programme"),
        lecture="{territoire}, {periode} : {valeur} % des sortants interrogés ont répondu à l’enquête.",
        champ="Personnes sorties d’un accompagnement et retenues pour l’enquête, toutes vagues réunies ou par vague.",
        note="À 6, 12 et 24 mois après la sortie.",
        compute=response_rate,
    ),
)
