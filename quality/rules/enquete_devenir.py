"""Survey of what becomes of people: the right time, the right persons, answers that agree, honest weights."""

from __future__ import annotations

import pandas as pd

from quality.rule import BLOCKING, FILE, ROW, WARNING, Around, Finding, Rule, as_a_whole, at_fault

TABLE = "enquete_devenir"
MONTH = 30.4375  # days


def _wrong_time(frame: pd.DataFrame, around: Around) -> Finding:
    months = (frame["date_reponse"] - frame["date_sortie"]).dt.days / MONTH
    return at_fault((months - frame["vague"].astype("float64")).abs() > around.threshold)


def _unknown_person(frame: pd.DataFrame, around: Around) -> Finding:
    journeys = around.tables["parcours"]
    return at_fault(~frame["personne_key"].isin(journeys.loc[journeys["date_sortie"].notna(), "personne_key"]))


def _response_rate(frame: pd.DataFrame, around: Around) -> Finding:
    rates = frame.groupby("vague")["repondant"].mean().astype("float64")
    lowest = float(rates.min()) if len(rates) else 1.0
    return as_a_whole(
        lowest >= around.threshold / 100, pct=round(100 * lowest, 1), valeur=int(rates.idxmin()) if len(rates) else 0
    )


def _contradiction(frame: pd.DataFrame, around: Around) -> Finding:
    without = ~frame["en_emploi"].fillna(True).astype("bool")
    return at_fault(without & (frame["nature_emploi"].notna() | frame["temps_travail"].notna()))


def _unbalanced(frame: pd.DataFrame, around: Around) -> Finding:
    """ENQ-05: largest weight over so many times the smallest, or design effect above two.

    Design effect of weighting: n Σw² / (Σw)², Kish, « Survey Sampling », Wiley, 1965.
    """
    weights = frame.loc[frame["repondant"].fillna(False).astype("bool"), "poids"].dropna()
    weights = weights[weights > 0]
    if weights.empty:
        return as_a_whole(True)
    effect = len(weights) * float((weights**2).sum()) / float(weights.sum()) ** 2
    return as_a_whole(weights.max() <= around.threshold * weights.min() and effect <= 2)


def _weightless(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["repondant"] & ~(frame["poids"] > 0))


RULES = (
    Rule(
        "ENQ-01", TABLE, BLOCKING, ROW, "Les réponses sont recueillies au bon moment",
        "{n|réponse a été recueillie|réponses ont été recueillies} à plus de {seuil} mois de la date prévue "
        "({exemple}).",
        _wrong_time, ("date_reponse", "date_sortie", "vague"), "la réponse n’a pas été recueillie au bon moment",
        "personne_key", threshold=3, unit="mois",
    ),
    Rule(
        "ENQ-02", TABLE, BLOCKING, ROW, "Les personnes interrogées ont un parcours",
        "{n|réponse ne correspond|réponses ne correspondent} à aucune sortie connue.",
        _unknown_person, ("personne_key",), "aucune sortie connue ne correspond", needs=("parcours",),
    ),
    Rule(
        "ENQ-03", TABLE, WARNING, FILE, "Au moins {seuil} % des personnes répondent à chaque vague",
        "{pct} % seulement ont répondu à {valeur} mois : les résultats peuvent être faussés par les absents.",
        _response_rate, ("repondant", "vague"), threshold=30, unit="%",
    ),
    Rule(
        "ENQ-04", TABLE, BLOCKING, ROW, "Les réponses ne se contredisent pas",
        "{n|réponse est contradictoire|réponses sont contradictoires} : « sans emploi » avec un emploi décrit.",
        _contradiction, ("en_emploi", "nature_emploi", "temps_travail"),
        "« sans emploi » et un emploi décrit à la fois", "personne_key",
    ),
    Rule(
        "ENQ-05", TABLE, WARNING, FILE, "Aucune réponse ne pèse trop lourd",
        "Quelques réponses pèsent trop lourd : le résultat est fragile.",
        _unbalanced, ("poids", "repondant"), threshold=10, unit="fois le plus petit poids",
    ),
    Rule(
        "ENQ-06", TABLE, BLOCKING, ROW, "Une réponse a un poids",
        "{n|réponse n’a|réponses n’ont} pas de poids positif ({exemple}).",
        _weightless, ("poids", "repondant"), "la réponse n’a pas de poids positif", "personne_key",
    ),
)  # fmt: skip
