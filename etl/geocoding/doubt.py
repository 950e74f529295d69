"""The places nobody may be sure of, one row each, for a person to say which commune they are."""

from __future__ import annotations

import hashlib

import pandas as pd

from etl.staging import Staged
from geodata.communes import listed
from geodata.geocoding import normalised

COLUMNS = (
    "cle", "table", "feuille", "adresse", "code_postal", "nom_commune", "code_insee", "nom", "score", "candidats",
    "lignes", "raison",
)  # fmt: skip
SHOWN = 3


def place_key(nom_commune: str, code_postal: str, adresse: str) -> str:
    """What a place is remembered by: the same for « St-Georges » and « SAINT GEORGES »; "" when nothing is said.

    A digest, so that no address lies in the file of confirmed places. The street counts only when no commune is told.
    """
    text = normalised(nom_commune, code_postal, adresse)
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def doubtful_places(places: pd.DataFrame, said: pd.DataFrame, staged: Staged) -> pd.DataFrame:
    """One row per distinct place, in the order of the file; columns of COLUMNS.

    candidats: a tuple of dicts code, nom, departement, latitude, longitude, the proposal first. lignes: lines of the
    sheet. code_insee, nom: the proposal, "" when there is none.
    """
    towns = listed().set_index("code")
    lines = staged.lines if staged.lines is not None else pd.Series(range(1, len(staged.frame) + 1), staged.frame.index)
    rows = []
    for key, group in places.groupby("cle", sort=False):
        first = group.iloc[0]
        codes = list(dict.fromkeys(code for codes in group["candidats"] for code in codes.split("|") if code))
        cells = said.loc[group.index]
        code = "" if pd.isna(first["code_insee"]) else first["code_insee"]
        rows.append(
            (
                key, staged.table, staged.feuille, _told(cells["adresse"]), cells["code_postal"].iloc[0],
                cells["nom_commune"].iloc[0], code, towns.at[code, "nom"] if code else "", float(first["score"]),
                tuple(_candidate(code, towns) for code in codes), tuple(int(line) for line in lines.loc[group.index]),
                first["raison"],
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def notices(doubtful: pd.DataFrame) -> tuple[str, ...]:
    """French sentences on what waits for a person and on what nobody knows."""
    known = doubtful["code_insee"] != ""
    sentences = []
    for rows, one, several in (
        (doubtful[known], "lieu est à confirmer", "lieux sont à confirmer"),
        (doubtful[~known], "lieu est introuvable", "lieux sont introuvables"),
    ):
        if len(rows):
            what = f"{len(rows)} {one if len(rows) == 1 else several}"
            first = rows.iloc[0]
            name = first["nom_commune"] or first["code_postal"] or first["adresse"]
            place = f"« {name} », ligne {first['lignes'][0]}"
            sentences.append(f"{what} ({place}) : la commune reste vide tant que personne ne l’a dite.")
    return tuple(sentences)


def _told(addresses: pd.Series) -> str:
    distinct = [text for text in dict.fromkeys(addresses) if text]
    more = len(distinct) - SHOWN
    return " ; ".join(distinct[:SHOWN]) + (f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else "")


def _candidate(code: str, towns: pd.DataFrame) -> dict:
    row = towns.loc[code]
    return {
        "code": code, "nom": row["nom"], "departement": row["code_departement"],
        "latitude": float(row["latitude"]), "longitude": float(row["longitude"]),
    }  # fmt: skip
