"""Prescriptions: the right session, dates in order, statuses that agree with dates."""

from __future__ import annotations

import pandas as pd

from quality.order import after
from quality.rule import BLOCKING, FILE, ROW, WARNING, Around, Finding, Rule, as_a_whole, at_fault

TABLE = "prescriptions"
TOLERANCE = {"threshold": 7, "unit": "jours"}  # a person may start before the paper is signed
REFUSALS = ("refusee_structure", "refusee_personne")


def _other_action(frame: pd.DataFrame, around: Around) -> Finding:
    sessions = around.tables["sessions"].set_index("session_id")["action_id"]
    theirs = frame["session_id"].map(sessions)
    return at_fault(theirs.notna() & (theirs != frame["action_id"]))


def _status_and_date(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault((frame["statut"] == "entree") != frame["date_entree"].notna())


def _too_many_entries(frame: pd.DataFrame, around: Around) -> Finding:
    places = around.tables["sessions"].set_index("session_id")["places_ouvertes"]
    entries = frame.loc[frame["statut"] == "entree", "session_id"].value_counts()
    over = entries[entries > around.threshold / 100 * entries.index.map(places).astype("float64")]
    if over.empty:
        return as_a_whole(True)
    first = over.index[0]
    fills = {"exemples": [str(code) for code in over.index[:5]], "valeur": int(over[first])}
    return as_a_whole(False, n=len(over), places=int(places[first]), **fills)


def _twice(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame.duplicated(["personne_key", "action_id", "date_prescription"], keep="first"))


def _refusals_without_reason(frame: pd.DataFrame, around: Around) -> Finding:
    refused = frame[frame["statut"].isin(REFUSALS)]
    share = refused["motif_refus"].isna().mean() if len(refused) else 0.0
    return as_a_whole(share <= around.threshold / 100, pct=round(100 * share, 1))


def _waiting(frame: pd.DataFrame, around: Around) -> Finding:
    age = around.when - frame["date_prescription"]
    return at_fault((frame["statut"] == "en_attente") & (age > pd.Timedelta(days=around.threshold)))


def _one_prescriber(frame: pd.DataFrame, around: Around) -> Finding:
    shares = frame["organisme_prescripteur"].value_counts(normalize=True)
    share = float(shares.iloc[0]) if len(shares) else 0.0
    return as_a_whole(share <= around.threshold / 100, pct=round(100 * share, 1), exemples=list(shares.index[:1]))


RULES = (
    Rule(
        "PRE-01", TABLE, BLOCKING, ROW, "La session est bien celle de l’action",
        "{n|prescription vise|prescriptions visent} une session d’une autre action.",
        _other_action, ("session_id", "action_id"), "la session {valeur} est celle d’une autre action",
        "prescription_id", ("sessions",),
    ),
    Rule(
        "PRE-02", TABLE, BLOCKING, ROW, "La réponse suit la prescription",
        "{n|réponse précède|réponses précèdent} la prescription ({exemple}).",
        after("date_reponse", "date_prescription"), ("date_reponse", "date_prescription"),
        "la réponse précède la prescription", "prescription_id", **TOLERANCE,
    ),
    Rule(
        "PRE-02", TABLE, BLOCKING, ROW, "L’entrée suit la prescription",
        "{n|entrée précède|entrées précèdent} la prescription ({exemple}).",
        after("date_entree", "date_prescription"), ("date_entree", "date_prescription"),
        "l’entrée précède la prescription", "prescription_id", **TOLERANCE,
    ),
    Rule(
        "PRE-02", TABLE, BLOCKING, ROW, "La fin de l’action suit l’entrée",
        "{n|fin d’action précède|fins d’action précèdent} l’entrée ({exemple}).",
        after("date_fin_action", "date_entree"), ("date_fin_action", "date_entree"),
        "la fin de l’action précède l’entrée", "prescription_id",
    ),
    Rule(
        "PRE-03", TABLE, BLOCKING, ROW, "Le statut « entrée » va avec une date d’entrée",
        "{n|prescription est « entrée »|prescriptions sont « entrées »} sans date d’entrée, ou l’inverse.",
        _status_and_date, ("date_entree", "statut"), "le statut et la date d’entrée se contredisent",
        "prescription_id",
    ),
    Rule(
        "PRE-04", TABLE, WARNING, FILE, "Les entrées ne dépassent pas les places de la session",
        "{n|session compte|sessions comptent} trop d’entrées : « {exemple} » en a {valeur} pour {places} places.",
        _too_many_entries, ("session_id", "statut"), needs=("sessions",), late=True, threshold=110, unit="%",
    ),
    Rule(
        "PRE-07", TABLE, WARNING, FILE, "Une prescription n’est saisie qu’une fois",
        "{n|prescription semble saisie|prescriptions semblent saisies} deux fois.",
        _twice, ("personne_key", "action_id", "date_prescription"),
    ),
    Rule(
        "PRE-08", TABLE, WARNING, FILE, "Les refus ont un motif",
        "{pct} % des refus n’ont pas de motif : le taux d’orientations inadaptées est sous-estimé.",
        _refusals_without_reason, ("motif_refus", "statut"), threshold=20, unit="%",
    ),
    Rule(
        "PRE-09", TABLE, WARNING, FILE, "Les prescriptions reçoivent une réponse en {seuil} jours",
        "{n|prescription attend|prescriptions attendent} une réponse depuis plus de {seuil} jours.",
        _waiting, ("date_prescription", "statut"), example="prescription_id", threshold=90, unit="jours",
    ),
    Rule(
        "PRE-10", TABLE, WARNING, FILE, "Plusieurs organismes prescrivent",
        "{pct} % des prescriptions viennent de « {exemple} » : l’outil est-il utilisé par tous ?",
        _one_prescriber, ("organisme_prescripteur",), threshold=70, unit="%",
    ),
)  # fmt: skip
