"""French numbers, periods, territories and reading notes, as the domain reference writes them."""

from dataclasses import replace

import pytest

from indicators import wording
from indicators.catalogue import Indicator

NAN = float("nan")
TAUX = Indicator(
    code="taux_remplissage",
    libelle="Taux de remplissage",
    unite="%",
    page="frequentation",
    numerateur="entrées",
    denominateur="places ouvertes",
    niveaux=("departement",),
    grain="année",
    tables=("sessions",),
    sens="haut",
    seuil="S2",
    nature="taux",
    palette="frequentation",
    lecture="{territoire}, {periode} : {valeur} % des places ouvertes ont été occupées "
    "(intervalle de confiance à 95 % : {ic_bas}–{ic_haut}).",
    champ="",
    compute=lambda edition, niveau: None,
)
EFFECTIF = replace(TAUX, unite="personnes", nature="effectif", lecture="{territoire} : {valeur} personnes.")


def row(statut="fiable", valeur=73.5, den=400.0, low=69.0, high=77.6):
    return {"statut": statut, "valeur": valeur, "denominateur": den, "ic_bas": low, "ic_haut": high}


@pytest.mark.parametrize(
    ("x", "decimals", "expected"),
    [
        (1234.5, 1, "1\u202f234,5"),
        (13860, 0, "13\u202f860"),
        (1234567, 0, "1\u202f234\u202f567"),
        (-3.25, 1, "\u22123,3"),
        (2.675, 2, "2,68"),
        (0.5, 0, "1"),
        (0, 0, "0"),
        (-0.04, 1, "0,0"),
        (NAN, 1, "…"),
    ],
)
def test_number(x, decimals, expected):
    assert wording.number(x, decimals) == expected


def test_number_refuses_infinity():
    with pytest.raises(ArithmeticError):
        wording.number(float("inf"))


def test_units():
    assert wording.percent(12.3) == "12,3\u202f%"
    assert wording.points(2.1) == "+2,1\u00a0points"
    assert wording.points(-0.4) == "\u22120,4\u00a0point"
    assert wording.points(0.0) == "0,0\u00a0point"
    assert wording.points(0.04) == "0,0\u00a0point"
    assert wording.euros(1234) == "1\u202f234\u202f€"
    assert wording.minutes(39.4) == "39\u00a0minutes"
    assert wording.minutes(1.2) == "1\u00a0minute"
    assert wording.percent(NAN) == "…"


@pytest.mark.parametrize(
    ("unite", "nature", "x", "den", "expected"),
    [
        ("%", "taux", 73.46, 400.0, "73,5\u202f%"),
        ("%", "taux", 73.46, 199.0, "73\u202f%"),
        ("%", "taux", 73.46, 200.0, "73,5\u202f%"),
        ("%", "taux", 73.46, NAN, "73,5\u202f%"),
        ("personnes", "effectif", 1.0, NAN, "1\u00a0personne"),
        ("foyers allocataires", "effectif", 1.0, NAN, "1\u00a0foyer allocataire"),
        ("places pour 100 bénéficiaires", "taux", 1.25, NAN, "1,3\u00a0place pour 100 bénéficiaires"),
        ("mois", "duree", 1.0, NAN, "1,0\u00a0mois"),
        ("€ par an", "montant", 22840.0, NAN, "22\u202f840,0\u202f€ par an"),
        ("0–100", "taux", 61.2, NAN, "61,2"),
        ("points", "taux", 3.0, NAN, "+3,0\u00a0points"),
    ],
)
def test_value(unite, nature, x, den, expected):
    assert wording.value(replace(TAUX, unite=unite, nature=nature), x, den) == expected


def test_four_states_read_differently():
    texts = [wording.shown(TAUX, row(statut, valeur)) for statut, valeur in
             (("fiable", 12.3), ("fiable", 0.0), ("secret", NAN), ("non_disponible", NAN))]  # fmt: skip
    assert texts == ["12,3\u202f%", "0,0\u202f%", "s", "…"]
    assert wording.sign("sans_objet") == "///"
    assert wording.state("secret") == "secret statistique"


@pytest.mark.parametrize(
    ("periode", "words", "short"),
    [
        ("2025-T3", "3e trimestre 2025", "T3 2025"),
        ("2025-T1", "1er trimestre 2025", "T1 2025"),
        ("2024-12", "décembre 2024", "déc. 2024"),
        ("2024-S1", "1er semestre 2024", "S1 2024"),
        ("2024", "2024", "2024"),
        ("2024-01-01", "1er janvier 2024", "1er janv. 2024"),
        ("12 mois à fin juin", "12 mois à fin juin", "12 mois à fin juin"),
    ],
)
def test_periods(periode, words, short):
    assert wording.period_words(periode) == words
    assert wording.period_short(periode) == short


def test_territories_named_after_a_town_say_what_they_are():
    assert wording.territory_words("departement", "Maine-et-Loire") == "Maine-et-Loire"
    assert wording.territory_words("bassin_bmo", "Angers") == "bassin d’emploi «\u00a0Angers\u00a0»"
    assert wording.territory_words("territoire_action_sociale", "TAS Est") == "TAS Est"
    assert wording.territory_words("zone_emploi", "Zone d'emploi d'Angers") == "Zone d'emploi d'Angers"


def test_lecture_is_the_template_filled():
    assert wording.lecture(TAUX, row(), "Maine-et-Loire", "2024") == (
        "Maine-et-Loire, 2024\u00a0: 73,5\u202f% des places ouvertes ont été occupées "
        "(intervalle de confiance à 95\u202f%\u00a0: 69,0–77,6)."
    )


def test_lecture_opens_with_a_capital_and_drops_an_interval_that_is_not_there():
    text = wording.lecture(TAUX, row(low=NAN, high=NAN), "zone d’emploi «\u00a0Angers\u00a0»", "2024")
    assert text == "Zone d’emploi «\u00a0Angers\u00a0», 2024\u00a0: 73,5\u202f% des places ouvertes ont été occupées."


def test_lecture_of_a_hidden_figure_shows_no_number():
    text = wording.lecture(TAUX, row("secret", NAN, NAN, NAN, NAN), "Tuffalun", "2e trimestre")
    assert "secret statistique" in text and "Tuffalun" in text
    assert not any(figure in text.replace("2e trimestre", "") for figure in "0123456789")


def test_lecture_of_a_missing_figure_never_says_zero_nor_secret():
    text = wording.lecture(EFFECTIF, row("non_disponible", NAN, NAN, NAN, NAN), "Tuffalun", "2024")
    assert "n’est pas disponible" in text and "secret" not in text and "0" not in text.replace("2024", "")


def test_lecture_warns_when_fragile():
    assert "fragile" in wording.lecture(TAUX, row("fragile"), "Tuffalun", "2024")
    assert "fragile" not in wording.lecture(TAUX, row("fiable"), "Tuffalun", "2024")


def test_lecture_refuses_a_template_it_cannot_fill():
    with pytest.raises(KeyError):
        wording.lecture(replace(TAUX, lecture="{valeur} {ref_valeur}"), row(), "Tuffalun", "2024")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{valeur} % des places", "73,5\u202f% des places"),
        ("le taux est de {valeur}.", "Le taux est de 73,5\u202f%."),
        ("sur 100 places, {valeur} sont occupées.", "Sur 100 places, 73,5 sont occupées."),
        ("{valeur} entrées pour 100 places.", "73,5 entrées pour 100 places."),
    ],
)
def test_lecture_writes_the_percent_sign_once_and_only_once(template, expected):
    assert wording.lecture(replace(TAUX, lecture=template), row(low=NAN, high=NAN), "", "") == expected
