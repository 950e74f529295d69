"""Empty communes and points of structures and sessions, filled where one may be sure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from etl.geocoding.doubt import COLUMNS, doubtful_places, place_key
from etl.staging import Staged
from geodata.arrondissements import commune_of_arrondissement
from geodata.communes import listed
from geodata.geocoding import SURE, located
from warehouse.dictionary import table

TABLES = ("structures", "sessions")
SAID = ("adresse", "code_postal", "nom_commune")
FILLED = ("code_insee", "latitude", "longitude")
NEAR, CERTAIN = 0.5, 0.8  # scores of the service from which its point, then its commune, is believed

Service = Callable[[pd.DataFrame], pd.DataFrame]


def geocoded(
    staged: Staged, departement: str, service: Service | None = None, confirmed: Mapping[str, str] | None = None
) -> tuple[Staged, pd.DataFrame]:
    """The same table, its places filled, and the places a person must confirm (columns of `doubt.COLUMNS`).

    Only empty cells of code_insee, latitude and longitude are filled, and only when the score is `SURE` or a person
    said it. adresse, code_postal and nom_commune leave the frame when the table has no such column. service: gives
    points from addresses (`etl.fetch.adresses_nationales`), None offline. confirmed: key of a place → its commune.
    """
    if staged.table not in TABLES:
        return staged, pd.DataFrame(columns=list(COLUMNS))
    frame = staged.frame
    said = pd.DataFrame({name: _cells(frame, name) for name in (*SAID, *FILLED)}, index=frame.index)
    code_missing = said["code_insee"] == ""
    point_missing = (said["latitude"] == "") & (said["longitude"] == "")
    wanted = said[(code_missing | point_missing) & said.ne("").any(axis=1)]
    places = located(wanted.replace("", None), departement)
    keys = [place_key(*row) for row in wanted[["nom_commune", "code_postal", "adresse"]].itertuples(index=False)]
    places = _confirmed(places.assign(cle=keys, recu=~code_missing[wanted.index]), confirmed or {})
    if service is not None:
        places = _pointed(places, wanted, service)
    sure = places["score"] >= SURE
    unsaid = (code_missing[wanted.index] & ~sure & (places["cle"] != "")).to_numpy(dtype="bool")
    doubtful = doubtful_places(places[unsaid], wanted[unsaid], staged)
    filled = _filled(frame, places[sure], code_missing, point_missing)
    pseudo = [name for name in SAID if name in filled and name not in _declared(staged.table)]
    return replace(staged, frame=filled.drop(columns=pseudo)), doubtful


def _cells(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame:
        return pd.Series("", frame.index, dtype="object")
    cells = frame[name].astype("object")
    return cells.where(cells.notna(), "").map(lambda cell: str(cell).strip())


def _declared(name: str) -> set[str]:
    return {column.name for column in table(name).columns}


def _confirmed(places: pd.DataFrame, confirmed: Mapping[str, str]) -> pd.DataFrame:
    """A person's word is certain, where no code was received."""
    towns = listed().set_index("code")
    said = places["cle"].map(confirmed).where(~places["recu"])
    said = said[said.isin(towns.index)]
    if said.empty:
        return places
    places = places.copy()
    halls = towns.loc[said, ["latitude", "longitude"]].set_axis(said.index)
    pointed = places.loc[said.index, "precision"] == "adresse"
    for name in ("latitude", "longitude"):
        places.loc[said.index, name] = places.loc[said.index, name].where(pointed, halls[name])
    places.loc[said.index, "code_insee"] = said
    places.loc[said.index, "score"] = 1.0
    return places


def _pointed(places: pd.DataFrame, wanted: pd.DataFrame, service: Service) -> pd.DataFrame:
    """Points of the service where its commune is ours; its commune where it settles which of ours it is."""
    asked = wanted.loc[(wanted["adresse"] != "") & (places["precision"] != "adresse"), list(SAID)]
    if asked.empty:
        return places
    answers = service(asked)
    answers = answers[answers["precision"] == "adresse"]
    places, today = places.copy(), set(listed()["code"])
    for row, answer in zip(answers.index, answers.to_dict("records"), strict=True):
        code, ours = commune_of_arrondissement(answer["code_insee"]), places.loc[row]
        candidates = (ours["candidats"] or "").split("|")
        settled = answer["score"] >= CERTAIN and code in candidates
        if (ours["score"] >= SURE and ours["code_insee"] == code and answer["score"] >= NEAR) or (
            ours["score"] < SURE and settled
        ):
            score = max(ours["score"], SURE)
            columns = ["code_insee", "latitude", "longitude", "score", "precision"]
            places.loc[row, columns] = [code, answer["latitude"], answer["longitude"], score, "adresse"]
        elif ours["score"] < SURE and answer["score"] >= CERTAIN and code in today:
            places.loc[row, "candidats"] = "|".join(filter(None, [code, *candidates]))
            places.loc[row, ["code_insee", "score"]] = [code, CERTAIN]
            places.loc[row, "raison"] = f"{ours['raison']} ; le service national des adresses trouve ailleurs"
    return places


def _filled(
    frame: pd.DataFrame, places: pd.DataFrame, code_missing: pd.Series, point_missing: pd.Series
) -> pd.DataFrame:
    filled = frame.copy()
    for name in FILLED:
        missing = code_missing if name == "code_insee" else point_missing
        rows = places.index[missing.reindex(places.index)]
        if not len(rows):
            continue
        column = filled[name].astype("object") if name in filled else pd.Series(None, frame.index, dtype="object")
        column.loc[rows] = places.loc[rows, name].astype("object")
        filled[name] = column
    return filled
