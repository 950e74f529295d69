"""Figures of the extract, as rows of `faits`.

- Counts of the 2018 census are summed over communes merged since. Rates and medians are never merged.
- The 2022 census gives rates without their denominators, and nothing at all for one commune (49215): its rows
  say "non_disponible" rather than being absent, so that a map can say why it is grey.
- CAF and Dares round to 5: a published 0 is a value, and means few or none.
- A basin × occupation that the BMO survey does not list has no row: it is unknown.
"""

from __future__ import annotations

import calendar
from datetime import date

import pandas as pd

from etl.embedded.build.compiled import DEPARTEMENT, Compiled, identities
from etl.reading.cells import DISPONIBLE, NON_DISPONIBLE, texts
from etl.reading.facts import COLUMNS, HEADER, LINE, complete
from etl.reading.geography import today
from etl.reading.protocol import Source
from etl.reading.totals import bounded, totals
from etl.sources import bmo, filosofi

YEARLY = ("rp_2018", "rp_2022", "bassins_bmo", "clpe", "frr", "zones_emploi")  # as of 1 January
CENSUS_2018 = {"population_1564": "P18_POP1564", "actifs_1564": "P18_ACT1564", "chomeurs_1564": "P18_CHOM1564"}
CENSUS_2022 = {
    "taux_chomage_rp": "taux_chomage_rp2022",
    "taux_emploi_rp": "taux_emploi_1564_rp2022",
    "part_diplome_inferieur_bac": "part_diplome_inferieur_bac_rp2022",
    "part_menages_monoparentaux": "part_menages_monoparentaux_rp2022",
}
CAF = {
    "foyers_allocataires": "foyers_allocataires",
    "personnes_couvertes_caf": "personnes_couvertes",
    "foyers_rsa": "foyers_rsa",
    "foyers_prime_activite": "foyers_prime_activite",
}


def faits(compiled: Compiled) -> pd.DataFrame:
    """Every figure of the extract."""
    parts = (_caf, _income, _census_2018, _census_2022, _job_seekers, _projects, _unemployment)
    frame = pd.concat([part(compiled) for part in parts], ignore_index=True)
    return frame.assign(valeur=frame["valeur"].astype("float64"), geographie=frame["geographie"].astype("Int64"))[
        list(COLUMNS)
    ]


def nomenclatures(compiled: Compiled) -> pd.DataFrame:
    """Families and occupations of the BMO survey, by vintage."""
    frames = [bmo.nomenclatures(rows, vintage) for vintage, rows in surveys(compiled).items()]
    return pd.concat(frames, ignore_index=True).drop(columns=LINE)


def surveys(compiled: Compiled) -> dict[str, pd.DataFrame]:
    """Lines of the BMO survey by vintage, oldest first."""
    names = {
        "bassin": "nom_bassin", "metier": "nom_metier", "famille": "nom_famille",
        "met": "bmo_projets", "xmet": "bmo_projets_difficiles", "smet": "bmo_projets_saisonniers",
    }  # fmt: skip
    lines = compiled.table("bmo").rename(columns=names).assign(code_departement=DEPARTEMENT).apply(texts)
    return {vintage: bmo.projects(rows) for vintage, rows in lines.groupby("annee")}


def observed(source: str, vintage: str) -> date | None:
    """Last day the figures of a vintage speak of; None when the vintage tells no date."""
    if source == "bmo":
        return bmo.collected(vintage)
    year, _, part = vintage.partition("-")
    if not year.isdigit() or (part.isdigit() and len(part) == 4):
        return None
    if source in YEARLY:
        return date(int(year), 1, 1)
    month = 3 * int(part[1]) if part.startswith("T") else int(part or 12)
    return date(int(year), month, calendar.monthrange(int(year), month)[1])


def _caf(compiled: Compiled) -> pd.DataFrame:
    """December of a year, in the communes of 1 January after it."""
    rows = compiled.table("cnaf_foyers").rename(columns={"date_reference": "periode"})
    year = rows["periode"].str[:4].astype("int64") + 1
    return _counts(rows, CAF, "cnaf_foyers", geographie=year, arrondi=(-2, 4))


