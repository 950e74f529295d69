"""Caseloads: posts against people, plausible caseloads, totals that meet the journeys."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from quality.rule import BLOCKING, FILE, ROW, WARNING, Around, Finding, Rule, as_a_whole, at_fault

TABLE = "referents_file_active"
LEAST = 10  # people for one full-time post


def _posts(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault((frame["etp"] <= 0) | (frame["etp"] > frame["nb_referents"].astype("Float64")))


def _caseload(frame: pd.DataFrame, around: Around) -> Finding:
    load = frame["personnes_affectees"].astype("Float64") / frame["etp"].where(frame["etp"] > 0)
    finding = at_fault((load < LEAST) | (load > around.threshold))
    first = round(float(load.loc[finding.rows[0]]), 1) if len(finding.rows) else 0
    return replace(finding, fills={"valeur": first})


def _against_journeys(frame: pd.DataFrame, around: Around) -> Finding:
    """REF-03: people entrusted in the latest month against journeys open with a referent that month."""
    latest = frame["mois"].max()
    entrusted = float(frame.loc[frame["mois"] == latest, "personnes_affectees"].sum())
    journeys = around.tables["parcours"]
    end = latest + pd.offsets.MonthEnd(0)
    opened = (journeys["date_orientation"] <= end) & ~(journeys["date_sortie"] <= end)
    oriented = int((opened & journeys["organisme_referent"].notna()).sum())
    ok = oriented == 0 or abs(entrusted / oriented - 1) <= around.threshold / 100
    return as_a_whole(ok, a=round(entrusted), b=oriented)


def _without_contact(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["nb_sans_contact_90j"] > frame["personnes_affectees"])


def _first_of_month(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["mois"].notna() & (frame["mois"].dt.day != 1))


RULES = (
    Rule(
        "REF-01", TABLE, BLOCKING, ROW, "Les équivalents temps plein ne dépassent pas les référents",
        "Le nombre d’équivalents temps plein dépasse le nombre de référents, ou est nul, sur {n|ligne|lignes}.",
        _posts, ("etp", "nb_referents"), "les équivalents temps plein sont nuls ou dépassent les référents",
    ),
    Rule(
        "REF-02", TABLE, WARNING, FILE, "Les files actives sont plausibles (10 à {seuil} personnes)",
        "{exemple} déclare {valeur} personnes par équivalent temps plein : vérifiez la définition "
        "(portefeuille ou personnes reçues).",
        _caseload, ("personnes_affectees", "etp"), example="organisme_referent", threshold=200, unit="personnes",
    ),
    Rule(
        "REF-03", TABLE, WARNING, FILE, "Les portefeuilles correspondent aux parcours orientés",
        "La somme des portefeuilles ({a}) ne correspond pas aux bénéficiaires orientés ({b}).",
        _against_journeys, ("personnes_affectees", "mois"), needs=("parcours",), late=True, threshold=10, unit="%",
    ),
    Rule(
        "REF-05", TABLE, BLOCKING, ROW, "Les personnes sans contact font partie de la file",
        "{n|ligne compte|lignes comptent} plus de personnes sans contact que de personnes affectées.",
        _without_contact, ("nb_sans_contact_90j", "personnes_affectees"),
        "plus de personnes sans contact que de personnes affectées",
    ),
    Rule(
        "REF-06", TABLE, BLOCKING, ROW, "Le mois est donné par son premier jour",
        "{n|ligne n’est pas datée|lignes ne sont pas datées} du premier jour du mois (exemple : {exemple}).",
        _first_of_month, ("mois",), "{valeur} n’est pas le premier jour d’un mois",
    ),
)  # fmt: skip
