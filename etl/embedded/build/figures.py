"""Figures of the extract, as rows of `faits`.

- Counts of the 2018 census are summed over communes merged since. Rates and medians are never merged.
- The 2022 census gives rates without their denominators, and nothing at all for one commune (49215): its rows
  say "non_disponible" rather than being absent, so that a map can say why it is grey.
- CAF and Dares round to 5: a published 0 is a value, and means few or none.
- A basin × occupation that the BMO survey does not list has no row: it is unknown.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from etl.embedded.build.compiled import DEPARTEMENT, Compiled, identities
from etl.reading.cells import DISPONIBLE, NON_DISPONIBLE, texts
from etl.reading.facts import COLUMNS, HEADER, LINE, complete
from etl.reading.periods import last_day
from etl.reading.protocol import Source
from etl.reading.totals import totals
from etl.sources import (
    bmo,
    chomage_localise,
    cnaf_foyers,
    comparateur,
    dares_defm,
    filosofi,
    france_services,
)

YEARLY = ("bassins_bmo", "clpe", "frr", "zones_emploi")  # as of 1 January
CENSUS_2022 = {
    "taux_chomage_rp": "taux_chomage_rp2022",
    "taux_emploi_rp": "taux_emploi_1564_rp2022",
    "part_diplome_inferieur_bac": "part_diplome_inferieur_bac_rp2022",
    "part_menages_monoparentaux": "part_menages_monoparentaux_rp2022",
}
LAST_LABEL = date(2023, 2, 1)  # of the list of France services, which bears no other date
# A census and a list of zones speak of 1 January.
CENSUSES = ("comparateur", "rp_2022")
CAF = ["foyers_allocataires", "personnes_couvertes_caf", "foyers_rsa", "foyers_prime_activite"]


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
    if source == france_services.SOURCE.code:
        return LAST_LABEL
    if source in (*CENSUSES, *YEARLY):
        return date(int(vintage), 1, 1)
    return last_day(vintage)


def _caf(compiled: Compiled) -> pd.DataFrame:
    names = {"date_reference": "date", "personnes_couvertes": "personnes_couvertes_caf"}
    rows = cnaf_foyers.faits(compiled.table("cnaf_foyers").rename(columns=names), CAF).drop(columns=[LINE, HEADER])
    return pd.concat([rows, totals(rows[rows["niveau"] == "commune"])], ignore_index=True)


def _job_seekers(compiled: Compiled) -> pd.DataFrame:
    names = {"demandeurs_emploi_abc_2023_t4": dares_defm.MEASURE}
    everyone = {"periode": "2023-T4", "sexe": "Total", "age": "Total", "code_departement": "", "code_region": ""}
    cells = compiled.table("demandeurs_emploi").rename(columns=names).assign(**everyone)
    rows = dares_defm.faits(cells).drop(columns=[LINE, HEADER])
    return pd.concat([rows, totals(rows[rows["niveau"] == "commune"])], ignore_index=True)


def _census_2018(compiled: Compiled) -> pd.DataFrame:
    names = {header: column for column, header in comparateur.VINTAGES["2018"].read.items()}
    counts = comparateur.census(compiled.table("rp2018_comparateur").rename(columns=names), "2018")
    return pd.concat([counts.drop(columns=[LINE, HEADER]), comparateur.wider(counts)], ignore_index=True)


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
    rows = compiled.table("chomage_localise").rename(
        columns={"code_zone": "code", "nom_zone": "libelle", "trimestre": "periode", "taux_chomage": "taux"}
    )
    parts = [
        chomage_localise.faits(zone, level, zone["periode"].max())
        for level, zone in rows.groupby("type_zone", sort=False)
    ]
    return pd.concat(parts, ignore_index=True).drop(columns=[LINE, HEADER])


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
