"""The rows a template already holds: the example, then for `territoires` the communes of the département."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from etl.embedded.extract import staged
from etl.spreadsheets.examples import examples
from exports.tables import safe
from geodata.communes import MILLESIME, listed
from warehouse.dictionary import Column, Table, vocabulary

MARK = "synthetique"  # added by the observatory, never asked for
TRUTH = {True: "oui", False: "non"}
BETWEEN = " | "  # items of a list
# Column of `territoires` → column of the communes that travel with the project.
KNOWN = {
    "code_insee": "code",
    "nom_commune": "nom",
    "code_departement": "code_departement",
    "code_epci": "code_epci",
    "nom_epci": "nom_epci",
    "latitude": "latitude",
    "longitude": "longitude",
    "superficie_km2": "superficie_km2",
    "population": "population_municipale",
}
# Column of `territoires` → level of the memberships that travel with the project, for some départements.
LEVELS = {"code_ze2020": "zone_emploi", "code_clpe": "clpe", "code_bassin_bmo": "bassin_bmo"}


def columns(declared: Table) -> tuple[Column, ...]:
    """The columns asked for, in the order of the dictionary."""
    return tuple(column for column in declared.columns if column.name != MARK)


def filled(departement: str, declared: Table) -> list[dict[str, object]]:
    """Rows as Python values by column name: the example first. KeyError for an unknown département."""
    return [example(departement, declared), *(communes(departement) if declared.name == "territoires" else [])]


def example(departement: str, declared: Table) -> dict[str, object]:
    """The example row as a person would type it: words for codes, dates as dates."""
    row = examples()[declared.name]
    row = row | ({"code_departement": departement} if "code_departement" in row else {})
    return {name: _typed(declared.column(name), text) for name, text in row.items()}


def communes(departement: str) -> list[dict[str, object]]:
    """Today's communes with all that is known of them; the territories of social action are left to fill."""
    frame = listed()
    frame = frame[frame["code_departement"] == departement]
    if frame.empty:
        raise KeyError(departement)
    known = pd.DataFrame({name: frame[column] for name, column in KNOWN.items()}).assign(cog=int(MILLESIME))
    held = [one.frame for one in staged(departement) if one.table == "appartenances"]
    for name, level in LEVELS.items() if held else ():
        zones = held[0][held[0]["niveau"] == level].set_index("code_insee")["code_zone"]
        known[name] = known["code_insee"].map(zones)
    rows = known.round({"superficie_km2": 2}).astype("object").to_dict("records")
    return [{name: value for name, value in row.items() if pd.notna(value)} for row in rows]


def words(column: Column, code: str) -> str:
    """The word a reader sees for a code of a closed vocabulary; the code itself when it has none."""
    return vocabulary(column.vocabulary)[code] if column.vocabulary else code


def in_csv(column: Column, value: object) -> str:
    """A value as text: decimal comma, dates in French, no formula; nothing when it is not known."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return str(int(value) if value.is_integer() else value).replace(".", ",")
    return safe(str(value))


def _typed(column: Column, text: str) -> object:
    if column.type == "list":
        return BETWEEN.join(words(column, item) for item in text.split("|"))
    readers = {"int": int, "float": float, "date": date.fromisoformat, "timestamp": datetime.fromisoformat}
    return readers[column.type](text) if column.type in readers else words(column, text)
