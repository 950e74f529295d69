"""Rows of the long table of facts, the same whether they come from a publisher's file or from the extract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from etl.reading.cells import figures
from etl.reading.harvest import Found
from etl.reading.protocol import Source
from etl.staging import Staged

KEY = ("code", "niveau", "code_territoire", "code_departement", "periode", "modalite")
COLUMNS = (
    *KEY, "numerateur", "denominateur", "valeur", "statut", "source", "editeur", "millesime", "licence",
    "nature", "geographie", "codes_publies", "borne_basse", "borne_haute",
)  # fmt: skip
PUBLIE, CONVERTI, SOMME = "publie", "converti", "somme"
# Where a row stands in its file; they leave the frame before the gate, see `staged`.
LINE, HEADER = "ligne", "entete"

Said = str | int | float | pd.Series


def facts(
    cells: pd.DataFrame,
    measures: Mapping[str, str] | Iterable[str],
    source: Source,
    named: Mapping[str, str] | None = None,
    **said: Said,
) -> pd.DataFrame:
    """Rows of `faits` with LINE and HEADER: one per row of cells and measure, measure by measure.

    cells: index = line in the file. measures: columns of cells, or code of the measure → column. named: header
    of the file each column stands under. said: the other columns of `faits`, one value or a series like cells;
    `niveau`, `code_territoire`, `periode` and `millesime` are a must. What is not said takes a plain default.
    """
    columns = dict(measures) if isinstance(measures, Mapping) else {name: name for name in measures}
    parts = [
        figures(cells[column], source).assign(
            code=code, **said, **{LINE: cells.index, HEADER: (named or {}).get(column, "")}
        )
        for code, column in columns.items()
    ]
    return complete(pd.concat(parts, ignore_index=True), source)


def complete(rows: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The same rows with every column of `faits`, then LINE and HEADER where they have them."""
    missing, unsaid = float("nan"), pd.Series(None, rows.index, dtype="str")
    defaults = {
        "code_departement": unsaid, "modalite": "", "numerateur": missing, "denominateur": missing,
        "source": source.code, "editeur": source.editeur, "licence": source.licence, "nature": PUBLIE,
        "geographie": pd.Series(pd.NA, rows.index, dtype="Int64"), "codes_publies": unsaid,
        "borne_basse": missing, "borne_haute": missing,
    }  # fmt: skip
    lacking = {name: value for name, value in defaults.items() if name not in rows}
    whole = rows.assign(**lacking)[[*COLUMNS, *(name for name in (LINE, HEADER) if name in rows)]]
    return whole.astype(dict.fromkeys(KEY, "str"))  # one column of objects would make objects of all France's


def staged(table: str, frame: pd.DataFrame, found: Found, date_donnees: date | None) -> Staged:
    """A frame that carries LINE (and HEADER) as a table waiting for the gate."""
    return Staged(
        table,
        frame.drop(columns=[LINE, HEADER], errors="ignore"),
        found.grid.fichier,
        found.grid.feuille,
        found.document.sha256,
        date_donnees,
        lines=frame[LINE],
        headers=frame.get(HEADER),
    )


def summed(frame: pd.DataFrame, found: Found, date_donnees: date | None) -> Staged:
    """Sums made from the figures of a file, which stand on no line of it."""
    return Staged(
        "faits", frame, f"{found.grid.fichier} (sommes)", found.grid.feuille, found.document.sha256, date_donnees,
        derived=True,
    )  # fmt: skip
