"""Published figures: secret stays secret, rates are rates, a part is not larger than its whole."""

from __future__ import annotations

import pandas as pd

from quality.rule import BLOCKING, FILE, PASSED, ROW, WARNING, Around, Finding, Rule, as_a_whole, at_fault

TABLE = "faits"
KEY = ["niveau", "code_territoire", "code_departement", "periode", "modalite"]
RATES = (
    "taux_pauvrete", "taux_chomage_rp", "taux_emploi_rp", "part_diplome_inferieur_bac",
    "part_menages_monoparentaux", "taux_chomage_localise", "part_brsa_orientes", "part_orientes_france_travail",
    "part_orientes_autre_spe", "part_orientes_departement", "part_orientes_autre_hors_spe", "part_cer",
)  # fmt: skip
# part, whole: both published by the same house for the same place and time.
PARTS = (
    ("bmo_projets_difficiles", "bmo_projets"),
    ("bmo_projets_saisonniers", "bmo_projets"),
    ("chomeurs_1564", "actifs_1564"),
    ("actifs_1564", "population_1564"),
    ("actifs_occupes_1564", "actifs_1564"),
    ("inactifs_1564", "population_1564"),
    ("sans_diplome", "population_15p_non_scolarisee"),
    ("scolarises_1824", "population_1824"),
    ("familles_monoparentales", "familles"),
    ("menages_avec_voiture", "residences_principales"),
    ("menages_sans_voiture", "residences_principales"),
    ("foyers_rsa", "foyers_allocataires"),
    ("foyers_prime_activite", "foyers_allocataires"),
    ("foyers_allocataires", "personnes_couvertes_caf"),
)
# Nowhere in France are these zero: a zero is a secret that was read as a number.
NEVER_ZERO = ("taux_pauvrete", "niveau_vie_median")
# Publishers hide small cells of these; figures full of zeros and without one secret were misread.
HIDING = ("bmo_projets", "bmo_projets_difficiles", "bmo_projets_saisonniers")
FULL_OF_ZEROS = 0.3


def _secret_as_number(frame: pd.DataFrame, around: Around) -> Finding:
    numbers = frame["valeur"].notna() | frame["numerateur"].notna()
    hidden = frame["statut"].isin(["secret", "non_disponible"]) & numbers
    zero = frame["code"].isin(NEVER_ZERO) & (frame["valeur"] == 0)
    return at_fault(hidden | zero | _misread(frame))


def _misread(frame: pd.DataFrame) -> pd.Series:
    wrong = pd.Series(False, frame.index)
    hiding = frame[frame["code"].isin(HIDING)]
    if not (hiding["valeur"] == 0).any():
        return wrong
    for _, group in hiding.groupby(["code", "periode"]):
        zeros = group["valeur"] == 0
        if zeros.mean() > FULL_OF_ZEROS and not (group["statut"] == "secret").any():
            wrong.loc[group.index[zeros]] = True
    return wrong


def _absent(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["statut"].isin(["disponible", "provisoire"]) & frame["valeur"].isna())


