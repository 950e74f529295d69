"""Exhibits: protected, complete in words, and rebuilt from their passport."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from disclosure import figures
from warehouse.edition import in_memory

PLACES = {"49001": "Angle", "49002": "Bourg", "49003": "Combe", "49004": "Dune"}


def frame(columns: str, *values: tuple) -> pd.DataFrame:
    return pd.DataFrame(list(values), columns=columns.split()).assign(synthetique=False)


@pytest.fixture
def edition():
    """RSA households 120, 8, 0 and 9 (under 11 is too few to show); poverty known, secret, absent."""
    return build(9.0)


def build(dune: float):
    """Four communes of one département, the last with that many RSA households."""
    facts = [
        ("foyers_rsa", "commune", "49001", "2024-12", 120.0, "disponible", "cnaf_foyers", "2024"),
        ("foyers_rsa", "commune", "49002", "2024-12", 8.0, "disponible", "cnaf_foyers", "2024"),
        ("foyers_rsa", "commune", "49003", "2024-12", 0.0, "disponible", "cnaf_foyers", "2024"),
        ("foyers_rsa", "commune", "49004", "2024-12", dune, "disponible", "cnaf_foyers", "2024"),
        ("foyers_rsa", "commune", "49001", "2023-12", 100.0, "disponible", "cnaf_foyers", "2023"),
        ("taux_pauvrete", "commune", "49001", "2021", 21.0, "disponible", "filosofi", "2021"),
        ("taux_pauvrete", "commune", "49002", "2021", math.nan, "secret", "filosofi", "2021"),
        ("population_municipale", "commune", "49001", "2023", 5000.0, "disponible", "cog", "2023"),
    ]
    zones = [("commune", code, name, "49") for code, name in PLACES.items()]
    return in_memory(
        {
            "faits": frame("code niveau code_territoire periode valeur statut source millesime", *facts).assign(
                modalite="", code_departement="49", borne_basse=math.nan, borne_haute=math.nan
            ),
            "zones": frame("niveau code libelle code_departement", *zones, ("departement", "49", "Anjou", "49")),
            "sources": frame(
                "source titre editeur", ("cnaf_foyers", "Foyers par commune", "CNAF"), ("filosofi", "Filosofi", "INSEE")
            ),
        },
        number=7,
    )


def row(exhibit, key):
    return exhibit.frame.set_index("cle").loc[key]


def test_a_map_has_one_row_per_territory_and_four_states(edition):
    poverty = figures.by_territory(edition, "taux_pauvrete", "commune")
    assert poverty.frame["libelle"].tolist() == ["Angle", "Bourg", "Combe", "Dune"]
    assert poverty.frame["statut"].tolist() == ["fiable", "secret", "non_disponible", "non_disponible"]
    assert row(poverty, "49001")["valeur"] == 21
    assert poverty.periode == "2021"


def test_few_households_are_hidden_and_a_true_zero_is_not(edition):
    households = figures.by_territory(edition, "foyers_rsa", "commune")
    assert row(households, "49002")["statut"] == "secret"
    assert math.isnan(row(households, "49002")["valeur"]) and math.isnan(row(households, "49002")["numerateur"])
    assert row(households, "49003")["valeur"] == 0


def test_two_hidden_communes_protect_each_other(edition):
    communes = figures.by_territory(edition, "foyers_rsa", "commune")
    assert communes.frame["statut"].tolist() == ["fiable", "secret", "fiable", "secret"]
    assert figures.one(edition, "foyers_rsa", "departement", "49").frame.iloc[0]["valeur"] == 137


def test_one_hidden_commune_is_not_given_back_by_the_total():
    """137 = 120 + 8 + 0 + Dune: with Dune shown, Bourg would be found by subtraction (rule R4)."""
    alone = build(200.0)
    communes = figures.by_territory(alone, "foyers_rsa", "commune")
    assert row(communes, "49002")["statut"] == "secret"
    assert (communes.frame["statut"] == "secret").sum() == 2
    assert row(communes, "49001")["statut"] == "secret", "the smallest of those that could protect it"
    assert figures.one(alone, "foyers_rsa", "departement", "49").frame.iloc[0]["valeur"] == 328


def test_a_series_has_its_periods_in_order(edition):
    series = figures.over_time(edition, "foyers_rsa", "commune", "49001")
    assert series.frame["cle"].tolist() == ["2023-12", "2024-12"]
    assert series.frame["libelle"].tolist() == ["décembre 2023", "décembre 2024"]
    assert series.frame["valeur"].tolist() == [100, 120]


def test_a_series_of_one_date_is_titled_by_that_date(edition):
    alone = figures.over_time(edition, "population_municipale", "departement", "49")
    assert alone.titre == "Population municipale – Anjou, 2023"


def test_one_figure_takes_the_latest_period_and_says_everything(edition):
    figure = figures.one(edition, "foyers_rsa", "commune", "49001")
    assert figure.periode == "2024-12"
    assert figure.frame.iloc[0]["valeur"] == 120
    assert figure.titre == "Foyers allocataires du RSA – Angle, décembre 2024"
    assert "120 foyers perçoivent le RSA" in figure.lecture
    assert figure.source == "CNAF, Foyers par commune (2024)"
    assert (figure.edition, figure.millesime, figure.synthetique) == (7, "2024", False)
    assert dict(figure.mentions)["Édition"] == f"Édition 7 du 01/01/2026 · {figure.passeport}"


def test_a_level_where_nothing_is_published_is_not_available(edition):
    figure = figures.one(edition, "taux_pauvrete", "departement", "49")
    assert figure.frame["statut"].tolist() == ["non_disponible"]
    assert "n’est pas disponible" in figure.lecture


@pytest.mark.parametrize(
    "make",
    [
        lambda e: figures.by_territory(e, "taux_pauvrete", "commune"),
        lambda e: figures.over_time(e, "foyers_rsa", "commune", "49001"),
        lambda e: figures.one(e, "foyers_rsa", "commune", "49001", "2023-12"),
        lambda e: figures.composition(e, "devenir", "departement", "49"),
    ],
)
def test_a_passport_rebuilds_the_very_same_exhibit(edition, make):
    first = make(edition)
    again = figures.rebuild(edition, first.passeport)
    pd.testing.assert_frame_equal(first.frame, again.frame)
    assert (first.titre, first.lecture, first.source) == (again.titre, again.lecture, again.source)


def test_a_passport_of_another_edition_is_refused(edition):
    passport = figures.one(edition, "foyers_rsa", "commune", "49001").passeport
    with pytest.raises(ValueError, match="49-8"):
        figures.rebuild(edition, passport.replace("49-7", "49-8"))
    with pytest.raises(ValueError, match="passeport"):
        figures.rebuild(edition, "rien")


def test_what_is_known_of_a_territory_is_a_share_of_the_indicators_of_its_level(edition):
    """At commune level Angle has four figures: households, their rate (no population here: none), poverty, people."""
    known = figures.known(edition, "commune")
    with_figure = row(known, "49001")
    assert with_figure["numerateur"] > row(known, "49003")["numerateur"] > 0
    assert with_figure["valeur"] == pytest.approx(100 * with_figure["numerateur"] / with_figure["denominateur"])
    pd.testing.assert_frame_equal(known.frame, figures.rebuild(edition, known.passeport).frame)
