"""What the demonstration must show through the indicators (targets F.4 of the domain reference)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from small_departement import cell, loaded

from etl.demonstration.generate import generate, truth
from geodata.zones import memberships, zones
from indicators.catalogue import catalogue
from indicators.turnout import turnout
from warehouse.edition import Edition, in_memory

DEP, TAS = "departement", "territoire_action_sociale"
YEARS = ("2023", "2024", "2025")
MOBILITY = "theme=mobilite"


@pytest.fixture(scope="module")
def demonstration() -> Edition:
    """The demonstration of Maine-et-Loire with the real places it stands on."""
    tables = generate("49")
    day = str(truth("49")["date_extraction"])
    journal = pd.concat([loaded(name, day) for name in tables], ignore_index=True)
    return in_memory({**tables, "zones": zones("49"), "appartenances": memberships("49"), "chargements": journal})


def whole(edition: Edition, code: str, niveau: str = DEP) -> pd.DataFrame:
    frame = catalogue()[code].compute(edition, niveau)
    return frame[frame["modalite"] == ""]


@pytest.mark.parametrize(
    ("code", "target", "tolerance"),
    [
        ("taux_remplissage", 74, 2),
        ("taux_entree", 62, 2),
        ("taux_presence", 78, 1.5),
        ("taux_sortie_dynamique", 50, 2),
    ],
)
def test_rates_over_the_three_years(demonstration, code, target, tolerance):
    frame = whole(demonstration, code)
    assert set(frame["periode"]) == set(YEARS)
    rate = 100 * frame["numerateur"].sum() / frame["denominateur"].sum()
    assert rate == pytest.approx(target, abs=tolerance)
    inside = (frame["ic_bas"] < frame["valeur"]) & (frame["valeur"] < frame["ic_haut"])
    assert inside.all()


def test_employment_at_six_months(demonstration):
    frame = whole(demonstration, "taux_emploi_6m")
    known = 100 * truth("49")["taux_emploi"][6]
    assert len(frame) == 5  # one row a campaign
    for share in (36, known):
        held = (frame["ic_bas"] <= share) & (share <= frame["ic_haut"])
        assert held.sum() >= 4, (share, frame[["periode", "ic_bas", "valeur", "ic_haut"]])


@pytest.mark.parametrize("year", YEARS)
def test_communes_far_from_any_mobility_action(demonstration, year):
    counted = catalogue()["nb_communes_zone_blanche"].compute(demonstration, DEP)
    assert cell(counted, "49", year, MOBILITY)["valeur"] >= 13
    segre = demonstration.table("territoires").set_index("code_insee").at["49331", "code_tas"]
    parts = catalogue()["nb_communes_zone_blanche"].compute(demonstration, TAS)
    assert cell(parts, segre, year, MOBILITY)[["valeur", "denominateur"]].tolist() == [11, 11]
    assert (
        parts.loc[(parts["periode"] == year) & (parts["modalite"] == MOBILITY), "valeur"].sum()
        == (cell(counted, "49", year, MOBILITY)["valeur"])
    )


def test_planted_communes_are_beyond_half_an_hour(demonstration):
    times = catalogue()["temps_acces_theme_min"].compute(demonstration, "commune")
    for theme, planted in truth("49")["zones_blanches"].items():
        of_theme = times[(times["modalite"] == f"theme={planted['thematique']}") & (times["periode"] == "2025")]
        assert set(of_theme.loc[of_theme["valeur"] > 30, "territoire"]) == set(planted["communes"]), theme


def test_the_gap_is_the_sum_of_its_parts_on_every_session(demonstration):
    table = turnout(demonstration)
    presents = table["entrees"] * (table["presents"] / table["attendues"]).fillna(0)
    known = (table["attendues"] > 0) | (table["entrees"] == 0)
    assert known.mean() > 0.95
    gap = table["manque_prescription"] + table["deperdition_entree"] + table["absenteisme"]
    assert np.allclose(gap[known], (table["capacite"] - presents)[known], atol=1e-9)
    assert (table.loc[known, ["manque_prescription", "deperdition_entree", "absenteisme"]] >= -1e-9).all().all()


def test_the_gaps_of_the_departement_add_up(demonstration):
    codes = ("ecart_manque_prescription", "ecart_deperdition_entree", "ecart_absenteisme")
    for year in YEARS:
        parts = [cell(whole(demonstration, code), "49", year)["valeur"] for code in codes]
        total = cell(whole(demonstration, "ecart_frequentation"), "49", year)["valeur"]
        assert sum(parts) == pytest.approx(total)


@pytest.mark.parametrize("code", ["places_ouvertes", "taux_remplissage", "taux_sortie_dynamique"])
def test_territories_never_hold_more_than_the_departement(demonstration, code):
    parts = whole(demonstration, code, TAS).groupby("periode")["numerateur"].sum()
    total = whole(demonstration, code).set_index("periode")["numerateur"]
    assert (parts <= total + 1e-6).all() and (parts >= 0.8 * total).all()


@pytest.mark.parametrize("page", ["couverture", "frequentation", "resultats"])
def test_every_figure_of_a_page_is_marked_as_a_demonstration(demonstration, page):
    for indicator in catalogue().values():
        if indicator.page == page:
            for niveau in indicator.niveaux:
                frame = indicator.compute(demonstration, niveau)
                assert frame["synthetique"].all() and set(frame["source"]) <= {"demonstration"}, indicator.code
                assert not frame.duplicated(["territoire", "periode", "modalite"]).any(), indicator.code
                known = frame[frame["valeur"].notna()]
                bounded = known["ic_bas"].notna()
                assert (known["ic_bas"] <= known["valeur"] + 1e-9)[bounded].all(), indicator.code
                assert (known["valeur"] <= known["ic_haut"] + 1e-9)[bounded].all(), indicator.code
