"""Journeys: dates in order, a reason for each exit, one open journey for one organisation."""

from __future__ import annotations

import pandas as pd

from quality.order import after
from quality.rule import BLOCKING, FILE, ROW, WARNING, Around, Finding, Rule, as_a_whole, at_fault

TABLE = "parcours"
STEPS = ("date_droit", "date_orientation", "date_premiere_entree", "date_sortie")
NAMES = {
    "date_droit": "l’ouverture du droit",
    "date_orientation": "l’orientation",
    "date_premiere_entree": "la première entrée",
    "date_sortie": "la sortie",
}
RENAMED = pd.Timestamp(2025, 7, 1)  # from then on every new contract is a « contrat d’engagement »


def _without_reason(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["date_sortie"].notna() & frame["motif_sortie"].isna())


def _other_reason(frame: pd.DataFrame, around: Around) -> Finding:
    reasons = frame["motif_sortie"].dropna()
    share = (reasons == "autre").mean() if len(reasons) else 0.0
    return as_a_whole(share <= around.threshold / 100, pct=round(100 * share, 1))


def _open_twice(frame: pd.DataFrame, around: Around) -> Finding:
    opened = frame[frame["date_sortie"].isna() & frame["organisme_referent"].notna()]
    return at_fault(opened.duplicated(["personne_key", "organisme_referent"], keep=False))


def _open_for_long(frame: pd.DataFrame, around: Around) -> Finding:
    since = around.when - pd.DateOffset(months=round(12 * around.threshold))
    start = frame["date_orientation"].fillna(frame["date_droit"])
    return at_fault(frame["date_sortie"].isna() & (start < since))


def _former_name(frame: pd.DataFrame, around: Around) -> Finding:
    return at_fault(frame["type_contrat"].isin(["cer", "ppae"]) & (frame["date_contrat"] >= RENAMED))


def _ordered(earlier: str, later: str) -> Rule:
    return Rule(
        "PAR-01", TABLE, BLOCKING, ROW, f"Dans un parcours, {NAMES[later]} ne précède pas {NAMES[earlier]}",
        "{n|parcours a|parcours ont} des dates dans le mauvais ordre : " + NAMES[later] + " précède "
        + NAMES[earlier] + " ({exemple}).",
        after(later, earlier), (later, earlier), f"{NAMES[later]} précède {NAMES[earlier]}",
        "parcours_id", threshold=7, unit="jours",
    )  # fmt: skip


# Any two dates, not only neighbours: a missing one in between hides nothing.
PAIRS = [(earlier, later) for place, earlier in enumerate(STEPS) for later in STEPS[place + 1 :]]

RULES = (
    *(_ordered(earlier, later) for earlier, later in PAIRS),
    Rule(
        "PAR-02", TABLE, BLOCKING, ROW, "Une sortie a un motif",
        "{n|parcours terminé n’a|parcours terminés n’ont} pas de motif de sortie ({exemple}).",
        _without_reason, ("motif_sortie", "date_sortie"), "le parcours est terminé sans motif de sortie",
        "parcours_id",
    ),
    Rule(
        "PAR-03", TABLE, WARNING, FILE, "Le motif « autre » est rare",
        "{pct} % des sorties sont classées « autre ».",
        _other_reason, ("motif_sortie",), threshold=20, unit="%",
    ),
    Rule(
        "PAR-04", TABLE, BLOCKING, ROW, "Une personne a un seul parcours ouvert par organisme",
        "{n|parcours ouvert fait double emploi|parcours ouverts font double emploi} : même personne, même organisme.",
        _open_twice, ("personne_key", "organisme_referent", "date_sortie"),
        "la personne a deux parcours ouverts dans le même organisme",
    ),
    Rule(
        "PAR-05", TABLE, WARNING, FILE, "Un parcours ouvert a moins de {seuil} ans",
        "{n|parcours est ouvert|parcours sont ouverts} depuis plus de {seuil} ans : vérifiez les dates de sortie.",
        _open_for_long, ("date_sortie", "date_orientation", "date_droit"), example="parcours_id",
        threshold=5, unit="ans",
    ),
    Rule(
        "PAR-07", TABLE, WARNING, FILE, "Les contrats récents portent leur nom actuel",
        "{n|contrat récent porte|contrats récents portent} un ancien nom (CER, PPAE) : vérifiez le logiciel.",
        _former_name, ("type_contrat", "date_contrat"),
    ),
)  # fmt: skip
