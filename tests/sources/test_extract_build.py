"""Building the extract from a small invented folder: sums, states, and the same bytes every time."""

from __future__ import annotations

import math

import pytest

from etl.embedded import build

FILES = {
    "communes": "code_insee,nom,code_ze2020,nom_ze2020,code_clpe,nom_clpe,code_bassin_bmo,nom_bassin_bmo,frr\n"
    "49007,Angers,5202,Angers,CLPE49001,Angers,5218,ANGERS,Non classée\n"
    "49126,Orée d'Anjou,5201,Ancenis,CLPE49002,Cholet,5229,BEAUPREAU,FRR+\n",
    "cnaf_foyers": "date_reference,code_insee,foyers_allocataires,personnes_couvertes,foyers_rsa,"
    "foyers_prime_activite\n2024-12,49007,10,20,0,5\n",
    "filosofi_2021": "CODGEO,MED21,TP6021\n49007,21450,s\n49069,22910,\"7,0\"\n",
    "rp2018_comparateur": "CODGEO,P18_POP1564,P18_ACT1564,P18_CHOM1564\n49160,10.5,8,2\n49321,1.5,1,0\n",
    "rp2022_taux": "code_insee,taux_chomage_rp2022,taux_emploi_1564_rp2022,part_diplome_inferieur_bac_rp2022,"
    "part_menages_monoparentaux_rp2022\n49007,9.1,60,40,8\n",
    "demandeurs_emploi": "code_insee,demandeurs_emploi_abc_2023_t4\n49007,16520\n",
    "bmo": "annee,code_bassin,bassin,code_metier,metier,code_famille,famille,met,xmet,smet\n"
    "2024,5218,ANGERS,A0X40,Un métier,Z,Une famille,10,*,0\n2025,5218,ANGERS,A0X40, Un métier,Z,Une famille,*,*,*\n",
    "chomage_localise": "type_zone,code_zone,nom_zone,trimestre,taux_chomage\n"
    "departement,49,MAINE-ET-LOIRE,2025-T2,6.6\ndepartement,49,MAINE-ET-LOIRE,2025-T3,6.7\n"
    "zone_emploi,5202,Angers,2025-T2,7.3\n",
    "lieux": "type_lieu,nom,code_insee,commune,latitude,longitude,millesime,source\n"
    "mediation_numerique,,49069,,47.3,-1.2,09/0102023,\"Département de Maine-et-Loire, lieux de médiation numérique\"\n"
    "mediation_numerique,Pôle  emploi Cholet,49007,Angers,47.4,-0.5,,"
    "\"Département de Maine-et-Loire, lieux de médiation numérique\"\n",
}  # fmt: skip


@pytest.fixture
def compiled(tmp_path):
    folder = tmp_path / "faits"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / f"{name}_49.csv").write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def built(compiled, tmp_path):
    (tmp_path / "un").mkdir()
    return build.build(compiled, tmp_path / "un")


def value(built, code, territoire, periode):
    finest = built["faits"].query("niveau not in ('commune_publiee', 'departement')")
    facts = finest.set_index(["code", "code_territoire", "periode"])
    row = facts.loc[(code, territoire, periode)]
    return row["valeur"], row["statut"]


def test_same_input_same_bytes(built, compiled, tmp_path):
    (tmp_path / "deux").mkdir()
    build.build(compiled, tmp_path / "deux")
    written = {path.name: path.read_bytes() for path in (tmp_path / "un").iterdir()}
    assert written == {path.name: path.read_bytes() for path in (tmp_path / "deux").iterdir()}
    assert len(written) == 6


def test_counts_are_summed_and_rates_are_not(built):
    assert value(built, "population_1564", "49160", "2018") == (12.0, "disponible")
    assert value(built, "taux_pauvrete", "49126", "2021") == (7.0, "disponible")


def test_states(built):
    assert value(built, "foyers_rsa", "49007", "2024-12") == (0.0, "disponible")
    for code, territoire, periode, statut in (
        ("taux_pauvrete", "49007", "2021", "secret"),
        ("taux_emploi_rp", "49126", "2022", "non_disponible"),
        ("bmo_projets", "5218", "2025", "secret"),
    ):
        found = value(built, code, territoire, periode)
        assert math.isnan(found[0]) and found[1] == statut


def test_a_series_revised_as_a_whole_has_the_vintage_of_its_last_quarter(built):
    facts = built["faits"]
    rows = facts[facts["code"] == "taux_chomage_localise"]
    assert set(rows[["niveau", "millesime"]].itertuples(index=False, name=None)) == {
        ("departement", "2025-T3"),
        ("zone_emploi", "2025-T2"),
    }


def test_dates_of_vintages(built):
    dates = built["sources"].set_index(["source", "millesime"])["date_donnees"].map(str).to_dict()
    assert dates["cnaf_foyers", "2024-12"] == "2024-12-31"
    assert dates["dares_defm", "2023-T4"] == "2023-12-31"
    assert dates["chomage_localise", "2025-T2"] == "2025-06-30"
    assert dates["rp_2022", "2022"] == "2022-01-01"
    assert dates["bmo", "2025"] == "2024-12-31"
    assert dates["mediation_numerique", "non daté"] == "None"


def test_places_without_name_or_date(built):
    lieux = built["lieux"].set_index("code_insee")
    assert lieux.loc["49126", ["nom", "millesime"]].tolist() == ["Lieu dont le nom n’est pas publié", "2023"]
    assert lieux.loc["49007", ["nom", "millesime"]].tolist() == ["France Travail Cholet", "non daté"]


def test_rates_of_an_unknown_geography_stop_the_build(compiled, tmp_path):
    rates = compiled / "rp2022_taux_49.csv"
    rates.write_text(rates.read_text(encoding="utf-8") + "49321,1,1,1,1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="49321"):
        build.build(compiled, tmp_path)
