"""Hiring needs (BMO survey of France Travail): projects, difficulty, seasonality, by basin and family.

A cell marked `*` is secret: it is unknown, never zero. Sums of projects carry it as an interval; shares
are computed on the cells where both counts are published (`sources.md` § 1, extraction minimale).
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from indicators.aggregation import measures, nothing
from indicators.catalogue import Indicator
from indicators.published import as_published
from warehouse.edition import Edition

PROJECTS, HARD, SEASONAL = "bmo_projets", "bmo_projets_difficiles", "bmo_projets_saisonniers"
KEY = ["territoire", "periode", "modalite"]
CELLS = "bassin_bmo"  # the level of the survey's cells: basin × département × occupation
ENOUGH = 30  # projects under which a share says nothing (M10)
BREAK = "Rupture de série entre 2023 et 2024 (nomenclature des métiers)."


def cells(edition: Edition, code: str) -> pd.DataFrame:
    """One row per published cell and grouping: KEY and the columns of `faits`.

    Each cell (basin × occupation) stands twice: in the whole (modalite "") and in its family.
    """
    facts = edition.facts([code], CELLS).rename(columns={"code_territoire": "territoire"})
    family = facts["modalite"].str.extract(r"(famille=[^|]+)", expand=False)
    return pd.concat([facts.assign(modalite=""), facts.assign(modalite=family)], ignore_index=True)


def projects(edition: Edition, niveau: str) -> pd.DataFrame:
    """Projects: the sum of published cells; interval from that sum to that sum plus the most secret cells may hold."""
    if niveau != CELLS:
        found = as_published(edition, niveau, PROJECTS)
        return found.assign(numerateur=found["valeur"])
    table = cells(edition, PROJECTS)
    if table.empty:
        return nothing()
    high = table["borne_haute"].fillna(table["valeur"])
    summed = table.assign(high=high, hidden=table["valeur"].isna()).groupby(KEY, as_index=False).agg(
        valeur=("valeur", lambda values: values.sum(min_count=1)),
        ic_haut=("high", lambda values: values.sum(skipna=False)),
        hidden=("hidden", "any"),
        source=("source", "first"),
        millesime=("millesime", "first"),
        synthetique=("synthetique", "any"),
    )  # fmt: skip
    return measures(
        summed.assign(
            numerateur=summed["valeur"],
            ic_bas=summed["valeur"].where(summed["hidden"]),
            ic_haut=summed["ic_haut"].where(summed["hidden"] & summed["valeur"].notna()),
            statut=summed["valeur"].isna().map({True: "secret", False: "disponible"}),
        )
    )


def share(edition: Edition, niveau: str, part: str) -> pd.DataFrame:
    """100 × Σ part / Σ projects on the cells where both are published; none under ENOUGH projects."""
    table = cells(edition, part) if niveau == CELLS else edition.facts([part], niveau)
    table = table.rename(columns={"code_territoire": "territoire"}).dropna(subset=["numerateur", "denominateur"])
    if table.empty:
        return nothing()
    summed = table.groupby(KEY, as_index=False).agg(
        numerateur=("numerateur", "sum"),
        denominateur=("denominateur", "sum"),
        source=("source", "first"),
        millesime=("millesime", "first"),
        synthetique=("synthetique", "any"),
    )
    enough = summed["denominateur"] >= ENOUGH
    return measures(
        summed.assign(
            valeur=(100 * summed["numerateur"] / summed["denominateur"]).where(enough),
            statut=enough.map({True: "disponible", False: "non_disponible"}),
        )
    )


def _indicator(code: str, libelle: str, unite: str, **said) -> Indicator:
    return Indicator(
        code=code,
        libelle=libelle,
        unite=unite,
        page="besoins",
        niveaux=("bassin_bmo", "departement", "region", "france"),
        grain="année",
        tables=("faits",),
        sens="contexte",
        seuil="source",
        palette="besoin",
        dimensions=("famille",),
        champ="Intentions d’embauche des établissements, hors administrations de l’État ; une intention n’est pas une "
        "embauche.",
        **said,
    )


INDICATORS = (
    _indicator(
        PROJECTS,
        "Projets de recrutement (BMO)",
        "projets",
        nature="effectif",
        decimals=0,
        numerateur="projets de recrutement",
        denominateur="",
        lecture="{territoire}, {periode} : les employeurs envisagent au moins {valeur} recrutements.",
        note="Somme des cases publiées ; les cases sous secret (*) ne sont pas des zéros : elles sont portées dans "
        f"l’intervalle. {BREAK}",
        compute=projects,
    ),
    _indicator(
        "bmo_tension",
        "Part de projets de recrutement jugés difficiles",
        "%",
        nature="taux",
        numerateur="projets jugés difficiles par l’employeur",
        denominateur="projets de recrutement",
        lecture="{territoire}, {periode} : {valeur} des projets des employeurs sont jugés difficiles.",
        note=f"Calculée sur les seules cases où les deux effectifs sont publiés, à partir de 30 projets. {BREAK}",
        compute=partial(share, part=HARD),
    ),
    _indicator(
        "part_projets_saisonniers",
        "Part de projets de recrutement saisonniers",
        "%",
        nature="taux",
        numerateur="projets saisonniers",
        denominateur="projets de recrutement",
        lecture="{territoire}, {periode} : {valeur} des projets des employeurs sont saisonniers.",
        note=f"Calculée sur les seules cases où les deux effectifs sont publiés, à partir de 30 projets. {BREAK}",
        compute=partial(share, part=SEASONAL),
    ),
)
