"""Families of indicators: every one of the catalogue once, on its page, and none offered twice on the portrait."""

from __future__ import annotations

from indicators.catalogue import catalogue
from indicators.families import FAMILIES, Family, of_page, opened_by


def test_every_indicator_of_the_catalogue_is_in_one_family_of_its_page():
    held = [(page, code) for page, families in FAMILIES.items() for family in families for code in family.codes]
    assert sorted(held) == sorted((one.page, one.code) for one in catalogue().values())


def test_no_list_is_long():
    sizes = [len(family.codes) for families in FAMILIES.values() for family in families]
    assert max(sizes) <= 5 and max(len(families) for families in FAMILIES.values()) <= 6


def test_the_portrait_comes_first_and_takes_its_own_from_the_others():
    own = Family("Portrait", ("bmo_tension", "taux_pauvrete", "niveau_vie_median"))
    first, *others = opened_by(own)
    codes = [code for family in others for code in family.codes]
    assert first == own and len(codes) == len(set(codes)) == len(catalogue()) - 3
    assert not set(own.codes) & set(codes)
    titles = [family.titre for family in others]
    assert "Revenus et pauvreté" not in titles  # nothing is left of it
    assert titles[: len(of_page("besoins")) - 1] == [
        family.titre for family in of_page("besoins") if family.titre != "Revenus et pauvreté"
    ]
