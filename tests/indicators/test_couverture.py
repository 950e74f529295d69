"""Coverage of the small département, worked out by hand.

Trips: Angle–Bourg 5 + 11.12 = 16.1 min, Bourg–Combe 5 + 44.48 = 49.5 min, Angle–Combe 60.6 min, Combe–Limite
16.1 min; within a commune of 28.27 km², 5 + 0.67 × 3 = 7.0 min.
Recipients in 2024: Angle 110 on average (100 for six months, then 120), Bourg 10, Combe 40.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from small_departement import build, cell, loaded, rows

from indicators.access import access, zones_blanches
from indicators.catalogue import MEASURE_COLUMNS, catalogue
from indicators.couverture import places, places_per_100
from indicators.couverture_acces import communes_without, nearest, people_without
from indicators.wording import lecture

COMMUNE, TAS, DEP = "commune", "territoire_action_sociale", "departement"
CODES = (
    "places_ouvertes",
    "places_pour_100_brsa",
    "temps_acces_theme_min",
    "nb_communes_zone_blanche",
    "part_brsa_zone_blanche",
)
MOBILITY, SPEECH = "theme=mobilite", "theme=lecture-ecriture-calcul--maitriser-le-francais"
INSIDE, NEXT = 5 + 0.67 * np.sqrt(28.27 / np.pi), 5 + 6371 * np.radians(0.1)
SESSION = "session_id action_id code_insee lieu_type date_debut date_fin places_ouvertes statut jours_ouverture_semaine"
ACTIONS = rows(
    "action_id type entree modes_accueil thematiques",
    ("mob", "atelier", "session", "en-presentiel", "mobilite--preparer-un-permis|numerique--acceder-a-des-droits"),
    ("fle", "formation", "permanente", "en-presentiel", "lecture-ecriture-calcul--maitriser-le-francais"),
)
SESSIONS = [
    ("s1", "mob", "49001", "local", "2024-03-01", "2024-03-31", 12, "terminee", None),
    ("s2", "mob", "49001", "local", "2024-12-01", "2025-02-28", 8, "terminee", None),
    ("s3", "mob", "49003", "local", "2024-03-01", "2024-03-31", 30, "annulee", None),
    ("s4", "mob", "49002", "local", "2026-03-01", "2026-03-31", 9, "planifiee", None),
    ("s5", "mob", None, "distance", "2025-03-01", "2025-03-31", 5, "terminee", None),
    # two months of 10 places, in a leap year: 10 × (31 + 30) / 366
    ("s6", "fle", "49003", "permanence", "2024-05-01", "2024-05-31", 10, "terminee", None),
    ("s7", "fle", "49003", "permanence", "2024-06-01", "2024-06-30", 10, "terminee", None),
    ("s8", "fle", "44001", "local", "2024-03-01", "2024-03-31", 7, "terminee", None),
]


def recipients(year: int = 2024, **counts: list) -> pd.DataFrame:
    """Twelve months of counts by commune (Angle, Bourg, Combe), with a row of women that must not be added."""
    names = "code_insee code_tas date_observation source concept sexe effectif statut_secret provisoire"
    counts = counts or {"49001": [100] * 6 + [120] * 6, "49002": [10] * 12, "49003": [40] * 12}
    lines = []
    for code, months in counts.items():
        for month, count in enumerate(months, 1):
            day = (pd.Timestamp(year, month, 1) + pd.offsets.MonthEnd(0)).isoformat()
            statut = "secret" if count is None else "diffusible"
            common = (code.strip("c"), None, day, "departement")
            lines.append((*common, "soumis_droits_devoirs", "ensemble", count, statut, False))
            lines.append((*common, "soumis_droits_devoirs", "F", count and count // 2, statut, False))
            lines.append((*common, "foyers_droit_versable", "ensemble", 9999, "diffusible", False))
    return rows(names, *lines).assign(classe_age=None, type_parcours="ensemble")


def offer(*sessions: tuple, **others: pd.DataFrame):
    """An edition with these sessions, extracted at the end of 2025."""
    tables = {"actions": ACTIONS, "brsa_effectifs": recipients(), **others}
    return build(sessions=rows(SESSION, *sessions), chargements=loaded("sessions", "2025-12-31"), **tables)


@pytest.fixture(scope="module")
def edition():
    return offer(*SESSIONS)


def test_places_of_the_year(edition):
    found = places(edition, COMMUNE)
    assert cell(found, "49001", "2024")["valeur"] == 20  # 12 + 8, the session of December in its first year
    assert cell(found, "49002", "2024")[["valeur", "statut"]].tolist() == [0, "disponible"]  # a true zero
    assert cell(found, "49003", "2024")["valeur"] == pytest.approx(10 * 61 / 366)
    assert set(found["periode"]) == {"2024", "2025"}  # 2026 had not begun


def test_places_at_a_distance_or_abroad(edition):
    assert cell(places(edition, TAS), "T1", "2025")["valeur"] == 0
    assert cell(places(edition, DEP), "49", "2025")["valeur"] == 5
    assert cell(places(edition, DEP), "49", "2024")["valeur"] == pytest.approx(20 + 10 * 61 / 366)
    assert cell(places(edition, "epci"), "E1", "2024")["valeur"] == 20


def test_places_per_100_recipients(edition):
    found = places_per_100(edition, COMMUNE)
    angle = cell(found, "49001", "2024")
    assert angle[["numerateur", "denominateur", "base", "statut"]].tolist() == [20, 110, 110, "disponible"]
    assert angle["valeur"] == pytest.approx(100 * 20 / 110)
    assert cell(places_per_100(edition, TAS), "T1", "2024")["valeur"] == pytest.approx(100 * 20 / 120)
    whole = cell(places_per_100(edition, DEP), "49", "2024")
    assert whole["valeur"] == pytest.approx(100 * (20 + 10 * 61 / 366) / 160)
    assert set(found["periode"]) == {"2024"}  # nobody was counted in 2025


def test_secret_recipients_are_not_zero():
    hidden = recipients(c49001=[100] * 12, c49002=[None] * 12, c49003=[40] * 12)
    edition = offer(*SESSIONS, brsa_effectifs=hidden)
    found = places_per_100(edition, COMMUNE)
    assert cell(found, "49002", "2024")["statut"] == "secret"
    assert np.isnan(cell(found, "49002", "2024")["valeur"])
    assert cell(places_per_100(edition, TAS), "T1", "2024")["denominateur"] == 100


def test_a_year_of_eleven_months_is_provisional():
    edition = offer(*SESSIONS, brsa_effectifs=recipients(c49001=[100] * 11, c49002=[10] * 12))
    assert cell(places_per_100(edition, COMMUNE), "49001", "2024")["statut"] == "provisoire"
    assert cell(places_per_100(edition, COMMUNE), "49002", "2024")["statut"] == "disponible"
    assert cell(places_per_100(edition, DEP), "49", "2024")["statut"] == "provisoire"


def test_a_territory_counted_as_such_is_taken_as_counted():
    counted = recipients(c49001=[100] * 12, c49003=[40] * 12)
    months = counted[(counted["code_insee"] == "49001") & (counted["sexe"] == "ensemble")]
    counted = pd.concat([counted, months.assign(code_insee=None, code_tas="T1", effectif=150)])
    edition = offer(*SESSIONS, brsa_effectifs=counted)
    assert cell(places_per_100(edition, TAS), "T1", "2024")["denominateur"] == 150
    assert cell(places_per_100(edition, DEP), "49", "2024")["denominateur"] == 190


def test_time_to_the_nearest_action(edition):
    found = nearest(edition, COMMUNE)
    assert cell(found, "49001", "2024", MOBILITY)["valeur"] == pytest.approx(INSIDE)
    assert cell(found, "49002", "2024", MOBILITY)["valeur"] == pytest.approx(NEXT)
    assert cell(found, "49003", "2024", MOBILITY)["valeur"] == pytest.approx(5 + 6371 * np.radians(0.5))
    # the session of December 2024 is still open in 2025; the whole holds every theme
    assert cell(found, "49001", "2025", MOBILITY)["valeur"] == pytest.approx(INSIDE)
    assert cell(found, "49003", "2024")["valeur"] == pytest.approx(INSIDE)
    assert cell(found, "49002", "2024", SPEECH)["valeur"] == pytest.approx(5 + 6371 * np.radians(0.4))
    assert "theme=numerique" in set(found["modalite"])


def test_a_theme_not_offered_that_year_has_no_time(edition):
    found = cell(nearest(edition, COMMUNE), "49001", "2025", SPEECH)
    assert found["statut"] == "non_disponible" and np.isnan(found["valeur"])


def test_median_time_is_weighted_by_recipients(edition):
    # mobility: 110 at 7.0 min, 10 at 16.1, 40 at 60.6
    assert cell(nearest(edition, DEP), "49", "2024", MOBILITY)["valeur"] == pytest.approx(INSIDE)
    assert cell(nearest(edition, TAS), "T1", "2024", MOBILITY)["base"] == 120
    # French: 40 at 7.0, 10 at 49.5, 110 at 60.6
    far = cell(nearest(edition, DEP), "49", "2024", SPEECH)
    assert far["valeur"] == pytest.approx(5 + 6371 * np.radians(0.5))


def test_a_handful_of_recipients_has_no_median():
    edition = offer(*SESSIONS, brsa_effectifs=recipients(c49001=[100] * 12, c49003=[10] * 12))
    assert cell(nearest(edition, TAS), "T2", "2024", MOBILITY)["statut"] == "non_disponible"


def test_communes_in_zone_blanche(edition):
    whole, tas = communes_without(edition, DEP), communes_without(edition, TAS)
    assert cell(whole, "49", "2024", MOBILITY)[["valeur", "denominateur", "base"]].tolist() == [1, 3, 160]
    assert cell(tas, "T2", "2024", MOBILITY)["valeur"] == 1
    assert cell(tas, "T1", "2024", MOBILITY)["valeur"] == 0
    # French: Angle is at 60.6 min; Bourg, too small, takes the class of its territory
    assert cell(whole, "49", "2024", SPEECH)["valeur"] == 2
    assert cell(whole, "49", "2024")["valeur"] == 0


def test_people_in_zone_blanche(edition):
    mobility = cell(people_without(edition, DEP), "49", "2024", MOBILITY)
    assert mobility[["numerateur", "denominateur", "valeur", "base"]].tolist() == [40, 160, 25, 160]
    assert cell(people_without(edition, DEP), "49", "2024", SPEECH)["valeur"] == 75
    assert cell(people_without(edition, TAS), "T2", "2024", MOBILITY)["valeur"] == 100


def test_a_small_commune_takes_the_class_of_its_territory():
    # Bourg is far from Combe, where the only session is, but so is Angle, which holds the territory's people
    far = zones_blanches(offer(("s1", "mob", "49003", "local", "2024-03-01", "2024-03-31", 5, "terminee", None)))
    assert far[far["theme"] == "mobilite"].set_index("code_insee")["blanche"].to_dict() == {
        "49001": True,
        "49002": True,
        "49003": False,
    }
    # served itself, it stays with its territory
    near = zones_blanches(offer(("s1", "mob", "49002", "itinerant", "2024-03-01", "2024-03-31", 5, "terminee", 1.0)))
    assert near[near["theme"] == "mobilite"].set_index("code_insee")["blanche"].to_dict() == {
        "49001": True,
        "49002": True,
        "49003": True,
    }


@pytest.mark.parametrize(
    ("days", "left"),
    [(0.24, False), (0.22, True), (None, True)],  # a day a month is 12 / 52 = 0.231 day a week
)
def test_an_itinerant_stop_serves_its_own_commune(days, left):
    stop = ("s1", "mob", "49003", "itinerant", "2024-03-01", "2024-03-31", 5, "terminee", days)
    other = ("s2", "mob", "49002", "local", "2024-03-01", "2024-03-31", 5, "terminee", None)
    table = access(offer(stop, other))
    combe = table[(table["theme"] == "mobilite") & (table["code_insee"] == "49003")]["minutes"].item()
    assert combe == pytest.approx(5 + 6371 * np.radians(0.4) if left else INSIDE)
    found = cell(communes_without(offer(stop, other), DEP), "49", "2024", MOBILITY)
    assert found["valeur"] == (1 if left else 0)


def test_a_stop_in_another_commune_is_not_a_place_to_drive_to():
    table = access(offer(("s1", "mob", "49001", "itinerant", "2024-03-01", "2024-03-31", 5, "terminee", 5.0)))
    times = table[table["theme"] == "mobilite"].set_index("code_insee")["minutes"]
    assert times["49001"] == pytest.approx(INSIDE)
    assert times[["49002", "49003"]].isna().all()


def test_an_offer_at_a_distance_leaves_no_zone_blanche():
    online = ACTIONS.assign(modes_accueil=["a-distance|en-presentiel", "en-presentiel"])
    session = ("s1", "mob", "49001", "local", "2024-03-01", "2024-03-31", 5, "terminee", None)
    assert cell(communes_without(offer(session, actions=online), DEP), "49", "2024", MOBILITY)["valeur"] == 0
    assert cell(communes_without(offer(session), DEP), "49", "2024", MOBILITY)["valeur"] == 1


def test_a_place_across_the_border_counts_for_access(edition):
    alone = offer(("s1", "fle", "44001", "local", "2024-03-01", "2024-03-31", 5, "terminee", None))
    assert cell(nearest(alone, COMMUNE), "49003", "2024", SPEECH)["valeur"] == pytest.approx(NEXT)


def test_a_session_without_any_place_is_not_an_offer():
    empty = offer(
        ("s1", "mob", "49003", "local", "2024-03-01", "2024-03-31", 0, "terminee", None),
        ("s2", "mob", "49001", "local", "2024-03-01", "2024-03-31", 1, "terminee", None),
    )
    assert cell(communes_without(empty, TAS), "T2", "2024", MOBILITY)["valeur"] == 1


@pytest.mark.parametrize("code", CODES)
def test_a_missing_table_gives_no_figure(code):
    indicator = catalogue()[code]
    for niveau in indicator.niveaux:
        found = indicator.compute(build(), niveau)
        assert found.empty and tuple(found.columns) == MEASURE_COLUMNS


@pytest.mark.parametrize("code", CODES)
def test_the_demonstration_mark_travels(edition, code):
    fake = offer(*SESSIONS, actions=ACTIONS.assign(synthetique=True))
    real, invented = (catalogue()[code].compute(one, DEP) for one in (edition, fake))
    assert not real["synthetique"].any() and set(real["source"]) == {"departement"}
    assert invented["synthetique"].all() and set(invented["source"]) == {"demonstration"}
    assert not real.empty and not invented.empty


@pytest.mark.parametrize(
    ("modalite", "said"), [("Mobilité", "l’action «\u00a0Mobilité\u00a0» la plus"), ("", "l’action la plus")]
)
def test_a_reading_names_the_theme_when_there_is_one(modalite, said):
    row = {"valeur": 38.4, "ic_bas": np.nan, "ic_haut": np.nan, "denominateur": np.nan, "statut": "fiable"}
    sentence = lecture(catalogue()["temps_acces_theme_min"], row, "Candé", "2024", modalite)
    assert said in sentence and "38 minutes" in sentence
