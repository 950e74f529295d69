"""What was kept long enough is erased (CON-01), before any rule is played: no row is then blamed for what it leaned on.

36 months after the end of the last journey of a person, 24 months after an attendance, unless the context says
otherwise. Persons without any journey, and invented tables, are left alone; the survey of quality names nobody.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from quality.judgement import Context, Retention
from quality.ledger import Ledger
from quality.pile import Received
from quality.rule import FILE, WARNING, Rule, at_fault

OF_PERSONS = ("parcours", "prescriptions", "episodes_emploi", "enquete_devenir", "presences")
ERASED = "{n|ligne a été effacée|lignes ont été effacées} : la durée de conservation est dépassée ("


def expire(files: list[Received], context: Context, ledger: Ledger) -> None:
    """Erase the rows kept long enough of the files of persons; they count as set aside and are not listed."""
    real = [one for one in files if one.staged.table in OF_PERSONS and one.frame is not None and not one.synthetic]
    gone = departed([one.frame for one in real if one.staged.table == "parcours"], context.retention, context.today)
    for received in real:
        finding = at_fault(_expired(received, gone, context))
        rule = retention_rule(received.staged.table, context.retention)
        ledger.record(rule, finding, received.rows, received.staged.fichier)
        _erase(received, finding.rows)


def departed(parcours: list[pd.DataFrame], retention: Retention, today: date) -> pd.Index:
    """Keys of the persons whose every journey ended long enough ago: one that goes on, or ended since, keeps all."""
    known = [
        frame[["personne_key", "date_sortie"]] for frame in parcours if {"personne_key", "date_sortie"} <= {*frame}
    ]
    if not known:
        return pd.Index([], dtype="str")
    journeys = pd.concat(known, ignore_index=True)
    ended = over(journeys["date_sortie"], retention.parcours, today)
    keys = journeys["personne_key"]
    return pd.Index(keys[ended].dropna().unique()).difference(pd.Index(keys[~ended].dropna().unique()))


def over(days: pd.Series, months: int, today: date) -> pd.Series:
    """Where so many months have passed since a day; never without one. From 29 February, 36 end on 28 February."""
    return (days + pd.DateOffset(months=months)) < pd.Timestamp(today)


def _expired(received: Received, gone: pd.Index, context: Context) -> pd.Series:
    frame = received.frame
    expired = pd.Series(False, frame.index)
    if "personne_key" in frame:
        expired |= frame["personne_key"].isin(gone)
    if received.staged.table == "presences" and "date_seance" in frame:
        expired |= over(frame["date_seance"], context.retention.presences, context.today)
    return expired


def _erase(received: Received, rows: pd.Index) -> None:
    if rows.empty:
        return
    kept = np.flatnonzero(~received.frame.index.isin(rows))
    received.frame = received.frame.iloc[kept].reset_index(drop=True)
    received.lines = received.lines.iloc[kept].reset_index(drop=True)
    received.rows -= len(rows)
    received.aside += len(rows)


def retention_rule(table: str, retention: Retention) -> Rule:
    """CON-01, which only the installation tunes, by its own durations."""
    after_exit = f"{retention.parcours} mois après la sortie"
    told = f"{retention.presences} mois après la séance, {after_exit}" if table == "presences" else after_exit
    label = "Les données des personnes ne sont pas gardées plus longtemps que prévu"
    return Rule("CON-01", table, WARNING, FILE, label, f"{ERASED}{told}).")
