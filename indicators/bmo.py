"""Hiring needs (BMO survey of France Travail): projects, difficulty, seasonality, by basin and family.

A cell marked `*` is secret: it is unknown, never zero. Sums of projects carry it as an interval; shares
are computed on the cells where both counts are published (`sources.md` § 1, extraction minimale).
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from indicators.aggregation import measures, nothing, territories
from indicators.catalogue import Indicator
from warehouse.edition import Edition

PROJECTS, HARD, SEASONAL = "bmo_projets", "bmo_projets_difficiles", "bmo_projets_saisonniers"
KEY = ["territoire", "periode", "modalite"]
ENOUGH = 30  # projects under which a share says nothing (M10)
BREAK = "Rupture de série entre 2023 et 2024 (nomenclature des métiers)."


def cells(edition: Edition, niveau: str) -> pd.DataFrame:
    """One row per published cell and grouping: KEY, met, xmet, smet (NaN when secret), source, millesime.

    Each cell (basin × occupation) stands twice: in the whole (modalite "") and in its family.
    """
    facts = edition.facts([PROJECTS, HARD, SEASONAL], "bassin_bmo")
    if niveau == "departement":
        facts = facts[facts["code_departement"].isin(territories(edition, niveau))]
    wide = facts.pivot(
        index=["code_territoire", "code_departement", "periode", "modalite"], columns="code", values="valeur"
    ).reindex(columns=[PROJECTS, HARD, SEASONAL])
    wide = wide.reset_index().merge(
        facts[["periode", "source", "millesime", "synthetique"]].drop_duplicates("periode"), on="periode"
    )
    wide["territoire"] = wide["code_departement"] if niveau == "departement" else wide["code_territoire"]
    family = wide["modalite"].str.extract(r"(famille=[^|]+)", expand=False)
    return pd.concat([wide.assign(modalite=""), wide.assign(modalite=family)], ignore_index=True)


def projects(edition: Edition, niveau: str) -> pd.DataFrame:
    """Projects: the sum of published cells; interval from that sum to that sum plus the most secret cells may hold.

    The most a secret cell may hold is the smallest count the publisher shows, minus one, in that vintage.
    """
    table = cells(edition, niveau)
    if table.empty:
        return nothing()
    hidden_at_most = table.groupby("periode")[PROJECTS].min() - 1
    groups = table.groupby(KEY, as_index=False)
    summed = groups.agg(
        valeur=(PROJECTS, lambda values: values.sum(min_count=1)),
        secret_cells=(PROJECTS, lambda values: values.isna().sum()),
        source=("source", "first"),
        millesime=("millesime", "first"),
        synthetique=("synthetique", "any"),
    )
    hidden = summed["secret_cells"] * summed["periode"].map(hidden_at_most)
    return measures(
        summed.assign(
            numerateur=summed["valeur"],
            ic_bas=summed["valeur"].where(summed["secret_cells"] > 0),
            ic_haut=(summed["valeur"] + hidden).where(summed["secret_cells"] > 0),
            statut=summed["valeur"].isna().map({True: "secret", False: "disponible"}),
        )
    )


def share(edition: Edition, niveau: str, part: str) -> pd.DataFrame:
    """100 × Σ part / Σ projects on the cells where both are published; none under ENOUGH projects."""
    table = cells(edition, niveau)
    if table.empty:
        return nothing()
    known = table[table[PROJECTS].notna() & table[part].notna()]
    groups = known.groupby(KEY, as_index=False)
    summed = groups.agg(
        numerateur=(part, "sum"),
        denominateur=(PROJECTS, "sum"),
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
        niveaux=("bassin_bmo", "departement"),
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
