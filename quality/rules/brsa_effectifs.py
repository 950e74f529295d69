"""Headcounts of RSA recipients: secret is not zero, persons are not households, totals are plausible."""

from __future__ import annotations

import pandas as pd

from quality.rule import BLOCKING, FILE, ROW, WARNING, Around, Finding, Rule, as_a_whole, at_fault

TABLE = "brsa_effectifs"
SPLITS = ("sexe", "classe_age", "type_parcours")
PERSONS, HOUSEHOLDS = "personnes", "foyers_droit_versable"


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
    """BRS-02: a sum may fall short of the total where communes are under secret, never exceed it."""
    sums, hidden = latest_totals(frame), _with_secrets(frame)
    for concept, total in around.context.totals.items():
        found = sums.get(concept)
        if found is None or total <= 0:
            continue
        gap = 100 * (found / total - 1)
        if gap > around.threshold or (gap < -around.threshold and concept not in hidden):
            return as_a_whole(False, somme=round(found), total=round(total))
    return as_a_whole(True)


def _with_secrets(frame: pd.DataFrame) -> set[str]:
    counts = whole_counts(frame)
    return set(counts.loc[counts["effectif"].isna(), "concept"])


def _against_cnaf(frame: pd.DataFrame, around: Around) -> Finding:
    """BRS-03: households against the count of the CNAF for the same month, the latest both know."""
    if around.invented:
        return as_a_whole(True)
    facts = around.tables["faits"]
    theirs = facts[(facts["code"] == "foyers_rsa") & (facts["niveau"] == "departement") & (facts["modalite"] == "")]
    theirs = theirs[theirs["code_territoire"] == around.context.departement].drop_duplicates("periode", keep="last")
    published = theirs.set_index("periode")["valeur"].astype("float64").dropna()
    households = frame[(frame["concept"] == HOUSEHOLDS) & (frame["source"] != "cnaf_open_data")]
    months = households["date_observation"].dt.strftime("%Y-%m")
    common = sorted(set(months.dropna()) & set(published.index[published > 0]))
    if not common:
        return as_a_whole(True)
    latest = households[months == common[-1]]
    ours = latest_totals(latest).get(HOUSEHOLDS)
    gap = 100 * (ours / published[common[-1]] - 1) if ours else 0.0
    hidden = gap < 0 and bool(_with_secrets(latest))
    return as_a_whole(hidden or abs(gap) <= around.threshold, ecart=round(gap, 1), periode=common[-1])


def _mixed(frame: pd.DataFrame, around: Around) -> Finding:
    """BRS-06: at one date, some communes counted in persons only and others in households only."""
    counts = whole_counts(frame)
    counts = counts[counts["code_insee"].notna() & counts["concept"].isin([PERSONS, HOUSEHOLDS])]
    place = ["date_observation", "code_insee"]
    ways = counts.groupby(place)["concept"].agg(["nunique", "first"]).query("nunique == 1")["first"]
    by_date = ways.groupby(level=0).agg(["nunique", "size"])
    mixed = by_date[by_date["nunique"] > 1]
    if mixed.empty:
        return as_a_whole(True)
    day, alone = mixed.index[0], ways.loc[mixed.index[0]]
    return as_a_whole(
        False, a=int((alone == PERSONS).sum()), b=int((alone == HOUSEHOLDS).sum()), jour=f"{day:%d/%m/%Y}"
    )


def _persons_and_households(frame: pd.DataFrame, around: Around) -> Finding:
    sums = latest_totals(frame)
    persons, households = sums.get(PERSONS), sums.get(HOUSEHOLDS)
    if not persons or not households:
        return as_a_whole(True)
    return as_a_whole(1 <= persons / households <= around.threshold, a=round(persons), b=round(households))


def _steady(frame: pd.DataFrame, around: Around) -> Finding:
    """BRS-05: change from one month to the next by territory and concept; twice as much is allowed under 500."""
    territories = around.tables["territoires"].drop_duplicates("code_insee").set_index("code_insee")["code_tas"]
    counts = whole_counts(frame)
    tas = counts["code_tas"].fillna(counts["code_insee"].map(territories))
    sums = counts.groupby([tas, "concept", "date_observation"])["effectif"].sum().astype("float64").unstack()
    change = (100 * (sums / sums.shift(axis=1) - 1)).iloc[:, 1:]
    limit = sums.shift(axis=1).iloc[:, 1:].lt(500) * around.threshold + around.threshold
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
    return at_fault(counts["effectif"] > around.threshold / 100 * counts["code_insee"].map(adults))


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
        "BRS-02", TABLE, BLOCKING, FILE, "La somme des communes retrouve le total connu, à {seuil} % près",
        "La somme des communes ({somme}) ne correspond pas au total du département ({total}).",
        _published_total, ("effectif", "code_insee", "concept", "date_observation", *SPLITS),
        threshold=2, unit="%",
    ),
    Rule(
        "BRS-03", TABLE, WARNING, FILE, "Le total des foyers est proche de celui de la CNAF",
        "Votre total de foyers diffère de {ecart} % de celui de la CNAF ({periode}). Vérifiez s’il s’agit de foyers "
        "ou de personnes.",
        _against_cnaf, ("effectif", "source", "code_insee", "concept", "date_observation", *SPLITS),
        needs=("faits",), late=True, threshold=5, unit="%",
    ),
    Rule(
        "BRS-04", TABLE, BLOCKING, FILE, "Il y a au moins autant de personnes que de foyers",
        "{a} personnes pour {b} foyers : ce rapport est impossible, les deux sont sans doute inversés.",
        _persons_and_households, ("effectif", "code_insee", "concept", "date_observation", *SPLITS),
        threshold=1.4, unit="personnes par foyer",
    ),
    Rule(
        "BRS-05", TABLE, WARNING, FILE, "Les effectifs bougent peu d’un mois à l’autre",
        "Les effectifs de {exemple} ont bougé de {ecart} % en un mois, ce qui est inhabituel.",
        _steady, ("effectif", "code_insee", "code_tas", "concept", "date_observation", *SPLITS),
        needs=("territoires",), late=True, threshold=5, unit="%",
    ),
    Rule(
        "BRS-06", TABLE, BLOCKING, FILE, "Personnes et foyers ne sont pas mélangés",
        "Le fichier mélange des foyers et des personnes au {jour} (communes en personnes seulement : {a}, en foyers "
        "seulement : {b}). Séparez les deux.",
        _mixed, ("concept", "effectif", "code_insee", "date_observation", *SPLITS),
    ),
    Rule(
        "BRS-07", TABLE, WARNING, FILE, "Les effectifs sont plausibles au regard de la population",
        "À {exemple}, plus de {seuil} % des habitants de 15 à 64 ans seraient au RSA : vérifiez la commune.",
        _share_of_adults, ("effectif", "code_insee", *SPLITS), example="code_insee", needs=("faits",), late=True,
        threshold=25, unit="%",
    ),
)  # fmt: skip
