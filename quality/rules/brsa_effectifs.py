"""Headcounts of RSA recipients: secret is not zero, persons are not households, totals are plausible."""

from __future__ import annotations

import pandas as pd

from quality.rule import BLOCKING, FILE, ROW, WARNING, Around, Finding, Rule, as_a_whole, at_fault

TABLE = "brsa_effectifs"
SPLITS = ("sexe", "classe_age", "type_parcours")
PERSONS, HOUSEHOLDS = "personnes", "foyers_droit_versable"
FACTOR = (1.0, 1.4)  # persons for one household
TOLERANCE = 0.02


def whole_counts(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows that count everybody: no sex, age or type of journey singled out."""
    every = pd.Series(True, frame.index)
    for column in SPLITS:
        every &= frame[column].isna() | (frame[column] == "ensemble")
    return frame[every]


def latest_totals(frame: pd.DataFrame) -> pd.Series:
    """Sum of the counts by concept at its latest date, communes only when there are any."""
    counts = whole_counts(frame)
    by_commune = counts[counts["code_insee"].notna()]
    counts = by_commune if len(by_commune) else counts
    latest = counts[counts["date_observation"] == counts.groupby("concept")["date_observation"].transform("max")]
    return latest.groupby("concept")["effectif"].sum().astype("float64")


def _explained(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["effectif"].isna() & (frame["statut_secret"] == "diffusible"))


def _secret_is_not_a_number(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["effectif"].notna() & (frame["statut_secret"] != "diffusible"))


def _placed(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["code_insee"].isna() & frame["code_tas"].isna())


def _published_total(frame: pd.DataFrame, around: Around) -> Finding:
    sums = latest_totals(frame)
    for concept, total in around.context.totals.items():
        found = sums.get(concept)
        if found is not None and abs(found / total - 1) > TOLERANCE:
            return as_a_whole(False, somme=round(found), total=round(total))
    return as_a_whole(True)


def _persons_and_households(frame: pd.DataFrame, around: Around) -> Finding:
    sums = latest_totals(frame)
    persons, households = sums.get(PERSONS), sums.get(HOUSEHOLDS)
    if not persons or not households:
        return as_a_whole(True)
    return as_a_whole(FACTOR[0] <= persons / households <= FACTOR[1], a=round(persons), b=round(households))


def _steady(frame: pd.DataFrame, around: Around) -> Finding:
    """BRS-05: change from one month to the next by territory and concept, 5 % (10 % under 500)."""
    territories = around.tables["territoires"].drop_duplicates("code_insee").set_index("code_insee")["code_tas"]
    counts = whole_counts(frame)
    tas = counts["code_tas"].fillna(counts["code_insee"].map(territories))
    sums = counts.groupby([tas, "concept", "date_observation"])["effectif"].sum().astype("float64").unstack()
    change = (100 * (sums / sums.shift(axis=1) - 1)).iloc[:, 1:]
    limit = sums.shift(axis=1).iloc[:, 1:].lt(500) * 5 + 5
    beyond = change.abs().where(change.abs() > limit).stack().dropna()
    if beyond.empty:
        return as_a_whole(True)
    worst = beyond.idxmax()
    return as_a_whole(False, exemples=[worst[0]], ecart=round(change.loc[worst[:2], worst[2]], 1))


def _share_of_adults(frame: pd.DataFrame, around: Around) -> Finding:
    """BRS-07: recipients against the population aged 15 to 64, by commune."""
    facts = around.tables["faits"]
    adults = facts[(facts["code"] == "population_1564") & (facts["niveau"] == "commune")]
    adults = adults.sort_values("periode").drop_duplicates("code_territoire", keep="last")
    adults = adults.set_index("code_territoire")["valeur"]
    counts = whole_counts(frame)
    return at_fault(counts["effectif"] > 0.25 * counts["code_insee"].map(adults))


RULES = (
    Rule(
        "BRS-01", TABLE, BLOCKING, ROW, "Un effectif absent est expliqué",
        "{n|effectif est absent|effectifs sont absents} sans explication (secret ou non disponible).",
        _explained, ("effectif", "statut_secret"), "l’effectif est absent sans explication", "code_insee",
    ),
    Rule(
        "OPN-03", TABLE, BLOCKING, FILE, "Un effectif secret n’est jamais un nombre",
        "Des effectifs secrets portent un nombre ({n|ligne|lignes}, exemple : {exemple}) : chargement refusé.",
        _secret_is_not_a_number, ("effectif", "statut_secret"),
    ),
    Rule(
        "BRS-08", TABLE, BLOCKING, ROW, "Chaque effectif a une commune ou un territoire",
        "{n|effectif n’a|effectifs n’ont} ni commune ni territoire d’action sociale.",
        _placed, ("code_insee", "code_tas"), "ni commune ni territoire d’action sociale",
    ),
    Rule(
        "BRS-02", TABLE, BLOCKING, FILE, "La somme des communes retrouve le total publié, à 2 % près",
        "La somme des communes ({somme}) ne correspond pas au total du département ({total}).",
        _published_total, ("effectif", "code_insee", "concept", "date_observation", *SPLITS),
    ),
    Rule(
        "BRS-04", TABLE, BLOCKING, FILE, "Il y a au moins autant de personnes que de foyers",
        "{a} personnes pour {b} foyers : ce rapport est impossible, les deux sont sans doute inversés.",
        _persons_and_households, ("effectif", "code_insee", "concept", "date_observation", *SPLITS),
    ),
    Rule(
        "BRS-05", TABLE, WARNING, FILE, "Les effectifs bougent peu d’un mois à l’autre",
        "Les effectifs de {exemple} ont bougé de {ecart} % en un mois, ce qui est inhabituel.",
        _steady, ("effectif", "code_insee", "code_tas", "concept", "date_observation", *SPLITS),
        needs=("territoires",), late=True,
    ),
    Rule(
        "BRS-07", TABLE, WARNING, FILE, "Les effectifs sont plausibles au regard de la population",
        "À {exemple}, plus d’un habitant de 15 à 64 ans sur quatre serait au RSA : vérifiez la commune.",
        _share_of_adults, ("effectif", "code_insee", *SPLITS), example="code_insee", needs=("faits",), late=True,
    ),
)  # fmt: skip
