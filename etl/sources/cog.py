"""COG: communes, their populations and the zones they belong to by law, for any département, without network.

The only source of `population_municipale`: populations of 2023, in force since 1 January 2026, as carried
by the COG of 2026.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from etl.reading.cells import DISPONIBLE
from etl.reading.facts import complete
from etl.reading.library import Library
from etl.reading.protocol import Reading, Source
from etl.staging import SourceRefused, Staged
from geodata import zones
from geodata.arrondissements import arrondissements
from geodata.communes import MILLESIME, PARQUET, communes
from geodata.levels import ARRONDISSEMENT_MUNICIPAL
from geodata.passage import CSV, departement_of, passage

SOURCE = Source(
    code="cog",
    titre="Code officiel géographique et populations légales (@etalab/decoupage-administratif 6.0.0)",
    editeur="Insee",
    licence="Licence Ouverte 2.0",
    url="https://www.npmjs.com/package/@etalab/decoupage-administratif",
    calendrier="Chaque année, en janvier",
    rythme_mois=12,
    delai_mois=3,
    grain="Commune",
    colonnes=("code", "population_municipale"),
    additives=frozenset(("population_municipale",)),
)
POPULATION = "2023"


def read(library: Library, departement: str) -> Reading:
    """Populations, zones, memberships and former communes; the library is not looked at."""
    try:
        tables = {
            "faits": populations(departement),
            "zones": zones.zones(departement),
            "appartenances": zones.memberships(departement),
        }
    except KeyError:
        phrase = f"Aucune commune n’est connue pour le département « {departement} » : vérifiez son code."
        return Reading(refusals=[SourceRefused(phrase, PARQUET.name)])
    dates = {"faits": date(int(POPULATION), 1, 1)}
    staged = [_staged(name, rows, PARQUET.name, dates.get(name)) for name, rows in tables.items()]
    former = passage(departement)
    return Reading([*staged, _staged("passage_communes", former, CSV.name)] if len(former) else staged)


def populations(departement: str) -> pd.DataFrame:
    """Municipal populations as rows of `faits`: communes, arrondissements, every département and region, France.

    The wider ones are the sums of their communes', as the Insee makes them.
    """
    people = communes(departement)
    communal = pd.DataFrame({"code_territoire": people["code"], "code_departement": people["code_departement"]})
    parts = arrondissements(departement)
    split = pd.DataFrame(
        {"code_territoire": parts["code"], "code_departement": parts["code_commune"].map(departement_of)}
    )
    rows = pd.concat(
        [
            communal.assign(niveau="commune", valeur=people["population_municipale"]),
            split.assign(niveau=ARRONDISSEMENT_MUNICIPAL, valeur=parts["population_municipale"]),
            zones.totals("population_municipale").rename(columns={"code": "code_territoire", "total": "valeur"}),
        ],
        ignore_index=True,
    )
    rows = rows.assign(
        code="population_municipale",
        periode=POPULATION,
        valeur=rows["valeur"].astype("float64"),
        statut=DISPONIBLE,
        millesime=POPULATION,
        geographie=int(MILLESIME),
    )
    return complete(rows, SOURCE)


def _staged(table: str, rows: pd.DataFrame, fichier: str, when: date | None = None) -> Staged:
    rows = rows.drop(columns="synthetique", errors="ignore")
    return Staged(table, rows, fichier, date_donnees=when or date(int(MILLESIME), 1, 1))
