"""Attendance, worked out by hand on four sessions of the small département.

| session | commune | type      | year | places | prescriptions | entries | present / expected |
| s1      | Angle   | atelier   | 2024 | 12     | 9             | 7       | 26 / 35            |
| s2      | Bourg   | atelier   | 2024 | 12     | 20            | 12      | 45 / 60            |
| s3      | Combe   | formation | 2024 | 8      | 8             | 8       | no attendance kept |
| s4      | (none)  | formation | 2024 | 10     | 4             | 0       |                    |
| s5      | Angle   | atelier   | 2024 | 99     | cancelled session, 3 prescriptions, no entry     |
| s6      | Angle   | atelier   | 2026 | 50     | not begun, 2 prescriptions of December 2025      |
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from small_departement import build, cell, loaded, rows

from indicators.catalogue import MEASURE_COLUMNS, catalogue
from indicators.frequentation import entry_rate, fill_rate, prescription_rate, presence_rate
from indicators.intervals import wilson
from indicators.turnout import turnout

TAS, DEP = "territoire_action_sociale", "departement"
CODES = (
    "taux_prescription",
    "taux_entree",
    "taux_remplissage",
    "taux_presence",
    "ecart_frequentation",
    "ecart_manque_prescription",
    "ecart_deperdition_entree",
    "ecart_absenteisme",
)
SESSIONS = [
    ("s1", "a1", "49001", "local", "2024-03-01", "2024-03-31", 12, "terminee"),
    ("s2", "a1", "49002", "local", "2024-04-01", "2024-04-30", 12, "terminee"),
    ("s3", "a2", "49003", "local", "2024-05-01", "2025-01-31", 8, "terminee"),
    ("s4", "a2", None, "distance", "2024-06-01", "2024-06-30", 10, "terminee"),
    ("s5", "a1", "49001", "local", "2024-07-01", "2024-07-31", 99, "annulee"),
    ("s6", "a1", "49001", "local", "2026-03-01", "2026-03-31", 50, "planifiee"),
]
ASKED = {"s1": (9, 7), "s2": (20, 12), "s3": (8, 8), "s4": (3, 0), "s5": (3, 0)}


def prescriptions() -> pd.DataFrame:
    asked = []
    for session, (received, entered) in ASKED.items():
        action = "a2" if session in ("s3", "s4") else "a1"
        for rank in range(received):
            statut = "entree" if rank < entered else "refusee_structure"
            asked.append((f"{session}-{rank}", f"p{session}{rank}", action, session, "2024-02-01", statut, None))
    asked += [
        # cancelled before anyone studied it: not received; cancelled after an answer: received, the fourth of s4
        ("x1", "px1", "a1", "s1", "2024-02-01", "annulee", None),
        ("x6", "px6", "a2", "s4", "2024-02-01", "annulee", "2024-02-10"),
        # no session, made long ago: mature, in the département alone; made in December 2025: not mature
        ("x2", "px2", "a1", None, "2024-02-01", "expiree", "2024-03-01"),
        ("x3", "px3", "a1", None, "2025-12-15", "en_attente", None),
        ("x4", "px4", "a1", "s6", "2025-12-15", "en_attente", None),
        ("x5", "px5", "a1", "s6", "2025-12-15", "acceptee", "2025-12-20"),
    ]
    return rows("prescription_id personne_key action_id session_id date_prescription statut date_reponse", *asked)


def presences() -> pd.DataFrame:
    seen = []
    for session, persons, each, present in (("s1", 7, 5, 26), ("s2", 12, 5, 45)):
        for seance in range(persons * each):
            statut = "present" if seance < present else ("excuse" if seance % 2 else "injustifie")
            seen.append((session, f"p{session}{seance // each}", f"2024-05-{1 + seance % each:02d}", statut))
        seen.append((session, f"p{session}0", "2024-05-20", "annule_structure"))
        seen.append((session, f"p{session}0", "2024-05-21", "inconnu"))
    return rows("session_id personne_key date_seance statut", *seen)


@pytest.fixture(scope="module")
def edition():
    actions = rows(
        "action_id type entree modes_accueil thematiques",
        ("a1", "atelier", "session", "en-presentiel", "remobilisation--lien-social"),
        ("a2", "formation", "session", "en-presentiel", "se-former--trouver-sa-formation"),
    )
    sessions = rows("session_id action_id code_insee lieu_type date_debut date_fin places_ouvertes statut", *SESSIONS)
    return build(
        actions=actions,
        sessions=sessions,
        prescriptions=prescriptions(),
        presences=presences(),
        chargements=pd.concat([loaded(t, "2025-12-31") for t in ("sessions", "prescriptions", "presences")]),
    )


def test_prescription_rate(edition):
    tas = prescription_rate(edition, TAS)
    # Angle and Bourg: (9 + 20) / (12 + 12); the session cancelled and the one not begun do not count
    assert cell(tas, "T1", "2024")[["numerateur", "denominateur"]].tolist() == [29, 24]
    assert cell(tas, "T1", "2024")["valeur"] == pytest.approx(100 * 29 / 24)
    assert cell(tas, "T2", "2024")["valeur"] == 100
    # the département adds the session at a distance: (9 + 20 + 8 + 4) / (12 + 12 + 8 + 10)
    assert cell(prescription_rate(edition, DEP), "49", "2024")["valeur"] == pytest.approx(100 * 41 / 42)
    assert cell(prescription_rate(edition, "epci"), "E1", "2024")["denominateur"] == 24
    assert tas["ic_bas"].isna().all()


def test_entry_rate_rests_on_mature_prescriptions(edition):
    # T1: 9 + 20 + 3 of the cancelled session, 19 entries
    tas = cell(entry_rate(edition, TAS), "T1", "2024")
    assert tas[["numerateur", "denominateur", "base"]].tolist() == [19, 32, 32]
    low, high = wilson(19, 32)
    assert tas[["ic_bas", "ic_haut"]].tolist() == [pytest.approx(100 * low), pytest.approx(100 * high)]
    # 49 adds s3 (8/8), s4 (0/4) and the prescription without session
    whole = entry_rate(edition, DEP)
    assert cell(whole, "49", "2024")[["numerateur", "denominateur"]].tolist() == [27, 45]
    assert cell(whole, "49", "2024")["valeur"] == 60
    # nothing of December 2025 is mature
    assert set(whole["periode"]) == {"2024"}


def test_fill_rate_never_lends_entries_from_one_session_to_another(edition):
    assert cell(fill_rate(edition, TAS), "T1", "2024")["valeur"] == pytest.approx(100 * 19 / 24)
    assert cell(fill_rate(edition, DEP), "49", "2024")["valeur"] == pytest.approx(100 * 27 / 42)
    assert cell(fill_rate(edition, TAS), "T1", "2024", "type=atelier")["valeur"] == pytest.approx(100 * 19 / 24)
    assert cell(fill_rate(edition, DEP), "49", "2024", "type=formation")["valeur"] == pytest.approx(100 * 8 / 18)


def test_overfilled_session_counts_its_places_only():
    edition = build(
        actions=rows("action_id type entree modes_accueil", ("a1", "atelier", "session", None)),
        sessions=rows(
            "session_id action_id code_insee date_debut date_fin places_ouvertes statut",
            ("s1", "a1", "49001", "2024-01-01", "2024-02-01", 2, "terminee"),
            ("s2", "a1", "49001", "2024-01-01", "2024-02-01", 8, "terminee"),
        ),
        prescriptions=rows(
            "prescription_id action_id session_id date_prescription statut date_reponse",
            *[(str(i), "a1", "s1", "2023-12-01", "entree", "2023-12-02") for i in range(5)],
        ),
    )
    found = cell(fill_rate(edition, DEP), "49", "2024")
    assert found[["numerateur", "denominateur", "valeur"]].tolist() == [2, 10, 20]  # and not 5 in 10


def test_presence_rate_has_an_interval_on_the_effective_size(edition):
    found = cell(presence_rate(edition, TAS), "T1", "2024")
    # 26 + 45 of 35 + 60; the séances cancelled by the structure or unknown are not expected; 19 persons
    assert found[["numerateur", "denominateur", "base"]].tolist() == [71, 95, 19]
    # too few persons to estimate ρ: 0.25, and n_eff = 95 / (1 + (5 − 1) × 0.25) = 47.5
    low, high = wilson(71 / 95 * 47.5, 47.5)
    assert found[["ic_bas", "ic_haut"]].tolist() == [pytest.approx(100 * low), pytest.approx(100 * high)]
    assert set(presence_rate(edition, TAS)["territoire"]) == {"T1"}


@pytest.mark.parametrize(
    ("code", "t1", "t2", "whole"),
    [
        # s1: 12 − 9; s2: 0; s3: 0; s4: 10 − 4
        ("ecart_manque_prescription", 3, 0, 9),
        # s1: 9 − 7; s2: 12 − 12; s3: 0; s4: 4 − 0
        ("ecart_deperdition_entree", 2, 0, 6),
        # s1: 7 − 7 × 26/35 = 1.8; s2: 12 − 9 = 3; s3: not known; s4: nobody entered
        ("ecart_absenteisme", 4.8, np.nan, 4.8),
        ("ecart_frequentation", 9.8, 0, 19.8),
    ],
)
def test_gaps(edition, code, t1, t2, whole):
    compute = catalogue()[code].compute
    assert cell(compute(edition, TAS), "T1", "2024")["valeur"] == pytest.approx(t1)
    assert cell(compute(edition, TAS), "T2", "2024")["valeur"] == pytest.approx(t2, nan_ok=True)
    assert cell(compute(edition, DEP), "49", "2024")["valeur"] == pytest.approx(whole)


def test_the_gaps_of_each_session_add_up(edition):
    table = turnout(edition).set_index("session_id")
    parts = table[["manque_prescription", "deperdition_entree", "absenteisme"]].sum(axis=1)
    assert table["ecart"].tolist() == pytest.approx(parts.tolist())
    assert table.loc["s1", "ecart"] == pytest.approx(12 - 7 * 26 / 35)
    assert set(table.index) == {"s1", "s2", "s3", "s4"}
    assert table.loc["s4", "absenteisme"] == 0 and np.isnan(table.loc["s3", "absenteisme"])


def test_unknown_attendance_is_said_not_available(edition):
    found = cell(catalogue()["ecart_absenteisme"].compute(edition, TAS), "T2", "2024")
    assert found["statut"] == "non_disponible"


@pytest.mark.parametrize("code", CODES)
def test_a_missing_table_gives_no_figure(code):
    indicator = catalogue()[code]
    for niveau in indicator.niveaux:
        found = indicator.compute(build(), niveau)
        assert found.empty and tuple(found.columns) == MEASURE_COLUMNS


@pytest.mark.parametrize("code", CODES)
def test_the_demonstration_mark_travels(edition, code):
    indicator = catalogue()[code]
    invented = build(
        **{
            name: edition.table(name).assign(synthetique=name == "sessions")
            for name in ("actions", "sessions", "prescriptions", "presences", "chargements")
        }
    )
    real, fake = indicator.compute(edition, DEP), indicator.compute(invented, DEP)
    assert not real["synthetique"].any() and set(real["source"]) == {"departement"}
    assert fake["synthetique"].all() and set(fake["source"]) == {"demonstration"}
    assert set(real["millesime"]) == {"2025-12-31"}


def test_a_year_not_over_is_provisional(edition):
    tables = {name: edition.table(name) for name in ("actions", "sessions", "prescriptions", "presences")}
    early = build(**tables, chargements=loaded("sessions", "2024-12-30"))
    assert cell(fill_rate(early, DEP), "49", "2024")["statut"] == "provisoire"
    assert cell(fill_rate(edition, DEP), "49", "2024")["statut"] == "disponible"
