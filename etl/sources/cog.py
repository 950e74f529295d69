"""COG: communes, their populations and the zones they belong to by law, for any département, without network.

The only source of `population_municipale`: populations of 2023, in force since 1 January 2026, as carried
by the COG of 2026.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from etl.sources.cells import DISPONIBLE, Figure
from etl.sources.facts import HEADER, LINE, Fact, frame
from etl.sources.protocol import Reading, Source
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
    grain="Commune",
    marques_secret=frozenset(),
    marques_absence=frozenset(),
    colonnes=("code", "population_municipale"),
    ignorees=(),
)
POPULATION = "2023"


def read(mirror: Path | None, departement: str) -> Reading:
    """Populations, zones, memberships and former communes; the mirror is not looked at."""
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
    communal = pd.DataFrame({"code": people["code"], "code_departement": people["code_departement"]})
    parts = arrondissements(departement)
    split = pd.DataFrame({"code": parts["code"], "code_departement": parts["code_commune"].map(departement_of)})
    rows = pd.concat(
        [
            communal.assign(niveau="commune", total=people["population_municipale"]),
            split.assign(niveau=ARRONDISSEMENT_MUNICIPAL, total=parts["population_municipale"]),
            zones.totals("population_municipale"),
        ]
    )
    facts = [
        Fact(
            "population_municipale", niveau, code, within, POPULATION, "",
            Figure(float(count), DISPONIBLE), POPULATION,
        )
        for niveau, code, within, count in rows[["niveau", "code", "code_departement", "total"]].itertuples(
            index=False, name=None
        )
    ]  # fmt: skip
    return frame(facts, SOURCE).drop(columns=[LINE, HEADER])


def _staged(table: str, rows: pd.DataFrame, fichier: str, when: date | None = None) -> Staged:
    rows = rows.drop(columns="synthetique", errors="ignore")
    return Staged(table, rows, fichier, date_donnees=when or date(int(MILLESIME), 1, 1))
