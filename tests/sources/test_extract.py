"""The figures that travel with the project, checked against published totals and hand sums."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from etl.embedded import extract

HERE = Path(extract.__file__).parent


@pytest.fixture(scope="module")
def tables():
    return {staged.table: staged.frame for staged in extract.staged("49")}


@pytest.fixture(scope="module")
def value(tables):
    """value(code, territory, period): the one valeur and statut."""
    facts = tables["faits"].query("niveau != 'commune_publiee'")
    keyed = facts.set_index(["code", "code_territoire", "periode", "modalite"])

    def find(code, territoire, periode, modalite=""):
        row = keyed.loc[(code, territoire, periode, modalite)]
        return row["valeur"], row["statut"]

    return find


def total(tables, code, periode):
    """Sum of the finest figures, and the département's own row: they must agree."""
    rows = tables["faits"].query("code == @code and periode == @periode and niveau != 'commune_publiee'")
    whole = (rows["niveau"] == "departement") & (rows["modalite"] == "")
    return rows.loc[rows["niveau"] != "departement", "valeur"].sum(), rows.loc[whole, "valeur"].item()


@pytest.mark.parametrize(
    ("code", "periode", "published"),
    [
        ("foyers_rsa", "2024-12", 13860),
        ("foyers_rsa", "2020-12", 16415),
        ("demandeurs_emploi_abc", "2023-T4", 64100),
        ("bmo_projets", "2021", 46257),
        ("bmo_projets", "2023", 46609),
        ("bmo_projets", "2024", 43391),
        ("bmo_projets", "2025", 38686),
    ],
)
def test_totals_of_the_departement(tables, code, periode, published):
    assert total(tables, code, periode) == (published, published)


@pytest.mark.parametrize(
    ("periode", "rows", "secret"), [("2021", 646, 115), ("2023", 658, 81), ("2024", 725, 115), ("2025", 708, 159)]
)
def test_secret_cells_of_the_survey_stay_secret(tables, periode, rows, secret):
    facts = tables["faits"]
    projects = facts.query("code == 'bmo_projets' and periode == @periode and niveau == 'bassin_bmo'")
    hidden = projects[projects["statut"] == "secret"]
    assert (len(projects), len(hidden)) == (rows, secret)
    assert hidden["valeur"].isna().all()


def test_unemployment_of_the_departement(value):
    assert value("taux_chomage_localise", "49", "2025-T3") == (6.7, "disponible")


def test_poverty_is_secret_in_118_communes_of_176(tables):
    facts = tables["faits"]
    poverty = facts.query("code == 'taux_pauvrete' and niveau == 'commune'")
    assert poverty["statut"].value_counts().to_dict() == {"secret": 118, "disponible": 58}


def test_a_published_zero_is_a_value(value):
    assert value("foyers_rsa", "49010", "2020-12") == (0.0, "disponible")


def test_a_commune_that_the_census_of_2022_leaves_out_says_so(tables, value):
    statut = value("taux_emploi_rp", "49215", "2022")[1]
    assert statut == "non_disponible"
    facts = tables["faits"]
    missing = facts[facts["statut"] == "non_disponible"]
    assert set(missing["code_territoire"]) == {"49215"} and set(missing["source"]) == {"rp_2022"}
    assert missing["valeur"].isna().all()


def test_counts_of_merged_communes_are_summed(value):
    # 49160 + 49321, merged since, as published for 2018: 1500.90… + 253.47… people aged 15 to 64.
    assert value("population_1564", "49160", "2018")[0] == pytest.approx(1754.37528490285)
    assert value("chomeurs_1564", "49160", "2018")[0] == pytest.approx(158.0028216706933)


def test_a_commune_that_changed_code_is_found_under_todays(value):
    assert value("population_1564", "49126", "2018")[0] == pytest.approx(10032.5636962974)
    assert value("taux_pauvrete", "49126", "2021") == (7.0, "disponible")


def test_every_measure_of_communes_covers_the_176(tables):
    facts = tables["faits"]
    communes = facts[facts["niveau"] == "commune"].groupby(["code", "periode"])["code_territoire"].nunique()
    assert set(communes) == {176} and len(communes) == 4 * 5 + 6 + 2 + 4 + 1


