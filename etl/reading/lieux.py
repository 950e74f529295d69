"""Rows of the table of places, the same whether they come from a publisher's file or from the extract."""

from __future__ import annotations

import hashlib
import re

import pandas as pd

from etl.reading.cells import figures
from etl.reading.facts import LINE
from etl.reading.geography import current_communes
from etl.reading.protocol import Source
from geodata.locating import commune_at

YES, NO = frozenset(("oui", "true", "vrai", "1")), frozenset(("non", "false", "faux", "0"))


def lieux(cells: pd.DataFrame, type_lieu: str, source: Source, millesime: str | pd.Series) -> pd.DataFrame:
    """Rows of `lieux` with LINE. cells: nom, code_insee, latitude, longitude, and itinerant, forme where known.

    Communes are today's; where no code is given, the one the point lies in.
    """
    latitude, longitude = (figures(cells[name], source)["valeur"] for name in ("latitude", "longitude"))
    code = cells["code_insee"].where(cells["code_insee"] != "")
    lost = code.isna()
    if lost.any():
        here = [pd.to_numeric(values[lost], errors="coerce") for values in (latitude, longitude)]
        code = code.mask(lost, commune_at(*here))
    nom = cells["nom"].map(called)
    code = current_communes(code)
    return pd.DataFrame(
        {
            "lieu_id": identifiers(type_lieu, nom, code, latitude, longitude),
            "type_lieu": type_lieu,
            "nom": nom,
            "code_insee": code,
            "latitude": latitude,
            "longitude": longitude,
            "itinerant": cells["itinerant"].map(truth) if "itinerant" in cells else None,
            "forme": cells["forme"].where(cells["forme"] != "") if "forme" in cells else None,
            "millesime": millesime,
            "source": source.code,
            LINE: cells.index,
        }
    )


def identifiers(type_lieu: str | pd.Series, *told: pd.Series) -> pd.Series:
    """An identifier made from what is told of each place: the same place keeps it from one reading to the next."""
    written = pd.concat([part.map(_plain) for part in told], axis=1).agg("|".join, axis=1)
    return type_lieu + "-" + written.map(lambda text: hashlib.sha1(text.encode()).hexdigest()[:10])


def _plain(value: object) -> str:
    if isinstance(value, float):
        return "" if value != value else f"{value:.6f}"
    return "" if value is None or value is pd.NA else str(value)


def called(name: str) -> str:
    """A name as a reader should see it. Names of before 2024 say « Pôle emploi »."""
    return re.sub(r"\bPôle emploi\b", "France Travail", " ".join(name.split())) or "Lieu dont le nom n’est pas publié"


def truth(written: str) -> bool | None:
    """What a cell answers; None when it does not."""
    plain = written.casefold()
    return True if plain in YES else False if plain in NO else None
