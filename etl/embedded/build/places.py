"""Places of the extract: zones that `geodata` does not know, which communes they hold, and public places.

- The basins of the BMO survey carry the code 5206 for Saumur, INSEE's zones d'emploi for Cholet: the level
  always stands beside the code.
- A place of digital mediation is dated by the year its entry was last revised, "non daté" when it is not.
- Places read from the publishers' files replace these, source by source: the compiled list cannot tell the 18
  places of digital mediation that their publisher no longer shows.
"""

from __future__ import annotations

import pandas as pd

from etl.embedded.build.compiled import Compiled
from etl.embedded.build.figures import LAST_LABEL, surveys
from etl.reading.facts import LINE
from etl.reading.lieux import called, identifiers
from etl.reading.zoning import Placed, Zoning, place
from etl.sources import bassins_bmo, bmo, clpe, france_services, frr, mediation_numerique, zones_emploi
from geodata.communes import departements

# Source → where its level stands in the compiled communes, and the year of its composition.
ZONINGS = {
    bassins_bmo.SOURCE.code: (Zoning("bassin_bmo", "code_bassin_bmo", "nom_bassin_bmo", capitals=True), "2021"),
    clpe.SOURCE.code: (Zoning("clpe", "code_clpe", "nom_clpe"), clpe.UNDATED),
    frr.SOURCE.code: (Zoning("frr", "frr", ""), "2025"),
    zones_emploi.SOURCE.code: (Zoning("zone_emploi", "code_ze2020", "nom_ze2020", width=4), "2025"),
}
SOURCES = {
    "ANCT, liste France services": france_services.SOURCE.code,
    "ASP, annuaire des SIAE": "siae_asp",
    "Département de Maine-et-Loire, lieux de médiation numérique": mediation_numerique.SOURCE.code,
}


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
    """Public places, in today's communes, under the identifiers that their readers give them."""
    rows = compiled.table("lieux")
    kind, nom, code = rows["type_lieu"], rows["nom"].map(called), compiled.current(rows["code_insee"])
    latitude, longitude = pd.to_numeric(rows["latitude"]), pd.to_numeric(rows["longitude"])
    year = rows["millesime"].mask(kind == "france_services", str(LAST_LABEL.year))
    return pd.DataFrame(
        {
            "lieu_id": identifiers(kind, nom, code, latitude, longitude),
            "type_lieu": kind,
            "nom": nom,
            "code_insee": code,
            "latitude": latitude,
            "longitude": longitude,
            "itinerant": pd.Series(None, rows.index, dtype="boolean"),
            "forme": pd.Series(None, rows.index, dtype="str"),
            "millesime": year.mask(kind == "mediation_numerique", year.map(mediation_numerique.revised)),
            "source": rows["source"].map(SOURCES),
        }
    )