def test_only_parts_of_projects_carry_a_denominator(tables):
    facts = tables["faits"]
    paired = facts["code"].isin(["bmo_projets_difficiles", "bmo_projets_saisonniers"])
    assert facts.loc[~paired, ["numerateur", "denominateur"]].isna().all().all()
    cells = facts[paired & (facts["niveau"] == "bassin_bmo")]
    assert (cells["numerateur"].isna() == cells["denominateur"].isna()).all()
    assert (cells["numerateur"] <= cells["denominateur"]).sum() == cells["numerateur"].notna().sum() > 1000


def test_a_figure_keeps_the_communes_it_was_published_for(tables):
    facts = tables["faits"].query("code == 'population_1564'").set_index(["niveau", "code_territoire"])
    whole, parts = facts.loc[("commune", "49160")], facts.loc["commune_publiee"]
    assert (whole["nature"], whole["codes_publies"], whole["geographie"]) == ("converti", "49160|49321", 2021)
    assert parts.loc[["49160", "49321"], "valeur"].tolist() == pytest.approx([1500.90, 253.47], abs=0.01)


def test_sums_of_rounded_counts_carry_their_bounds(tables):
    rows = (
        tables["faits"].query("code == 'foyers_rsa' and periode == '2024-12'").set_index(["niveau", "code_territoire"])
    )
    commune, whole = rows.loc[("commune", "49007")], rows.loc[("departement", "49")]
    assert (commune["borne_basse"], commune["borne_haute"]) == (commune["valeur"] - 2, commune["valeur"] + 4)
    published = rows.loc["commune", "valeur"]
    assert whole["borne_haute"] == 13860 + 4 * 176
    assert whole["borne_basse"] == sum(max(value - 2, 0) for value in published)


def test_the_same_code_means_two_places(tables):
    named = tables["zones"].set_index(["niveau", "code"])["libelle"]
    assert (named["bassin_bmo", "5206"], named["zone_emploi", "5206"]) == ("Saumur", "Cholet")


def test_memberships_are_dated_and_complete(tables):
    held = tables["appartenances"]
    assert held.groupby(["niveau", "millesime"])["code_insee"].nunique().to_dict() == {
        ("bassin_bmo", "2021"): 176,
        ("clpe", "2025"): 176,
        ("frr", "2025"): 176,
        ("zone_emploi", "2025"): 176,
    }
    zones = tables["zones"].set_index(["niveau", "code"]).index
    assert set(held[["niveau", "code_zone"]].itertuples(index=False, name=None)) == {
        zone for zone in zones if zone[0] != "departement"
    }


def test_places(tables):
    lieux = tables["lieux"]
    assert len(lieux) == 333 and lieux["lieu_id"].is_unique
    assert (lieux["type_lieu"] == "france_services").sum() == 27
    assert lieux.loc[lieux["code_insee"] == "49126", "nom"].str.contains("France services Orée d’Anjou").any()
    assert "49069" not in set(lieux["code_insee"])
    assert not lieux["nom"].str.contains("Pôle emploi", case=False).any()
    assert lieux["nom"].str.strip().ne("").all()
    assert set(lieux["millesime"]) <= {"2020", "2021", "2022", "2023", "2020-12", "2023-2024", "non daté"}


def test_every_vintage_has_its_identity(tables):
    known = set(extract.sources()[["source", "millesime"]].itertuples(index=False, name=None))
    used = {
        pair for frame in tables.values() for pair in frame[["source", "millesime"]].itertuples(index=False, name=None)
    }
    assert used == known
    assert set(extract.sources()["licence"]) == {"Licence Ouverte 2.0"}


def test_a_neighbour_gets_the_regional_unemployment_and_nothing_else():
    known = {staged.table: staged.frame for staged in extract.staged("44")}
    assert set(known) == {"faits", "zones"}
    assert set(known["faits"]["code"]) == {"taux_chomage_localise"}
    assert set(known["faits"]["code_territoire"]) == set(known["zones"]["code"]) == {"44", "49", "53", "72", "85"}


def test_nothing_is_known_of_another_departement():
    assert extract.staged("2A") == []


def test_the_frames_are_not_shared_with_their_reader():
    frame = extract.staged("49")[0].frame
    frame["valeur"] = math.pi
    assert extract.staged("49")[0].frame["valeur"].ne(math.pi).any()


def test_the_extract_stays_small():
    assert sum(path.stat().st_size for path in HERE.glob("*.parquet")) < 100_000
