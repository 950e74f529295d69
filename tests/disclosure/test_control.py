"""Thresholds S1 to S5 of the domain reference (§ C.0) and rules R1 to R3 (§ D.1), case by case."""

import pandas as pd
import pytest

from disclosure.control import FIGURES, INTERNE, protect

NAN = float("nan")


def statuts(frame) -> list[str]:
    return list(frame["statut"])


def test_s1_hides_counts_of_1_to_10_and_keeps_zero(an_indicator, counts):
    out = protect(counts(0, 1, 10, 11, 250), an_indicator("S1", "effectif", "personnes"))
    assert statuts(out) == ["fiable", "secret", "secret", "fiable", "fiable"]
    assert out["valeur"].tolist()[0] == 0 and out["valeur"].tolist()[3:] == [11, 250]


def test_s1_inside_the_departement_hides_1_to_4(an_indicator, counts):
    out = protect(counts(0, 1, 4, 5, 11), an_indicator("S1", "effectif", "personnes"), INTERNE)
    assert statuts(out) == ["fiable", "secret", "secret", "fiable", "fiable"]


def test_a_hidden_row_keeps_no_figure_at_all(an_indicator, rates):
    out = protect(rates((3, 9), ic_bas=[10.0], ic_haut=[60.0]), an_indicator())
    assert out.loc[0, list(FIGURES)].isna().all()
    assert out.loc[0, "territoire"] == "49000"


def test_s2_group_and_attribute(an_indicator, rates):
    pairs = [(5, 10), (5, 11), (0, 40), (1, 40), (4, 40), (5, 40), (36, 40), (35, 40), (40, 40)]
    out = protect(rates(*pairs), an_indicator())
    shown = [statut != "secret" for statut in statuts(out)]
    assert shown == [False, True, True, False, False, True, False, True, True]


def test_s2_inside_the_departement(an_indicator, rates):
    out = protect(rates((2, 40), (3, 40), (37, 40), (38, 40), (3, 4), (0, 5)), an_indicator(), INTERNE)
    assert [s != "secret" for s in statuts(out)] == [False, True, True, False, False, True]


def test_attribute_rule_is_for_shares_not_for_means(an_indicator, rates):
    days = rates((3, 40))  # 3 days in all over 40 persons: no attribute is counted
    assert statuts(protect(days, an_indicator("S2", "duree", "jours"))) == ["fiable"]


def test_rate_fragile_from_11_to_29_persons(an_indicator, rates):
    out = protect(rates((5, 11), (14, 29), (15, 30)), an_indicator())
    assert statuts(out) == ["fragile", "fragile", "fiable"]


def test_count_of_persons_is_exact_hence_never_fragile(an_indicator, counts):
    assert statuts(protect(counts(12), an_indicator("S1", "effectif", "personnes"))) == ["fiable"]


def test_rate_fragile_when_its_interval_is_wider_than_ten_points_each_side(an_indicator, rates):
    frame = rates((50, 100), (50, 100), ic_bas=[40.0, 39.9], ic_haut=[60.0, 60.0])
    assert statuts(protect(frame, an_indicator())) == ["fiable", "fragile"]


def test_s5_counts_answers_for_everybody(an_indicator, rates):
    frame = rates((4, 10), (2, 11), (14, 29), (15, 30))
    for audience in ("diffusion", INTERNE):
        assert statuts(protect(frame, an_indicator("S5"), audience)) == ["secret", "fragile", "fragile", "fiable"]


def test_s3_asks_for_three_structures_and_no_dominant_one(an_indicator, measures):
    frame = measures(valeur=[900.0, 900.0, 900.0, 0.0, 900.0], base=[2.0, 3.0, 3.0, 0.0, NAN])
    frame["part_premier"] = [60.0, 85.0, 88.0, NAN, NAN]  # 88 of 100: the oracle « dominance »
    out = protect(frame, an_indicator("S3", "montant", "€"))
    assert statuts(out) == ["secret", "fiable", "secret", "fiable", "secret"]


@pytest.mark.parametrize("seuil", ["S4", "source"])
def test_offer_and_publishers_figures_are_left_as_they_are(an_indicator, measures, seuil):
    frame = measures(valeur=[1.0, 3.0], numerateur=[1.0, 3.0])
    out = protect(frame, an_indicator(seuil, "effectif", "places"))
    assert statuts(out) == ["fiable", "fiable"] and out["valeur"].tolist() == [1.0, 3.0]


def test_publishers_secret_stays_secret_and_missing_stays_missing(an_indicator, measures):
    frame = measures(valeur=[NAN, NAN, NAN, 12.0], statut=["secret", "non_disponible", "disponible", "provisoire"])
    out = protect(frame, an_indicator("source", "effectif", "projets"))
    assert statuts(out) == ["secret", "non_disponible", "non_disponible", "provisoire"]


def test_empty_group_is_missing_not_secret(an_indicator, rates):
    assert statuts(protect(rates((0, 0)), an_indicator())) == ["non_disponible"]


def test_unknown_group_is_not_taken_for_a_large_one(an_indicator, measures):
    assert statuts(protect(measures(valeur=[45.0]), an_indicator())) == ["secret"]


def test_nobody_and_everybody_are_hidden_when_the_matter_is_sensitive(an_indicator, rates):
    pairs = [(0, 60), (60, 60), (30, 60)]
    plain = protect(rates(*pairs, modalite=["frein=mobilite"] * 3), an_indicator())
    health = protect(rates(*pairs, modalite=["frein=sante|sexe=F"] * 3), an_indicator())
    sanction = protect(rates(*pairs), an_indicator(code="taux_sanction"))
    assert statuts(plain) == ["fiable"] * 3
    assert statuts(health) == statuts(sanction) == ["secret", "secret", "fiable"]


def test_protecting_twice_changes_nothing_and_leaves_the_input_alone(an_indicator, rates):
    frame = rates((3, 9), (5, 12), (50, 100), (0, 0))
    before = frame.copy()
    once = protect(frame, an_indicator())
    pd.testing.assert_frame_equal(protect(once, an_indicator()), once)
    pd.testing.assert_frame_equal(frame, before)


def test_empty_frame_and_wrong_words(an_indicator, rates, counts):
    assert protect(counts(5).head(0), an_indicator()).empty
    with pytest.raises(KeyError):
        protect(counts(5), an_indicator(), "tout le monde")
    with pytest.raises(ValueError, match="ok"):
        protect(counts(5, statut=["ok"]), an_indicator())
