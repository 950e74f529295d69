"""INSEE's Melodi form: one row per observation, whatever the data set; files and answers of its API alike.

GEO holds a code, sometimes with its year and level ("2026-COM-30140"); GEO_OBJECT the level. The publisher's
aggregates stand beside the communes and are used as they are. An empty value says why in CONF_STATUS or OBS_STATUS.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pandas as pd

from etl.reading.cells import DISPONIBLE, NON_DISPONIBLE, SECRET, codes
from etl.reading.geography import departements_of
from etl.reading.library import Document
from etl.reading.sheets import Rows
from etl.reading.workbook import AGAIN, refuse_page
from etl.staging import SourceRefused
from geodata.levels import FRANCE

LEVELS = {
    "COM": "commune", "ARM": "arrondissement_municipal", "EPCI": "epci", "DEP": "departement", "REG": "region",
    "FRANCE": "france", "ZE2020": "zone_emploi", "ARR": "arrondissement",
}  # fmt: skip
WIDTHS = {
    "commune": 5,
    "arrondissement_municipal": 5,
    "departement": 2,
    "region": 2,
    "zone_emploi": 4,
    "arrondissement": 3,
}
WHOLE = "F"  # France entire, « FM » being its European part
FREE = "F"  # CONF_STATUS of a figure that may be told
PROVISIONAL = "P"


def placed(cells: pd.DataFrame) -> pd.DataFrame:
    """The observations of levels that are read, with niveau, code_territoire, code_departement and geographie (a year
    or nothing). cells: geo and geo_object as texts."""
    parts = cells["geo"].str.extract(r"^(?:(?:(\d{4})-)?([A-Z]+\d*)-)?(.*)$")
    level = cells["geo_object"].mask(cells["geo_object"] == "", parts[1]).map(LEVELS)
    kept = level.notna() & ((level != "france") | (parts[2] == WHOLE))
    level, parts, cells = level[kept], parts[kept], cells[kept]
    where = parts[2].astype("str")
    for name, width in WIDTHS.items():
        of_level = level == name
        where = where.mask(of_level, codes(where[of_level], width).reindex(where.index))
    where = where.mask(level == "france", FRANCE)
    own = where.where(level == "departement")
    local = level.isin(["commune", "arrondissement_municipal", "arrondissement"])
    return cells.assign(
        niveau=level,
        code_territoire=where,
        code_departement=own.mask(local, departements_of(where)),
        geographie=pd.to_numeric(parts[0], errors="coerce"),
    )


def stated(rows: pd.DataFrame, conf: pd.Series, obs: pd.Series) -> pd.DataFrame:
    """Rows of `faits` whose empty values say why: confidential is secret, anything else is missing.

    conf, obs: CONF_STATUS and OBS_STATUS of each row, "" where the file has no such column.
    """
    empty = pd.to_numeric(rows["valeur"], errors="coerce").isna() & (rows["statut"].astype("str") == NON_DISPONIBLE)
    hidden = ~conf.isin(["", FREE])
    state = rows["statut"].astype("str").mask(empty & hidden, SECRET)
    told = ~empty & (state == DISPONIBLE)
    return rows.assign(statut=state.mask(told & (obs == PROVISIONAL), "provisoire"))


def observations(document: Document) -> Iterator[Rows]:
    """An answer of the API as one sheet: a column per dimension and attribute, then OBS_VALUE ("" when absent)."""
    refuse_page(document)
    try:
        answer = json.loads(document.content)
        records = [_flat(one) for one in answer["observations"]]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise SourceRefused(
            f"Le fichier « {document.name} » est incomplet ou n’est pas une réponse de l’API Melodi. {AGAIN}",
            document.name,
        ) from error
    keys = list(dict.fromkeys(key for record in records for key in record))
    yield Rows("", [list(keys), *([record.get(key) for key in keys] for record in records)])


def _flat(observation: dict) -> dict[str, object]:
    value = observation["measures"]["OBS_VALUE_NIVEAU"].get("value")
    dimensions = observation["dimensions"]
    return {"GEO": dimensions["GEO"]} | dimensions | observation.get("attributes", {}) | {"OBS_VALUE": value}
