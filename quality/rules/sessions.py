"""Sessions: dates in order and within their action, plausible places, a commune where people come."""

from __future__ import annotations

import pandas as pd

from quality.order import after
from quality.rule import BLOCKING, FILE, ROW, WARNING, Around, Finding, Rule, at_fault
from warehouse.freshness import PLACES

TABLE = "sessions"


def of_the_action(frame: pd.DataFrame, around: Around, column: str) -> pd.Series:
    """That column of the action each session belongs to."""
    actions = around.tables["actions"].drop_duplicates("action_id").set_index("action_id")[column]
    return frame["action_id"].map(actions)


def _beyond_agreement(frame: pd.DataFrame, around: Around) -> Finding:
    agreed = of_the_action(frame, around, "places_conventionnees").astype("Float64")
    return at_fault(frame["places_ouvertes"].astype("Float64") > around.threshold / 100 * agreed)


def _outside_action(frame: pd.DataFrame, around: Around) -> Finding:
    opened = of_the_action(frame, around, "date_ouverture")
    closed = of_the_action(frame, around, "date_fermeture")
    slack = pd.Timedelta(days=around.threshold)
    return at_fault((frame["date_debut"] < opened - slack) | (frame["date_fin"] > closed + slack))


def _without_commune(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["code_insee"].isna() & (frame["lieu_type"] != "distance"))


def _long(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["date_fin"] - frame["date_debut"] > pd.Timedelta(days=365.25 * around.threshold))


def _stale(frame: pd.DataFrame, around: Around) -> Finding:
    age = around.when - frame["date_maj_places"]
    return at_fault(frame["statut"].isin(["planifiee", "ouverte"]) & (age > pd.Timedelta(days=around.threshold)))


def _distant(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["date_debut"] > around.when + pd.DateOffset(months=round(12 * around.threshold)))


RULES = (
    Rule(
        "SES-02", TABLE, BLOCKING, ROW, "Une session ne finit pas avant de commencer",
        "{n|session finit|sessions finissent} avant de commencer (exemple : {exemple}).",
        after("date_fin", "date_debut"), ("date_fin", "date_debut"), "la session finit avant de commencer",
        "session_id",
    ),
    Rule(
        "SES-03", TABLE, BLOCKING, ROW, "Les places restent proches de la convention",
        "{n|session propose|sessions proposent} plus de places que prévu par la convention (exemple : {exemple}).",
        _beyond_agreement, ("places_ouvertes", "action_id"), "{valeur} places, plus que prévu par la convention",
        "session_id", ("actions",), threshold=150, unit="%",
    ),
    Rule(
        "SES-04", TABLE, BLOCKING, ROW, "Une session a lieu pendant son action",
        "{n|session a|sessions ont} lieu hors de la période de l’action (exemple : {exemple}).",
        _outside_action, ("date_debut", "date_fin", "action_id"), "la session a lieu hors de la période de l’action",
        "session_id", ("actions",), threshold=30, unit="jours",
    ),
    Rule(
        "SES-05", TABLE, WARNING, FILE, "Une session dure moins de {seuil} ans",
        "{n|session dure|sessions durent} plus de {seuil} ans (exemple : {exemple}).",
        _long, ("date_fin", "date_debut"), example="session_id", threshold=3, unit="ans",
    ),
    Rule(
        "SES-06", TABLE, BLOCKING, ROW, "Une session en présentiel a une commune",
        "{n|session en présentiel n’a|sessions en présentiel n’ont} pas de commune (exemple : {exemple}).",
        _without_commune, ("code_insee", "lieu_type"), "une session en présentiel doit avoir une commune",
        "session_id",
    ),
    Rule(
        "SES-07", TABLE, WARNING, FILE, "Les places affichées sont récentes",
        "Les places de {n|session datent|sessions datent} de plus de {seuil} jours : elles sont « à confirmer ».",
        _stale, ("date_maj_places", "statut"), example="session_id", threshold=PLACES, unit="jours",
    ),
    Rule(
        "SES-08", TABLE, WARNING, FILE, "Une session est prévue à moins de {seuil} ans",
        "{n|session est prévue|sessions sont prévues} dans plus de {seuil} ans (exemple : {exemple}).",
        _distant, ("date_debut",), example="session_id", threshold=2, unit="ans",
    ),
)  # fmt: skip