def _job_seekers(compiled: Compiled) -> pd.DataFrame:
    rows = compiled.table("demandeurs_emploi").assign(periode="2023-T4")
    measures = {"demandeurs_emploi_abc": "demandeurs_emploi_abc_2023_t4"}
    return _counts(rows, measures, "dares_defm", geographie=2024, arrondi=(-2.5, 2.5))


def _census_2018(compiled: Compiled) -> pd.DataFrame:
    rows = compiled.table("rp2018_comparateur").rename(columns={"CODGEO": "code_insee"}).assign(periode="2018")
    return _counts(rows, CENSUS_2018, "rp_2018", geographie=2021)


def _counts(rows: pd.DataFrame, measures: dict[str, str], source: str, geographie, arrondi=None) -> pd.DataFrame:
    """Counts of communes, in today's, and their sum. ValueError for a cell that is no number."""
    long = pd.concat(
        [
            pd.DataFrame(
                {
                    "code": code,
                    "code_territoire": rows["code_insee"],
                    "periode": rows["periode"],
                    "millesime": rows["periode"],
                    "valeur": pd.to_numeric(rows[header]),
                    "geographie": geographie,
                }
            )
            for code, header in measures.items()
        ]
    )
    found = _complete(long, "commune", source)
    found = today(bounded(found, *arrondi) if arrondi else found, measures)
    return pd.concat([found, totals(found[found["niveau"] == "commune"])], ignore_index=True)


def _census_2022(compiled: Compiled) -> pd.DataFrame:
    rows = compiled.table("rp2022_taux").set_index("code_insee")
    communes = compiled.table("communes")["code_insee"]
    strangers = set(rows.index) - set(communes)
    if strangers:
        raise ValueError(f"rp2022_taux: communes of another geography {sorted(strangers)}")
    long = pd.concat(
        pd.DataFrame({"code": code, "code_territoire": communes, "valeur": communes.map(pd.to_numeric(rows[header]))})
        for code, header in CENSUS_2022.items()
    )
    return _complete(long.assign(periode="2022", millesime="2022", geographie=2025), "commune", "rp_2022")


def _unemployment(compiled: Compiled) -> pd.DataFrame:
    rows = compiled.table("chomage_localise")
    long = pd.DataFrame(
        {
            "code": "taux_chomage_localise",
            "niveau": rows["type_zone"],
            "code_territoire": rows["code_zone"],
            "periode": rows["trimestre"],
            "valeur": pd.to_numeric(rows["taux_chomage"]),
            # Each publication revises the whole series: its vintage is its last quarter.
            "millesime": rows.groupby("type_zone")["trimestre"].transform("max"),
        }
    )
    of_departement = long["niveau"] == "departement"
    return pd.concat(
        [
            _complete(long[of_departement], "departement", "chomage_localise", long["code_territoire"]),
            _complete(long[~of_departement], "zone_emploi", "chomage_localise", None),
        ],
        ignore_index=True,
    )


def _income(compiled: Compiled) -> pd.DataFrame:
    rows = compiled.table("filosofi_2021").rename(columns={h: c for c, h in filosofi.VINTAGES["2021"].read.items()})
    return filosofi.faits(rows, "2021").drop(columns=[LINE, HEADER])


def _projects(compiled: Compiled) -> pd.DataFrame:
    cells = [bmo.faits(rows, vintage).drop(columns=[LINE, HEADER]) for vintage, rows in surveys(compiled).items()]
    return pd.concat([frame for found in cells for frame in (found, bmo.wider(found))], ignore_index=True)


def _complete(long: pd.DataFrame, niveau: str, source: str, departement=DEPARTEMENT) -> pd.DataFrame:
    """The other columns of `faits`: a missing value says so."""
    identity = identities()[source]
    state = long["valeur"].notna().map({True: DISPONIBLE, False: NON_DISPONIBLE})
    rows = long.assign(niveau=niveau, code_departement=departement, statut=state)
    return complete(
        rows, Source(source, identity["titre"], identity["editeur"], identity["licence"], identity["url"], "", "")
    )
