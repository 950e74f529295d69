"""Places of the extract: zones that `geodata` does not know, which communes they hold, and public places.

- The basins of the BMO survey carry the code 5206 for Saumur, INSEE's zones d'emploi for Cholet: the level
  always stands beside the code.
- A place whose publisher gives no name is called by what it is. Names of before 2024 that say « Pôle emploi »
  are given the operator's name of today.
- A place of digital mediation is dated by the year its entry was last revised, "non daté" when it is not.
"""

from __future__ import annotations

import hashlib
import re

import pandas as pd

from etl.embedded.build.compiled import Compiled
from etl.embedded.build.figures import surveys
from etl.reading.facts import LINE
from etl.reading.zoning import Placed, Zoning, place
from etl.sources import bassins_bmo, bmo, clpe, frr, zones_emploi
from geodata.communes import departements

# Source → where its level stands in the compiled communes, and the year of its composition.
ZONINGS = {
    bassins_bmo.SOURCE.code: (Zoning("bassin_bmo", "code_bassin_bmo", "nom_bassin_bmo", capitals=True), "2021"),
    clpe.SOURCE.code: (Zoning("clpe", "code_clpe", "nom_clpe"), clpe.UNDATED),
    frr.SOURCE.code: (Zoning("frr", "frr", ""), "2025"),
    zones_emploi.SOURCE.code: (Zoning("zone_emploi", "code_ze2020", "nom_ze2020", width=4), "2025"),
}
SOURCES = {
    "ANCT, liste France services": "lieux_anct",
    "ASP, annuaire des SIAE": "siae_asp",
    "Département de Maine-et-Loire, lieux de médiation numérique": "lieux_cd49",
}
UNNAMED = "Lieu de médiation numérique (nom non publié)"


def zones(compiled: Compiled) -> pd.DataFrame:
    """Zones that hold a commune of the département, basins being those of its latest BMO survey, and the
    départements whose unemployment rate is known."""
    frames = [_departements(compiled)]
    frames += [one.zones for code, one in _placed(compiled).items() if code != bassins_bmo.SOURCE.code]
    vintage, rows = max(surveys(compiled).items())
    frames.append(bmo.zones(rows, vintage))
    return pd.concat(frames, ignore_index=True).drop(columns=LINE)


def _departements(compiled: Compiled) -> pd.DataFrame:
    rates = compiled.table("chomage_localise").query("type_zone == 'departement'")
    named = departements().rename(columns={"nom": "libelle"})[["code", "libelle"]]
    known = named[named["code"].isin(rates["code_zone"])]
    return known.assign(
        niveau="departement",
        code_departement=known["code"],
        millesime=rates["trimestre"].max(),
        source="chomage_localise",
    )


def memberships(compiled: Compiled) -> pd.DataFrame:
    """Which zone of each level holds each commune, and since which vintage."""
    frames = [one.memberships for one in _placed(compiled).values()]
    return pd.concat(frames, ignore_index=True).drop(columns=LINE)


def _placed(compiled: Compiled) -> dict[str, Placed]:
    communes = compiled.table("communes")
    return {code: place(communes, zoning, vintage, code) for code, (zoning, vintage) in ZONINGS.items()}


def lieux(compiled: Compiled) -> pd.DataFrame:
    """Public places, in today's communes. `lieu_id` is made from what the publisher wrote, so it is stable."""
    rows = compiled.table("lieux")
    written = rows[["type_lieu", "nom", "code_insee", "latitude", "longitude"]].agg("|".join, axis=1)
    return pd.DataFrame(
        {
            "lieu_id": rows["type_lieu"] + "-" + written.map(lambda text: hashlib.sha1(text.encode()).hexdigest()[:10]),
            "type_lieu": rows["type_lieu"],
            "nom": rows["nom"].map(called),
            "code_insee": compiled.current(rows["code_insee"]),
            "latitude": pd.to_numeric(rows["latitude"]),
            "longitude": pd.to_numeric(rows["longitude"]),
            "millesime": rows["millesime"].where(
                rows["type_lieu"] != "mediation_numerique", rows["millesime"].map(revised)
            ),
            "source": rows["source"].map(SOURCES),
        }
    )


def called(name: str) -> str:
    """A name as a reader should see it."""
    return re.sub(r"\bPôle emploi\b", "France Travail", " ".join(name.split())) or UNNAMED


def revised(day: str) -> str:
    """Year of a date written JJ/MM/AAAA; the publisher's « 09/0102023 » still tells its year."""
    return day[-4:] if re.fullmatch(r"\d\d/.*20\d\d", day) else "non daté"
