"""Attendance: how many places are prescribed, entered and attended."""

from __future__ import annotations

import pandas as pd

from indicators import turnout
from indicators.aggregation import KEYS, aggregate, locate, nothing, ratio_frame, unfold
from indicators.attendance import effective_size
from indicators.catalogue import Indicator
from indicators.intervals import wilson, wilson_effective
from indicators.provenance import extraction, provenance, year_statut
from warehouse.edition import Edition

FLOW = ("actions", "sessions", "prescriptions")
WITH_PRESENCES = (*FLOW, "presences")
NARROW = ("territoire_action_sociale", "departement")
WIDE = ("territoire_action_sociale", "epci", "departement")
PLACE = (
    "Le territoire est celui où la session a lieu, et non celui où les personnes habitent ; une session à distance "
    "n’est comptée que dans le département."
)
YEAR = "Une session appartient à l’année où elle commence ; une entrée permanente compte une session par mois."


def dated(frame: pd.DataFrame, edition: Edition, tables: tuple[str, ...]) -> dict[str, object]:
    """Columns that say where the measures come from and whether their year was over."""
    day = min(extraction(edition, name) for name in tables if name != "actions")
    return {"statut": year_statut(frame["periode"], day), **provenance(edition, *tables)}


def prescription_rate(edition: Edition, niveau: str) -> pd.DataFrame:
    """100 × prescriptions received / places opened; may pass 100, so it has no interval of a proportion."""
    if not edition.has(*FLOW):
        return nothing()
    sums = aggregate(unfold(turnout.turnout(edition), "type"), edition, niveau, ["prescriptions", "places"])
    sums = sums.rename(columns={"prescriptions": "numerateur", "places": "denominateur"})
    return ratio_frame(sums.assign(base=sums["denominateur"]), **dated(sums, edition, FLOW))


def entry_rate(edition: Edition, niveau: str) -> pd.DataFrame:
    """100 × entries / mature prescriptions, with Wilson's interval."""
    if not edition.has(*FLOW):
        return nothing()
    asked = turnout.requests(edition)
    mature = asked[asked["mures"] == 1]
    sums = aggregate(unfold(mature, "type"), edition, niveau, ["entrees", "mures"])
    return _share(sums, "entrees", "mures", edition, FLOW)


def fill_rate(edition: Edition, niveau: str) -> pd.DataFrame:
    """100 × Σ min(entries, places) / Σ places of sessions begun, with Wilson's interval on the places."""
    if not edition.has(*FLOW):
        return nothing()
    sums = aggregate(unfold(turnout.turnout(edition), "type"), edition, niveau, ["occupees", "places"])
    return _share(sums, "occupees", "places", edition, FLOW)


def _share(sums: pd.DataFrame, top: str, bottom: str, edition: Edition, tables: tuple[str, ...]) -> pd.DataFrame:
    low, high = wilson(sums[top], sums[bottom])
    frame = sums.rename(columns={top: "numerateur", bottom: "denominateur"})
    frame = frame.assign(base=sums[bottom], ic_bas=100 * low, ic_haut=100 * high)
    return ratio_frame(frame, **dated(frame, edition, tables))


def presence_rate(edition: Edition, niveau: str) -> pd.DataFrame:
    """100 × séances attended / expected; the interval rests on the effective number of séances.

    base is the number of persons expected: many séances of a few people are still a few people.
    """
    if not edition.has(*WITH_PRESENCES):
        return nothing()
    rows = unfold(turnout.attended(edition), "type")
    sums = aggregate(rows, edition, niveau, ["presents", "attendues"])
    located = rows.assign(territoire=locate(rows["code_insee"], edition, niveau))
    people = located.groupby(["territoire", *KEYS])["personne"].nunique().rename("base").reset_index()
    sums = sums.merge(people, on=["territoire", *KEYS])
    size = effective_size(sums["attendues"], sums["base"], turnout.correlation(edition))
    low, high = wilson_effective(sums["presents"] / sums["attendues"], size)
    frame = sums.rename(columns={"presents": "numerateur", "attendues": "denominateur"})
    frame = frame.assign(ic_bas=100 * low, ic_haut=100 * high)
    return ratio_frame(frame, **dated(frame, edition, WITH_PRESENCES))


def declare(code: str, libelle: str, unite: str, **said: object) -> Indicator:
    return Indicator(
        code=code,
        libelle=libelle,
        unite=unite,
        page="frequentation",
        grain="année",
        seuil="S2",
        palette="frequentation",
        dimensions=("type",),
        **said,
    )


INDICATORS = (
    declare(
        "taux_prescription",
        "Taux de prescription",
        "%",
        numerateur="prescriptions reçues, hors annulées avant étude",
        denominateur="places ouvertes",
        niveaux=WIDE,
        tables=FLOW,
        sens="haut",
        nature="taux",
        lecture="{territoire}, {periode} : {valeur} prescriptions ont été adressées pour 100 places ouvertes.",
        champ=f"Sessions commencées et non annulées ; prescriptions rattachées à une session. {PLACE}",
        note=f"Au-dessus de 100 %, il y a plus de demandes que de places. {YEAR}",
        compute=prescription_rate,
    ),
    declare(
        "taux_entree",
        "Taux d’entrée",
        "%",
        numerateur="entrées",
        denominateur="prescriptions mûres",
        niveaux=NARROW,
        tables=FLOW,
        sens="haut",
        nature="taux",
        lecture="{territoire}, {periode} : sur 100 prescriptions, {valeur} ont donné lieu à une entrée (intervalle de "
        "confiance à 95 % : {ic_bas}–{ic_haut}).",
        champ="Prescriptions faites depuis 60 jours ou plus, ou dont la session est commencée, hors annulées avant "
        f"étude. {PLACE}",
        note="Une prescription compte dans l’année où commence sa session ; sans session, dans l’année où elle est "
        "faite et pour le département seulement.",
        compute=entry_rate,
    ),
    declare(
        "taux_remplissage",
        "Taux de remplissage",
        "%",
        numerateur="places occupées : entrées, dans la limite des places de chaque session",
        denominateur="places ouvertes des sessions commencées",
        niveaux=WIDE,
        tables=FLOW,
        sens="haut",
        nature="taux",
        lecture="{territoire}, {periode} : {valeur} % des places ouvertes ont été occupées (intervalle de confiance à "
        "95 % : {ic_bas}–{ic_haut}).",
        champ=f"Sessions commencées et non annulées. {PLACE}",
        note=f"Les entrées au-delà des places d’une session ne remplissent pas les places d’une autre. {YEAR}",
        compute=fill_rate,
    ),
    declare(
        "taux_presence",
        "Taux de présence",
        "%",
        numerateur="séances suivies",
        denominateur="séances attendues : suivies, excusées ou manquées sans motif",
        niveaux=NARROW,
        tables=WITH_PRESENCES,
        sens="haut",
        nature="taux",
        lecture="{territoire}, {periode} : les inscrits ont été présents à {valeur} % des séances (intervalle de "
        "confiance à 95 % : {ic_bas}–{ic_haut}).",
        champ="Séances des sessions commencées, hors séances annulées par la structure et présences non renseignées. "
        f"{PLACE}",
        note="L’intervalle tient compte de ce que les séances d’une même personne se ressemblent : il repose sur un "
        f"nombre de séances réduit en conséquence. {YEAR}",
        compute=presence_rate,
    ),
)
