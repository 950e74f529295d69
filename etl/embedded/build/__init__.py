"""Build the extract that travels with the project, from a folder of open data compiled for Maine-et-Loire.

    python -m etl.embedded.build FAITS_DIR

Same input, same bytes. Figures only, in the project's own tables; each row names its source and vintage.
Populations, communes, EPCI, arrondissements and former communes are not here: `etl/sources/cog.py` gives
them for every département, once.
"""

from __future__ import annotations

import logging
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from etl.embedded.build import figures, places
from etl.embedded.build.compiled import Compiled, identities

HERE = Path(__file__).parents[1]
log = logging.getLogger("etl.embedded.build")


def build(folder: Path, target: Path = HERE) -> dict[str, pd.DataFrame]:
    """Write one parquet per table in `target`; returns the frames written, sorted by every column."""
    compiled = Compiled(folder)
    tables = {
        "faits": figures.faits(compiled),
        "nomenclatures": figures.nomenclatures(compiled),
        "zones": places.zones(compiled),
        "appartenances": places.memberships(compiled),
        "lieux": places.lieux(compiled),
    }
    tables["sources"] = sources(tables)
    ordered = {name: frame.sort_values(list(frame.columns), ignore_index=True) for name, frame in tables.items()}
    for name, frame in ordered.items():
        write(frame, target / f"{name}.parquet")
    return ordered


def sources(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per source and vintage found in the tables. KeyError for a source without identity."""
    pairs = pd.concat([frame[["source", "millesime"]] for frame in tables.values()])
    rows = [
        {**identities()[source], "millesime": vintage, "date_donnees": figures.observed(source, vintage)}
        for source, vintage in sorted(set(pairs.itertuples(index=False, name=None)))
    ]
    return pd.DataFrame(rows)


def write(frame: pd.DataFrame, target: Path) -> None:
    """Compact and repeatable: zstd, no pandas metadata, which would name versions."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, target, compression="zstd", compression_level=19)
    log.info("%s: %d rows, %.1f kB", target.name, len(frame), target.stat().st_size / 1e3)
