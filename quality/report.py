"""Reading a judgement: what a page or the command line says of it. Nothing here knows how rules are played."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from quality.judgement import Judgement

BLOCKING = "bloquant"


def report(judgement: Judgement) -> dict:
    """A summary made of plain values: verdict, counts, sentences that block, warnings, loads, rows set aside."""
    return {"verdict": judgement.verdict} | summary(judgement.reports)


def summary(reports: Mapping[str, pd.DataFrame]) -> dict:
    """The same from the three report tables of an edition, published or refused.

    lignes: recues, acceptees, ecartees, refusees. regles: how many were respectee, non_respectee,
    non_executee. bloquants, alertes: {regle, table, fichier, phrase}. ecartees: rows set aside by rule and table.
    reglages, confirmations: {regle, table, phrase} of what the département tuned, and confirmed.
    """
    results, loads = reports["regles_resultats"], reports["chargements"]
    wrong = results[results["statut"] != "respectee"]
    names = ("recues", "acceptees", "ecartees", "refusees")
    return {
        "lignes": {name: int(loads[f"nb_{name}"].sum()) for name in names},
        "regles": {str(key): int(count) for key, count in results["statut"].value_counts().items()},
        "bloquants": _sentences(wrong[wrong["gravite"] == BLOCKING]),
        "alertes": _sentences(wrong[wrong["gravite"] != BLOCKING]),
        "chargements": _loads(loads),
        "ecartees": _set_aside(reports["rejets"]),
        "reglages": _told(results, "reglage"),
        "confirmations": _told(results, "confirmation"),
    }


def _told(results: pd.DataFrame, column: str) -> list[dict]:
    """What stands in that column, once a rule and table; nothing in a report older than the column."""
    if column not in results:
        return []
    told = results.loc[results[column].fillna("") != "", ["regle", "table", column]].drop_duplicates()
    return told.rename(columns={column: "phrase"}).to_dict("records")


def _sentences(results: pd.DataFrame) -> list[dict]:
    columns = ["regle", "table", "fichier", "statut", "nb_ecarts", "phrase"]
    return results[columns].astype({"nb_ecarts": "int64"}).to_dict("records")


def _loads(loads: pd.DataFrame) -> list[dict]:
    counts = ["nb_recues", "nb_acceptees", "nb_ecartees", "nb_refusees"]
    dated = loads["date_donnees"].map(lambda when: None if pd.isna(when) else when.date().isoformat(), na_action=None)
    return loads[["table", "fichier", "verdict", *counts]].assign(date_donnees=dated).to_dict("records")


def _set_aside(rejected: pd.DataFrame) -> list[dict]:
    if rejected.empty:
        return []
    counts = rejected.groupby(["table", "regle"], sort=False).size()
    return [{"table": name, "regle": code, "lignes": int(count)} for (name, code), count in counts.items()]
