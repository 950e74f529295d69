"""A table of addresses in, the commune and the point of each out, with what makes it sure or not."""

from __future__ import annotations

from functools import cache, lru_cache

import pandas as pd

from geodata.arrondissements import commune_of_arrondissement, is_arrondissement_municipal
from geodata.geocoding.gazetteer import gazetteer, part_points
from geodata.geocoding.matching import SURE, Match, match
from geodata.geocoding.spelling import asked, words
from geodata.locating import commune_at
from geodata.passage import passage, to_current

GIVEN = ("adresse", "code_postal", "nom_commune", "code_insee", "latitude", "longitude")
COLUMNS = (
    "code_insee", "latitude", "longitude", "score", "precision", "candidats", "raison", "arrondissement",
)  # fmt: skip
ADDRESS, COMMUNE, FORMER, UNKNOWN = "adresse", "commune", "ancienne_commune", "inconnue"


def located(frame: pd.DataFrame, departement: str) -> pd.DataFrame:
    """Where each row is, same index. frame: any of adresse, code_postal, nom_commune, code_insee, latitude, longitude.

    code_insee (today's commune, missing when unknown), latitude and longitude (those received, else of the town hall
    or of the arrondissement), score (0 to 1; below `matching.SURE` the commune is only a proposal), precision
    ("adresse": a point was received; "commune"; "ancienne_commune"; "inconnue"), candidats (codes, the proposal first,
    joined by |), raison (French, no final stop), arrondissement (code of a municipal one when it is told).
    departement: the one observed, or FRANCE. Nothing is read from the network.
    """
    given = {name: _texts(frame, name) for name in GIVEN}
    points = pd.DataFrame({name: _degrees(given[name]) for name in ("latitude", "longitude")}, index=frame.index)
    points = points.where(points.notna().all(axis=1) & points.ne(0).all(axis=1))
    codes = _codes(given["code_insee"])
    lonely = codes.isna() & points["latitude"].notna()
    under = commune_at(points["latitude"].where(lonely), points["longitude"].where(lonely))
    rows = [
        _row(cells, code, point, at, departement)
        for *cells, code, point, at in zip(
            given["nom_commune"], given["code_postal"], given["adresse"], given["code_insee"], codes,
            points.itertuples(index=False, name=None), under, strict=True,
        )
    ]  # fmt: skip
    found = pd.DataFrame(rows, index=frame.index, columns=list(COLUMNS))
    degrees = {name: found[name].astype("float64") for name in ("latitude", "longitude", "score")}
    return found.assign(**degrees, **{name: found[name].astype("str") for name in ("code_insee", "arrondissement")})


def _texts(frame: pd.DataFrame, name: str) -> list[str]:
    if name not in frame:
        return [""] * len(frame)
    return ["" if missing else str(cell).strip() for cell, missing in zip(frame[name], frame[name].isna(), strict=True)]


def _degrees(texts: list[str]) -> list[float]:
    numbers = pd.to_numeric(pd.Series(texts, dtype="str").str.replace(",", "."), errors="coerce")
    return numbers.where(numbers.abs() <= 180).astype("float64").tolist()


def _codes(texts: list[str]) -> pd.Series:
    """Today's commune of each code received; missing for what is no commune, a postal code for instance."""
    heirs, today = _heirs(), gazetteer().by_commune
    found = (commune_of_arrondissement(text.upper()) for text in texts)
    current = [heirs.get(code, code) for code in found]
    return pd.Series([code if code in today else None for code in current], dtype="str")


@cache
def _heirs() -> dict[str, str]:
    pairs = passage()
    return dict(zip(pairs["code_ancien"], to_current(pairs["code_courant"], pairs), strict=True))


def _row(cells: list[str], code: object, point: tuple[float, float], under: object, departement: str) -> tuple:
    nom, postal, adresse, received = cells
    found = _matched(nom, postal, adresse, departement)
    precise = not pd.isna(point[0])
    if not pd.isna(code):
        found = _with_code(str(code), found, nom, received)
    elif precise and not pd.isna(under):
        found = _with_point(str(under), found, bool(nom or postal))
    elif received and found.codes:
        found = _replaced(found, raison=f"{found.raison} ; « {received} » n’est pas un code commune")
    if not found.codes:
        return None, *point, 0.0, UNKNOWN, "", found.raison, None
    how = ADDRESS if precise else FORMER if found.former else COMMUNE
    place = point if precise else _town(found)
    return found.codes[0], *place, found.score, how, "|".join(found.codes), found.raison, found.arrondissement or None


@lru_cache(maxsize=50_000)
def _matched(nom: str, postal: str, adresse: str, departement: str) -> Match:
    return match(asked(nom, postal, adresse), departement)


def _with_code(code: str, found: Match, nom: str, received: str) -> Match:
    part = received if is_arrondissement_municipal(received) else ""
    ours = {name.key for name in gazetteer().by_commune[code]}
    if nom and code not in found.codes and asked(nom).key not in ours:
        raison = f"le code commune {received} désigne {gazetteer().nom(code)}, la commune dite est « {nom} »"
        return Match((code, *found.codes), 0.8, raison)
    return Match((code,), 1.0, "code commune reçu", arrondissement=part)


def _with_point(under: str, found: Match, told: bool) -> Match:
    """The commune where the point falls, when what is told does not gainsay it."""
    if not told or not found.codes:
        score = SURE if not told else 0.7
        said = "commune où tombe le point reçu" + (f" ; {found.raison}" if told else "")
        return Match((under,), score, said)
    if under in found.codes:
        others = (code for code in found.codes if code != under)
        raison = "le point reçu tombe dans cette commune"
        return Match((under, *others), max(found.score, 0.95), raison, found.former, found.arrondissement)
    raison = f"{found.raison} ; mais le point reçu tombe à {gazetteer().nom(under)}"
    return Match((*found.codes, under), min(found.score, 0.7), raison, found.former)


def _replaced(found: Match, raison: str) -> Match:
    return Match(found.codes, found.score, raison, found.former, found.arrondissement)


def _town(found: Match) -> tuple[float, float]:
    if found.arrondissement:
        return part_points()[found.arrondissement]
    row = gazetteer().communes.loc[found.codes[0]]
    return float(row["latitude"]), float(row["longitude"])


def normalised(nom: str, postal: str, adresse: str = "") -> str:
    """The same text for the same place however it was typed: what a place is remembered by."""
    place = asked(nom, postal, adresse)
    code = "" if not (place.words or place.postal) else f"{place.postal} {place.words} {place.arrondissement}"
    return " ".join((code + " " + ("" if nom.strip() else words(adresse))).split())
