"""« de » before a place."""

import pytest

from geodata.communes import departements
from geodata.names import of_commune, of_departement


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


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("49007", "d’Angers"),
        ("72181", "du Mans"),
        ("49246", "des Ponts-de-Cé"),
        ("49328", "de Saumur"),
        ("72154", "de La Flèche"),
        ("01001", "de L'Abergement-Clémenciat"),
    ],
)
def test_a_commune_keeps_or_contracts_its_own(code, expected):
    assert of_commune(code) == expected


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        of_departement("00")
    with pytest.raises(KeyError):
        of_commune("49999")
