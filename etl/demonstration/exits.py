"""Why people leave: shares of all exits (§ F.3, 6), a little better for the professional path."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.demonstration.draws import Rng, choose_by

# Weighted by the mix of paths 45/30/25, these rows give durable 20.0, transition 12.7, positive 12.8, retrait 9.
OUTCOMES = {
    "pro": {"durable": 27.0, "transition": 16.0, "positive": 13.0, "retrait": 9.0, "autre": 35.0},
    "socio_pro": {"durable": 18.0, "transition": 12.0, "positive": 14.0, "retrait": 9.0, "autre": 47.0},
    "social": {"durable": 9.8, "transition": 7.6, "positive": 11.0, "retrait": 9.0, "autre": 62.6},
}
REASONS = {
    "durable": {"cdi": 45, "cdd_plus_6m": 35, "creation": 12, "fonction_publique": 8},
    "transition": {"cdd_moins_6m": 60, "interim": 25, "contrat_aide": 15},
    "positive": {"formation": 70, "siae_autre": 30},
    "retrait": {"demenagement": 40, "sante": 25, "retraite": 17, "maternite": 12, "deces": 6},
    "autre": {"abandon": 21, "perte_contact": 12, "exclusion": 3.5, "autre": 9},
}
JOBS = ("durable", "transition")


def reasons(rng: Rng, people: pd.DataFrame) -> pd.DataFrame:
    """Adds `outcome` (classe_sortie) and `reason` (motif_sortie), None for those who are still followed."""
    gone = people["left"].notna().to_numpy()
    outcome = choose_by(rng, OUTCOMES, people["path"].to_numpy())
    reason = choose_by(rng, REASONS, outcome)
    young = (people["classe_age"] != "55_plus").to_numpy()
    reason = np.where((reason == "retraite") & young, "demenagement", reason)
    mother = (people["sexe"] == "F").to_numpy() & ~people["classe_age"].isin(("45_54", "55_plus")).to_numpy()
    reason = np.where((reason == "maternite") & ~mother, "sante", reason)
    return people.assign(outcome=np.where(gone, outcome, None), reason=np.where(gone, reason, None))