def _negative(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault((frame["valeur"] < 0) | (frame["numerateur"] < 0) | (frame["denominateur"] < 0))


def _not_a_rate(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["code"].isin(RATES) & ~frame["valeur"].between(0, 100) & frame["valeur"].notna())


def _larger_than_whole(frame: pd.DataFrame, around: Around) -> Finding:
    mask = pd.Series(False, frame.index)
    for part, whole in PARTS:
        rows = frame.loc[frame["code"] == part, [*KEY, "valeur"]]
        theirs = frame.loc[frame["code"] == whole, [*KEY, "valeur"]].drop_duplicates(KEY)
        if len(rows) and len(theirs):
            both = rows.merge(theirs, on=KEY, how="left", suffixes=("", "_ensemble"))
            mask.loc[rows.index] |= (both["valeur"] > both["valeur_ensemble"] + 1e-6).to_numpy()
    return at_fault(mask)


def _sum_of_communes(frame: pd.DataFrame, around: Around) -> Finding:
    """Communes of the département against its own published line, for counts without a hidden commune."""
    counts = frame[(frame["modalite"] == "") & ~frame["code"].isin((*RATES, "niveau_vie_median"))]
    own = counts[counts["code_departement"] == around.context.departement]
    communes, whole = own[own["niveau"] == "commune"], own[own["niveau"] == "departement"]
    # The Rhône and the Métropole de Lyon answer apart to some surveys: neither is the whole département.
    whole = whole[whole["code_territoire"] == around.context.departement]
    sums = communes.groupby(["code", "periode"])["valeur"].agg(["sum", "count", "size"])
    sums = sums.loc[sums["count"] == sums["size"], "sum"]
    published = whole.set_index(["code", "periode"])["valeur"].reindex(sums.index)
    gaps = (sums / published.where(published > 0) - 1).abs().dropna()
    gaps = gaps[gaps > around.threshold / 100].sort_values(ascending=False)
    if gaps.empty:
        return as_a_whole(True)
    code, period = gaps.index[0]
    return as_a_whole(
        False, exemples=[code], periode=period, somme=round(sums[gaps.index[0]]), total=round(published[gaps.index[0]])
    )


def _unknown_zone(frame: pd.DataFrame, around: Around) -> Finding:
    zones, place = around.tables["zones"], ["niveau", "code_territoire"]
    known = set(zip(zones["niveau"], zones["code"], strict=True))
    levels = {niveau for niveau, _ in known}
    met = frame[place].drop_duplicates()
    odd = {pair for pair in met.itertuples(index=False, name=None) if pair[0] in levels and pair not in known}
    if not odd:
        return PASSED
    near = frame[frame["code_territoire"].isin({code for _, code in odd})]
    mask = pd.Series(False, frame.index)
    mask.loc[near.index] = [pair in odd for pair in near[place].itertuples(index=False, name=None)]
    return at_fault(mask)


RULES = (
    Rule(
        "OPN-03", TABLE, BLOCKING, FILE, "Une valeur secrète n’est jamais un nombre",
        "Des valeurs secrètes ont été lues comme des nombres ({n|ligne|lignes}, exemple : {exemple}). "
        "Chargement refusé.",
        _secret_as_number, ("valeur", "statut", "code", "periode", "numerateur"), example="code",
    ),
    Rule(
        "FAI-01", TABLE, BLOCKING, ROW, "Une valeur absente est dite secrète ou non disponible",
        "{n|valeur est absente|valeurs sont absentes} sans explication (secret ou non disponible).",
        _absent, ("valeur", "statut"), "la valeur est absente sans explication", "code",
    ),
    Rule(
        "FAI-02", TABLE, BLOCKING, ROW, "Aucune valeur n’est négative",
        "{n|valeur est négative|valeurs sont négatives} (exemple : {exemple}).",
        _negative, ("valeur", "numerateur", "denominateur"), "la valeur {valeur} est négative",
    ),
    Rule(
        "FAI-03", TABLE, BLOCKING, ROW, "Les taux sont compris entre 0 et 100 %",
        "{n|taux sort|taux sortent} de l’intervalle de 0 à 100 % (exemple : {exemple}).",
        _not_a_rate, ("valeur", "code"), "le taux {valeur} n’est pas compris entre 0 et 100 %",
    ),
    Rule(
        "FAI-04", TABLE, BLOCKING, ROW, "Une partie ne dépasse pas son ensemble",
        "{n|partie dépasse son ensemble|parties dépassent leur ensemble}, par exemple pour {exemple}.",
        _larger_than_whole, ("valeur", "code", *KEY), "la valeur {valeur} dépasse l’ensemble dont elle fait partie",
        "code_territoire",
    ),
    Rule(
        "FAI-05", TABLE, WARNING, FILE, "La somme des communes approche la valeur du département",
        "Pour {exemple} ({periode}), la somme des communes ({somme}) s’écarte de la valeur du département ({total}).",
        _sum_of_communes, ("valeur", "code", "code_departement", "code_territoire", "niveau", "periode", "modalite"),
        threshold=5, unit="%",
    ),
    Rule(
        "FAI-06", TABLE, WARNING, FILE, "Les territoires des données ont un nom",
        "{n|valeur porte|valeurs portent} sur un territoire sans nom (exemple : {exemple}).",
        _unknown_zone, ("code_territoire", "niveau"), needs=("zones",), late=True,
    ),
)  # fmt: skip
