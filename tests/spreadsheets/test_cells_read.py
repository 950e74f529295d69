"""Dates, numbers, codes and yes/no as people type them: expected values by hand."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.spreadsheets import dates, numbers
from etl.spreadsheets.canonical import canonical, cell
from etl.spreadsheets.wording import plain, slug

THIRD = (
    "03/02/2025", "3/2/25", "3 février 2025", "3 fév. 2025", "03-02-2025", "03.02.2025", "2025-02-03", "2025/02/03",
    "2025-02-03T00:00", "2025-02-03 00:00:00", "lundi 3 février 2025", "20250203", "45691", 45691, 45691.0,
    date(2025, 2, 3), datetime(2025, 2, 3, 9, 30), pd.Timestamp("2025-02-03"),
)  # fmt: skip


@pytest.mark.parametrize("typed", THIRD, ids=str)
def test_one_day_spelled_many_ways(typed):
    assert cell("sessions.date_debut", typed, {}) == "2025-02-03"


def test_first_of_the_month_and_months_alone():
    assert cell("sessions.date_debut", "1er mars 2025", {}) == "2025-03-01"
    assert cell("sessions.date_debut", "févr. 2025", {}) == "2025-02-01"
    assert cell("sessions.date_fin", "févr. 2025", {}) == "2025-02-28"
    assert cell("brsa_effectifs.date_observation", "décembre 2024", {}) == "2024-12-31"
    assert cell("referents_file_active.mois", "03/2025", {}) == "2025-03-01"
    assert cell("sessions.date_maj_places", "03/02/2025 14h30", {}) == "2025-02-03 14:30:00"


@pytest.mark.parametrize("typed", ["31/02/2025", "12/25/2025", "Toute l’année", "2025", 12, "mi-mars 2025", True])
def test_what_is_no_date_is_left_as_it_came(typed):
    assert cell("sessions.date_debut", typed, {}) == typed


def test_a_month_alone_is_no_date_of_a_person():
    assert cell("parcours.date_sortie", "mars 2025", {}) == "mars 2025"
    assert cell("episodes_emploi.date_debut", "mars 2025", {}) == "mars 2025"


@given(st.dates(date(1982, 3, 1), date(2063, 12, 31)))
def test_every_day_reads_back_from_each_of_its_spellings(day):
    months = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ]
    spelled = [
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year % 100:02}",
        f"{day.day} {months[day.month - 1]} {day.year}",
        (day - date(1899, 12, 30)).days,
    ]
    assert [dates.read(one).date() for one in spelled] == [day] * 5


@pytest.mark.parametrize(
    ("typed", "key", "expected"),
    [
        ("1 234,5", "budget_actions.montant_prevu", "1234.5"),
        ("1\u202f234,5", "budget_actions.montant_prevu", "1234.5"),
        ("1.234,50 €", "budget_actions.montant_prevu", "1234.5"),
        ("12 500 €", "budget_actions.montant_prevu", "12500"),
        (12500.0, "budget_actions.montant_prevu", "12500"),
        ("12 places", "sessions.places_ouvertes", "12"),
        ("12", "sessions.places_ouvertes", "12"),
        (12, "sessions.places_ouvertes", "12"),
        ("1.234", "territoires.population", "1234"),
        ("85 %", "actions.cible_remplissage", "0.85"),
        ("0,85", "actions.cible_remplissage", "0.85"),
        ("35h", "actions.volume_horaire_hebdomadaire", "35"),
        ("12,5 semaines", "actions.duree_semaines", "12.5"),
        ("6 mois", "enquete_devenir.vague", "6"),
        ("−3", "territoires.longitude", "-3"),
    ],
)
def test_numbers_lose_their_dress(typed, key, expected):
    assert cell(key, typed, {}) == expected


@pytest.mark.parametrize(
    ("typed", "key"),
    [("12 à 15", "sessions.places_ouvertes"), ("environ 12", "sessions.places_ouvertes"),
     ("3 mois", "actions.duree_semaines"), ("12 places", "budget_actions.montant_prevu"),
     ("s", "brsa_effectifs.effectif"), ("10/12", "sessions.places_ouvertes")],
)  # fmt: skip
def test_what_is_no_number_of_that_unit_is_left_as_it_came(typed, key):
    assert cell(key, typed, {}) == typed


@given(st.integers(0, 10**9), st.sampled_from([" ", "\u202f", "\u00a0", ""]))
def test_thousands_read_back_whatever_parts_them(whole, mark):
    assert numbers.read(f"{whole:,}".replace(",", mark) + ",25") == whole + 0.25


@pytest.mark.parametrize(
    "typed", ["oui", "Oui", "OUI", "O", "o", "X", "x", "✓", "✔", "vrai", "Vrai", "1", 1, 1.0, True]
)
def test_yes_has_many_spellings(typed):
    assert canonical("actions.financement_cd", pd.Series([typed], dtype="object"), {}).tolist() == ["oui"]


@pytest.mark.parametrize("typed", ["non", "Non", "NON", "N", "n", "faux", "FAUX", "0", 0, 0.0, False, "✗", "no"])
def test_no_has_many_spellings(typed):
    assert canonical("actions.financement_cd", pd.Series([typed], dtype="object"), {}).tolist() == ["non"]


def test_true_beside_a_one_stay_apart_and_nothing_is_emptied():
    column = pd.Series([True, 1, "oui (partiel)", None, "  "], dtype="object")
    found = canonical("actions.financement_cd", column, {})
    assert found[:3].tolist() == ["oui", "oui", "oui (partiel)"]
    assert found[3:].isna().all()


@pytest.mark.parametrize(
    ("typed", "key", "expected"),
    [
        ("1004", "structures.code_insee", "01004"),
        (1004.0, "structures.code_insee", "01004"),
        ("49007.0", "structures.code_insee", "49007"),
        ("2a004", "structures.code_insee", "2A004"),
        (1000, "structures.code_postal", "01000"),
        ("49 000", "structures.code_postal", "49000"),
        ("123 456 789 00012", "structures.siret", "12345678900012"),
        (1, "territoires.code_departement", "01"),
        ("Angers", "structures.code_insee", "ANGERS"),
        (241000000, "structures.telephone", "0241000000"),
        ("www.exemple.invalid", "structures.site_web", "https://www.exemple.invalid"),
        ("K2204, D1106", "actions.codes_rome", "K2204|D1106"),
        (12.0, "actions.axe_pdi", "12"),
    ],
)
def test_codes_get_back_what_a_workbook_took(typed, key, expected):
    assert cell(key, typed, {}) == expected


def test_words_compare_without_their_dress():
    assert plain("N° de l’action") == plain("numéro action") == "numero action"
    assert plain("Jeunes -26 ans") != plain("Jeunes +26 ans")
    assert plain("25-34 ans") == plain("25 à 34 ans")
    assert slug("Régie de quartier d’Angers (cœur)") == "regie-de-quartier-d-angers-coeur"
