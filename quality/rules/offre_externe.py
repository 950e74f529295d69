"""The offer the Département does not finance: points in France, records of today, revised not too long ago."""

from __future__ import annotations

import pandas as pd

from quality.rule import BLOCKING, FILE, ROW, WARNING, Around, Finding, Rule, at_fault

SERVICES = "services_externes"
PLACED = {
    "structures_externes": "structure est placée|structures sont placées",
    SERVICES: "service est placé|services sont placés",
}
# latitude and longitude, least and most: hexagone and Corse, then each overseas département.
BOXES = (
    (41.3, 51.2, -5.3, 9.7), (15.8, 16.6, -61.9, -60.9), (14.3, 15.0, -61.3, -60.7), (2.1, 5.9, -54.7, -51.5),
    (-21.5, -20.8, 55.1, 55.9), (-13.1, -12.5, 44.9, 45.4),
)  # fmt: skip


def _abroad(frame: pd.DataFrame, around: Around) -> Finding:
    latitude, longitude = frame["latitude"], frame["longitude"]
    inside = pd.Series(False, frame.index)
    for south, north, west, east in BOXES:
        inside |= latitude.between(south, north) & longitude.between(west, east)
    return at_fault(latitude.notna() & longitude.notna() & ~inside)


def _of_tomorrow(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["date_maj"] > pd.Timestamp(around.context.today))


def _stale(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(
        frame["date_maj"] < pd.Timestamp(around.context.today) - pd.DateOffset(months=round(12 * around.threshold))
    )


def _nowhere(frame: pd.DataFrame, around: Around) -> Finding:
    told = frame["commune"].notna() | frame["code_postal"].notna()
    return at_fault(frame["code_insee"].isna() & told)


def _orphan(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(~frame["structure_id"].isin(around.tables["structures_externes"]["structure_id"]))


def _rules(table: str, placed: str) -> tuple[Rule, ...]:
    return (
        Rule(
            "EXT-02", table, BLOCKING, ROW, "Les points sont en France",
            f"{{n|{placed}}} hors de France (exemple : {{exemple}}).",
            _abroad, ("latitude", "longitude"), "le point est hors de France : corrigez ses coordonnées", "nom",
        ),
        Rule(
            "EXT-03", table, BLOCKING, ROW, "Les fiches ne sont pas datées de demain",
            "{n|fiche est datée|fiches sont datées} dans le futur (exemple : {exemple}).",
            _of_tomorrow, ("date_maj",), "la date {valeur} est dans le futur", "nom",
        ),
        Rule(
            "EXT-04", table, WARNING, FILE, "Les fiches ont moins de {seuil} ans",
            "{n|fiche n’a pas été revue|fiches n’ont pas été revues} depuis plus de {seuil} ans (exemple : {exemple}).",
            _stale, ("date_maj",), example="nom", threshold=2, unit="ans",
        ),
        Rule(
            "EXT-05", table, WARNING, FILE, "Les fiches disent le code de leur commune",
            "Commune inconnue : {n|fiche nomme|fiches nomment} une commune ou un code postal sans code Insee "
            "(exemple : {exemple}).",
            _nowhere, ("code_insee", "commune", "code_postal"), example="commune",
        ),
    )  # fmt: skip


RULES = (
    *(rule for table, placed in PLACED.items() for rule in _rules(table, placed)),
    Rule(
        "EXT-06", SERVICES, WARNING, FILE, "La structure de chaque service est décrite",
        "{n|service vient d’une structure que|services viennent de structures que} l’export ne décrit pas (exemple : "
        "{exemple}).",
        _orphan, ("structure_id",), example="nom", needs=("structures_externes",), late=True,
    ),
)  # fmt: skip
