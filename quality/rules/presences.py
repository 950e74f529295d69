"""Attendance: people who entered the session, on its dates, with sheets that are really filled in."""

from __future__ import annotations

import pandas as pd

from quality.rule import BLOCKING, FILE, ROW, WARNING, Around, Finding, Rule, as_a_whole, at_fault

TABLE = "presences"
PAIR = ["session_id", "personne_key"]


def _not_entered(frame: pd.DataFrame, around: Around) -> Finding:
    prescriptions = around.tables["prescriptions"]
    entered = prescriptions.loc[prescriptions["statut"] == "entree", PAIR].drop_duplicates()
    known = frame[PAIR].merge(entered, on=PAIR, how="left", indicator=True)["_merge"] == "both"
    return at_fault(pd.Series(~known.to_numpy(), frame.index))


def _outside_session(frame: pd.DataFrame, around: Around) -> Finding:
    sessions = around.tables["sessions"].set_index("session_id")
    starts, ends = (frame["session_id"].map(sessions[column]) for column in ("date_debut", "date_fin"))
    return at_fault((frame["date_seance"] < starts) | (frame["date_seance"] > ends))


def _unknown(frame: pd.DataFrame, around: Around) -> Finding:
    share = (frame["statut"] == "inconnu").mean()
    return as_a_whole(share <= around.threshold / 100, pct=round(100 * share, 1))


def _always_there(frame: pd.DataFrame, around: Around) -> Finding:
    actions = frame["session_id"].map(around.tables["sessions"].set_index("session_id")["action_id"])
    expected = frame["statut"].isin(["present", "excuse", "injustifie"])
    counts = (frame["statut"] == "present")[expected].groupby(actions[expected]).agg(["sum", "size"])
    full = counts[(counts["size"] > around.threshold) & (counts["sum"] == counts["size"])]
    return as_a_whole(full.empty, n=len(full), exemples=[str(code) for code in full.index[:5]])


RULES = (
    Rule(
        "PRS-01", TABLE, BLOCKING, ROW, "Les personnes présentes sont entrées dans la session",
        "{n|présence concerne|présences concernent} une personne non inscrite à la session.",
        _not_entered, ("session_id", "personne_key"), "la personne n’est pas inscrite à la session",
        "personne_key", ("prescriptions",),
    ),
    Rule(
        "PRS-02", TABLE, BLOCKING, ROW, "Les séances ont lieu pendant la session",
        "{n|séance est|séances sont} hors des dates de la session ({exemple}).",
        _outside_session, ("date_seance", "session_id"), "la séance du {valeur} est hors des dates de la session",
        "personne_key", ("sessions",),
    ),
    Rule(
        "PRS-03", TABLE, WARNING, FILE, "Les présences sont renseignées",
        "{pct} % des présences ne sont pas renseignées : les taux sont calculés sur le reste.",
        _unknown, ("statut",), threshold=25, unit="%",
    ),
    Rule(
        "PRS-05", TABLE, WARNING, FILE, "Les feuilles de présence ne sont pas remplies par défaut",
        "{n|action déclare|actions déclarent} 100 % de présence (exemple : {exemple}) : la feuille est-elle "
        "remplie par défaut ?",
        _always_there, ("statut", "session_id"), needs=("sessions",), late=True, threshold=50, unit="présences",
    ),
)  # fmt: skip
