"""The judgement of a source that could not even be read: a report, and nothing else."""

from __future__ import annotations

import uuid
from datetime import date, datetime

import pandas as pd

from etl.staging import SourceRefused
from quality.judgement import REFUSED, Judgement
from quality.ledger import Ledger
from quality.served import tell_what_stays
from warehouse.dictionary import table


def unreadable(refused: SourceRefused, today: date, served: date | None = None) -> Judgement:
    """One blocking result carrying the sentence of the refusal, what stays displayed, one load without a row.

    served: when the edition served was published.
    """
    result = {
        "regle": "GEN-04", "table": "", "fichier": refused.fichier, "colonne": refused.colonne,
        "gravite": "bloquant", "portee": "fichier", "statut": "non_respectee", "nb_lignes": 0, "nb_ecarts": 1,
        "libelle": "Le fichier est lisible", "phrase": refused.phrase, "exemples": "", "reglage": "",
        "confirmation": "", "synthetique": False,
    }  # fmt: skip
    load = {
        "chargement_id": str(uuid.uuid4()), "table": "", "fichier": refused.fichier, "sha256": "", "correspondance": "",
        "date_donnees": pd.NaT, "date_chargement": datetime.combine(today, datetime.min.time()),
        "nb_lignes": 0, "nb_rejets": 0, "nb_recues": 0, "nb_acceptees": 0, "nb_ecartees": 0, "nb_refusees": 0,
        "verdict": REFUSED, "synthetique": False,
    }  # fmt: skip
    ledger = Ledger()
    tell_what_stays(False, served, ledger)
    results = pd.concat([_one("regles_resultats", result), ledger.frames({})[0]], ignore_index=True)
    return Judgement(REFUSED, {}, results, _none("rejets"), _one("chargements", load))


def _one(name: str, row: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([row])[list(table(name).names)]


def _none(name: str) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype="object") for column in table(name).names})
