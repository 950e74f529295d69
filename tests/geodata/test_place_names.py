"""« de » before a place."""

import pytest

from geodata.communes import departements
from geodata.names import of_departement


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("49", "de Maine-et-Loire"),
        ("01", "de l’Ain"),
        ("28", "d’Eure-et-Loir"),
        ("72", "de la Sarthe"),
        ("69", "du Rhône"),
        ("22", "des Côtes-d'Armor"),
        ("974", "de La Réunion"),
        ("75", "de Paris"),
    ],
)
def test_a_departement_takes_its_article(code, expected):
    assert of_departement(code) == expected


def test_every_departement_has_one():
    for code, nom in departements()[["code", "nom"]].itertuples(index=False):
        assert of_departement(code).endswith(nom)


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        of_departement("00")
