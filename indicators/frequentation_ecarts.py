"""The attendance gap: how many places are lost, and at which step (M4 of the domain reference)."""

from __future__ import annotations

from functools import partial

import pandas as pd

from indicators import turnout
from indicators.aggregation import aggregate, measures, nothing, unfold
from indicators.catalogue import Indicator
from indicators.frequentation import FLOW, NARROW, PLACE, WITH_PRESENCES, YEAR, dated, declare
from warehouse.edition import Edition


def gap(edition: Edition, niveau: str, part: str, rests_on: str, tables: tuple[str, ...]) -> pd.DataFrame:
    """Places lost at one step (a column of `turnout`), worked out session by session then added up.

    rests_on: column whose sum is the number of places or persons the figure speaks of.
    """
    if not edition.has(*tables):
        return nothing()
    sums = aggregate(unfold(turnout.turnout(edition), "type"), edition, niveau, [part, rests_on])
    frame = sums.assign(numerateur=sums[part], valeur=sums[part], base=sums[rests_on])
    return measures(frame, **dated(frame, edition, tables))


def _gap(code: str, libelle: str, part: str, rests_on: str, tables: tuple[str, ...], **said: object) -> Indicator:
    return declare(
        code,
        libelle,
        "places",
        denominateur="",
        niveaux=NARROW,
        tables=tables,
        sens="bas",
        nature="effectif",
        decimals=0,
        champ=f"Sessions commencées et non annulées. {PLACE}",
        compute=partial(gap, part=part, rests_on=rests_on, tables=tables),
        **said,
    )


BY_SESSION = (
    "Calculé session par session puis additionné : sur des totaux, les sessions trop demandées cacheraient les "
    f"sessions vides. {YEAR}"
)

INDICATORS = (
    _gap(
        "ecart_frequentation",
        "Écart de fréquentation",
        "ecart",
        "capacite",
        WITH_PRESENCES,
        numerateur="places ouvertes − personnes présentes en moyenne : somme des trois écarts",
        lecture="{territoire}, {periode} : {valeur} places ouvertes sont restées sans personne présente.",
        note=f"Une session dont aucune présence n’est connue n’ajoute pas d’absentéisme. {BY_SESSION}",
    ),
    _gap(
        "ecart_manque_prescription",
        "Écart dû au manque de prescription",
        "manque_prescription",
        "capacite",
        FLOW,
        numerateur="places ouvertes au-delà des prescriptions reçues",
        lecture="{territoire}, {periode} : {valeur} places sont restées libres faute de prescription.",
        note=BY_SESSION,
    ),
    _gap(
        "ecart_deperdition_entree",
        "Déperdition entre prescription et entrée",
        "deperdition_entree",
        "prescriptions",
        FLOW,
        numerateur="places prescrites que personne n’a occupées",
        lecture="{territoire}, {periode} : {valeur} places réservées n’ont pas été suivies d’une entrée.",
        note=BY_SESSION,
    ),
    _gap(
        "ecart_absenteisme",
        "Écart dû à l’absentéisme",
        "absenteisme",
        "entrees",
        WITH_PRESENCES,
        numerateur="personnes entrées − personnes présentes en moyenne",
        lecture="{territoire}, {periode} : en moyenne, {valeur} personnes inscrites étaient absentes à chaque séance.",
        note="Personnes présentes en moyenne : entrées × séances suivies / séances attendues. Une session dont aucune "
        f"présence n’est connue n’est pas comptée. {BY_SESSION}",
    ),
)
