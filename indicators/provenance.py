"""Where the département's own figures come from, and up to which day they speak."""

from __future__ import annotations

import pandas as pd

from warehouse.edition import Edition


def extraction(edition: Edition, table: str) -> pd.Timestamp:
    """Day the data of a table were extracted; the day of publication when its journal does not say."""
    dated = _dates(edition, (table,))
    return pd.Timestamp(edition.published) if dated.empty else dated.max()


def provenance(edition: Edition, *tables: str) -> dict[str, object]:
    """Columns source, millesime and synthetique of measures computed from these tables of the département.

    The mark of a demonstration travels: one synthetic row in any of them marks the whole figure.
    """
    synthetic = any(edition.table(name)["synthetique"].eq(True).any() for name in tables)
    dated = _dates(edition, tables)
    return {
        "source": "demonstration" if synthetic else "departement",
        "millesime": "" if dated.empty else dated.max().date().isoformat(),
        "synthetique": synthetic,
    }


def year_statut(periodes: pd.Series, day: pd.Timestamp) -> pd.Series:
    """« provisoire » for a year that was not over on the day of extraction, « disponible » otherwise."""
    closed = pd.to_datetime(periodes.astype("str") + "-12-31") <= day.normalize()
    return pd.Series("provisoire", index=periodes.index, dtype="str").mask(closed, "disponible")


def _dates(edition: Edition, tables: tuple[str, ...]) -> pd.Series:
    journal = edition.table("chargements")
    kept = journal["table"].isin(tables) & (journal["verdict"] != "refuse")
    return pd.to_datetime(journal.loc[kept, "date_donnees"]).dropna()
