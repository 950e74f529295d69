"""Editions that hold tables but nothing to count in them: no figure is made up, no indicator breaks."""

from __future__ import annotations

import pytest
from small_departement import build, loaded, rows

from indicators.catalogue import MEASURE_COLUMNS, catalogue

OURS = [code for code, one in catalogue().items() if one.page in ("couverture", "frequentation", "resultats")]
SESSION = "session_id action_id code_insee lieu_type date_debut date_fin places_ouvertes statut"
ONLY_CANCELLED = ("s1", "a1", "49001", "local", "2024-03-01", "2024-03-31", 5, "annulee")
ONLY_LATER = ("s1", "a1", "49001", "local", "2027-03-01", "2027-03-31", 5, "planifiee")


def thin(session: tuple):
    """Every table has a row, and none of them counts."""
    return build(
        actions=rows("action_id type entree thematiques", ("a1", "atelier", "session", "mobilite--preparer-un-permis")),
        sessions=rows(SESSION, session),
        prescriptions=rows(
            "prescription_id action_id session_id date_prescription statut date_reponse",
            ("1", "a1", "elsewhere", "2024-01-01", "annulee", None),
        ),
        presences=rows("session_id personne_key date_seance statut", ("elsewhere", "p", "2024-01-01", "inconnu")),
        brsa_effectifs=rows(
            "code_insee date_observation source concept sexe effectif statut_secret provisoire",
            ("49001", "2024-01-31", "departement", "personnes", "ensemble", 100, "diffusible", False),
        ),
        parcours=rows("personne_key sexe code_tas date_sortie motif_sortie", ("p", "F", "T1", None, None)),
        enquete_devenir=rows(
            "personne_key vague campagne type_programme sexe date_sortie repondant poids en_emploi",
            ("q", 6, "2024-S1", "phc", "F", "2024-01-01", False, None, None),
        ),
        chargements=loaded("sessions", "2025-12-31"),
    )


@pytest.mark.parametrize("session", [ONLY_CANCELLED, ONLY_LATER], ids=["cancelled", "later"])
@pytest.mark.parametrize("code", [code for code in OURS if code != "taux_reponse_enquete"])
def test_nothing_counted_gives_no_figure(code, session):
    indicator, edition = catalogue()[code], thin(session)
    for niveau in indicator.niveaux:
        found = indicator.compute(edition, niveau)
        assert tuple(found.columns) == MEASURE_COLUMNS and found.empty, niveau


def test_a_survey_nobody_answered_has_a_rate_of_zero():
    found = catalogue()["taux_reponse_enquete"].compute(thin(ONLY_CANCELLED), "departement")
    assert found.loc[found["modalite"] == "", ["valeur", "base", "statut"]].iloc[0].tolist() == [0, 1, "disponible"]
