"""Actions: dates in order, sheets that can be understood, money and sessions behind what is open."""

from __future__ import annotations

import pandas as pd

from quality.order import after
from quality.rule import BLOCKING, FILE, ROW, THRESHOLD, WARNING, Around, Finding, Rule, at_fault, expect

TABLE = "actions"
DURATIONS = {"afpa": (12, 52), "e2c": (26, 52), "atelier": (0, 26)}  # weeks
TO_A_TRADE = ("iae_ei", "iae_etti", "iae_aci", "iae_ai", "iae_eiti", "afpa", "geiq", "pmsmp")


def _everyone_and_some(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["publics"].str.contains("tous-publics") & frame["publics"].str.contains("|", regex=False))


def _open_but_over(frame: pd.DataFrame, around: Around) -> Finding:
    today = around.when
    return at_fault((frame["statut"] == "ouverte") & (frame["date_fermeture"] < today))


def _old_sheet(frame: pd.DataFrame, around: Around) -> Finding:
    age = around.when - frame["date_maj"]
    return at_fault((frame["statut"] == "ouverte") & (age > pd.Timedelta(days=around.threshold)))


def _no_trade(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["type_dispositif"].isin(TO_A_TRADE) & frame["codes_rome"].isna())


def _unusual_duration(frame: pd.DataFrame, around: Around) -> Finding:
    low = frame["type_dispositif"].map({name: bounds[0] for name, bounds in DURATIONS.items()})
    high = frame["type_dispositif"].map({name: bounds[1] for name, bounds in DURATIONS.items()})
    return at_fault((frame["duree_semaines"] < low) | (frame["duree_semaines"] > high))


def _without_money(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["financement_cd"] & ~frame["action_id"].isin(around.tables["budget_actions"]["action_id"]))


def _without_session(frame: pd.DataFrame, around: Around) -> Finding:
    sessions = around.tables["sessions"]
    since = around.when - pd.Timedelta(days=around.threshold)
    active = sessions.loc[sessions["date_fin"] >= since, "action_id"]
    return at_fault((frame["statut"] == "ouverte") & ~frame["action_id"].isin(active))


RULES = (
    Rule(
        "ACT-03", TABLE, WARNING, FILE, "« Tous publics » exclut les publics particuliers",
        "{n|action vise|actions visent} « tous les publics » et un public particulier à la fois (exemple : {exemple}).",
        _everyone_and_some, ("publics",), example="nom",
    ),
    Rule(
        "ACT-04", TABLE, BLOCKING, ROW, "Une action ne ferme pas avant d’ouvrir",
        "{n|action ferme|actions ferment} avant d’ouvrir (exemple : {exemple}).",
        after("date_fermeture", "date_ouverture"), ("date_fermeture", "date_ouverture"),
        "l’action ferme avant d’ouvrir", "action_id",
    ),
    Rule(
        "ACT-05", TABLE, WARNING, FILE, "Une action ouverte n’est pas terminée",
        "{n|action est affichée ouverte|actions sont affichées ouvertes} après la date de fermeture.",
        _open_but_over, ("date_fermeture", "statut"), example="nom",
    ),
    Rule(
        "ACT-06", TABLE, WARNING, FILE, "Les fiches ont été revues depuis moins de {seuil} jours",
        "{n|fiche n’a pas été revue|fiches n’ont pas été revues} depuis plus de {seuil} jours (exemple : {exemple}).",
        _old_sheet, ("date_maj", "statut"), example="nom", threshold=365, unit="jours",
    ),
    Rule(
        "ACT-07", TABLE, WARNING, FILE, "Les descriptions font {seuil} caractères ou plus",
        "{n|fiche a|fiches ont} une description trop courte pour une personne extérieure (exemple : {exemple}).",
        expect("column_value_lengths_to_be_between", column="description", min_value=THRESHOLD),
        ("description",), example="nom", threshold=200, unit="caractères",
    ),
    Rule(
        "ACT-09", TABLE, WARNING, FILE, "Une action qui prépare à un métier dit lequel",
        "{n|action prépare|actions préparent} à un métier sans dire lequel (exemple : {exemple}).",
        _no_trade, ("codes_rome", "type_dispositif"), example="nom",
    ),
    Rule(
        "ACT-11", TABLE, WARNING, FILE, "Chaque action dit quels territoires elle sert",
        "{n|action ne dit|actions ne disent} pas quels territoires sont servis (exemple : {exemple}).",
        expect("column_values_to_not_be_null", column="zone_eligibilite"), ("zone_eligibilite",), example="nom",
    ),
    Rule(
        "ACT-12", TABLE, WARNING, FILE, "La durée convient au type d’action",
        "{n|action a|actions ont} une durée inhabituelle pour ce type d’action (exemple : {exemple}).",
        _unusual_duration, ("duree_semaines", "type_dispositif"), example="nom",
    ),
    Rule(
        "ACT-13", TABLE, WARNING, FILE, "Une action financée a un montant",
        "{n|action financée n’a|actions financées n’ont} pas de montant (exemple : {exemple}).",
        _without_money, ("financement_cd", "action_id"), example="nom", needs=("budget_actions",), late=True,
    ),
    Rule(
        "ACT-14", TABLE, WARNING, FILE, "Une action ouverte a des sessions",
        "{n|action est ouverte|actions sont ouvertes} sans session depuis {seuil} jours (exemple : {exemple}).",
        _without_session, ("statut", "action_id"), example="nom", needs=("sessions",), late=True,
        threshold=183, unit="jours",
    ),
)  # fmt: skip
