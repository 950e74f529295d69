"""What every builder of exhibits does: choose protected measures, give each key its row, put the whole into words."""

from __future__ import annotations

import pandas as pd

from disclosure.exhibit import EXHIBIT_COLUMNS, Exhibit
from disclosure.measures import measures
from disclosure.words import Spoken, territories
from geodata.levels import NESTED, is_wider
from warehouse.edition import Edition


def latest(edition: Edition, code: str, niveau: str, modalite: str = "", territoire: str = "") -> str:
    """Latest period told for the edition's own territories, or for a territory that is not one of them."""
    frame = measures(edition, code, niveau)
    compared = niveau in NESTED and territoire and territoire not in dict(territories(edition, niveau))
    frame = select(frame, territoire=territoire) if compared else own(edition, frame, niveau)
    told = frame[(frame["statut"] != "non_disponible") & (frame["modalite"] == modalite)]
    return max((told if len(told) else frame)["periode"], default="")


def own(edition: Edition, frame: pd.DataFrame, niveau: str) -> pd.DataFrame:
    """Rows without the territories that are only there to compare with; all of them at a level wider than the whole."""
    if niveau not in NESTED or is_wider(niveau, edition.departement):
        return frame
    return frame[frame["territoire"].isin([code for code, _ in territories(edition, niveau)])]


def select(frame: pd.DataFrame, **wanted: str) -> pd.DataFrame:
    """Rows that hold exactly these values."""
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return frame


def framed(rows: pd.DataFrame, keys: list[tuple[str, str]]) -> pd.DataFrame:
    """Rows of EXHIBIT_COLUMNS for these (key, words), in that order; a key without row is « non disponible »."""
    names = [column for column in EXHIBIT_COLUMNS if column not in ("cle", "libelle")]
    frame = rows[names].reindex([key for key, _ in keys])
    frame["statut"] = frame["statut"].fillna("non_disponible")
    frame["synthetique"] = frame["synthetique"].fillna(False).astype(bool)
    frame.insert(0, "cle", [key for key, _ in keys])
    frame.insert(1, "libelle", [label for _, label in keys])
    return frame.reset_index(drop=True)


def exhibit(said: Spoken) -> Exhibit:
    """The exhibit of these rows, in these words."""
    return Exhibit(
        indicator=said.indicator,
        axis=said.axis,
        niveau=said.niveau,
        territoire=said.territoire,
        periode=said.periode,
        modalite=said.modalite,
        frame=said.frame,
        titre=said.title(),
        lecture=said.lecture(),
        champ=said.indicator.champ,
        note=said.note(),
        source=said.source(),
        edition=said.edition.number,
        date_edition=said.edition.published.strftime("%d/%m/%Y"),
        synthetique=bool(said.rows["synthetique"].any()),
        passeport=said.passport(),
        millesime=said.vintage(),
        geographie=said.geography(),
    )
