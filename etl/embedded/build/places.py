"""Places of the extract: zones that `geodata` does not know, which communes they hold, and public places.

- The basins of the BMO survey carry the code 5206 for Saumur, INSEE's zones d'emploi for Cholet: the level
  always stands beside the code.
- A place of digital mediation is dated by the year its entry was last revised, "non daté" when it is not.
- Places read from the publishers' files replace these, source by source: the compiled list cannot tell the 18
  places of digital mediation that their publisher no longer shows.
"""

from __future__ import annotations

import pandas as pd

from etl.embedded.build.compiled import DEPARTEMENT, Compiled
from etl.embedded.build.figures import LAST_LABEL, surveys
from etl.reading.facts import LINE
from etl.reading.lieux import called, identifiers
from etl.sources import bmo, france_services, mediation_numerique
from geodata.communes import departements

# Level → columns of its code and name in the compiled communes, and the year of its composition.
ZONINGS = {
    "bassin_bmo": ("code_bassin_bmo", "nom_bassin_bmo", "2021"),
    "clpe": ("code_clpe", "nom_clpe", "2025"),
    "zone_emploi": ("code_ze2020", "nom_ze2020", "2025"),
}
SOURCES = {
    "ANCT, liste France services": france_services.SOURCE.code,
    "ASP, annuaire des SIAE": "siae_asp",
    "Département de Maine-et-Loire, lieux de médiation numérique": mediation_numerique.SOURCE.code,
}


def zones(compiled: Compiled) -> pd.DataFrame:
    """Zones d'emploi and CLPE that hold a commune of the département, the basins of its latest BMO survey, and
    the départements whose unemployment rate is known."""
    communes = compiled.table("communes")
    frames = [_departements(compiled)]
    for level in ("clpe", "zone_emploi"):
        code, name, vintage = ZONINGS[level]
        named = communes[[code, name]].drop_duplicates().set_axis(["code", "libelle"], axis=1)
        frames.append(named.assign(niveau=level, code_departement=DEPARTEMENT, millesime=vintage, source="zonages"))
    vintage, rows = max(surveys(compiled).items())
    frames.append(bmo.zones(rows, vintage).drop(columns=LINE))
    return pd.concat(frames, ignore_index=True)


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
    communes = compiled.table("communes")
    frames = [
        pd.DataFrame(
            {
                "code_insee": communes["code_insee"],
                "niveau": level,
                "code_zone": communes[code],
                "millesime": vintage,
                "source": "zonages",
            }
        )
        for level, (code, _, vintage) in ZONINGS.items()
    ]
    return pd.concat(frames, ignore_index=True)


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
