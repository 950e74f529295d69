"""What the demonstration edition really publishes holds the rules of disclosure (reference, F.4)."""

from __future__ import annotations

import pytest

from disclosure.control import counts_an_attribute
from disclosure.measures import TABLE
from indicators.catalogue import catalogue


@pytest.fixture(scope="module")
def told(edition):
    """Published rows that show a figure, with their indicator."""
    rows = edition.table(TABLE)
    return rows[rows["valeur"].notna()].assign(entry=lambda frame: frame["code"].map(catalogue()))


def test_no_count_of_persons_from_one_to_ten(told):
    persons = told[[entry.seuil == "S1" and entry.nature == "effectif" for entry in told["entry"]]]
    assert len(persons) > 100
    assert persons["valeur"].between(1, 10).sum() == 0


def test_no_rate_on_fewer_than_eleven_persons_nor_one_to_four_of_them(told):
    rates = told[[counts_an_attribute(entry) for entry in told["entry"]]]
    assert len(rates) > 100
    assert (rates["denominateur"] < 11).sum() == 0
    assert rates["numerateur"].between(1, 4).sum() == 0
    assert (rates["denominateur"] - rates["numerateur"]).between(1, 4).sum() == 0


def test_a_hidden_row_keeps_no_trace_of_its_figure(edition):
    rows = edition.table(TABLE)
    hidden = rows[rows["statut"].isin(["secret", "non_disponible"])]
    assert len(hidden) > 100
    assert hidden[["valeur", "numerateur", "denominateur", "ic_bas", "ic_haut", "base"]].isna().all(axis=None)


def test_every_invented_figure_says_so_and_no_real_one_does(told):
    invented = told["source"].eq("demonstration")
    assert (told["synthetique"] == invented).all() and invented.any() and (~invented).any()


def test_the_base_of_a_survey_figure_is_thirty_or_it_is_fragile(told):
    survey = told[[entry.seuil == "S5" for entry in told["entry"]]]
    assert len(survey) > 20
    assert (survey.loc[survey["base"] < 30, "statut"] == "fragile").all() and (survey["base"] >= 11).all()
