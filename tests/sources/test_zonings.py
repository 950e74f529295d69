"""Compositions of zonings: today's communes, dated, each once; what a file leaves to decide is said."""

from __future__ import annotations

import zipfile

import pandas as pd
import pytest
from sources_files import BASIN, CLPE, EPCI, FRR, TITLES, ZE, read, ze

from etl import registry
from etl.reading.library import library
from etl.sources import bassins_bmo, clpe, epci, frr, table_appartenance, zones_emploi


def table(reading, name: str) -> pd.DataFrame:
    return pd.concat([one.frame for one in reading.staged if one.table == name], ignore_index=True)


def held(source, folder, departement: str = "FR") -> dict[tuple[str, str], str]:
    """{(commune, millesime): zone}"""
    reading = source.read(library(folder), departement)
    assert reading.refusals == []
    rows = table(reading, "appartenances")
    assert not rows.duplicated(["code_insee", "niveau", "millesime"]).any()
    keys = zip(rows["code_insee"], rows["millesime"], strict=True)
    return dict(zip(keys, rows["code_zone"], strict=True))


def said(source, folder) -> list[str]:
    """Sentences but the one on absent communes, which small files always have."""
    reading = source.read(library(folder), "FR")
    assert reading.refusals == []
    phrases = [notice.phrase.split(", ", 1)[-1] for notice in reading.notices]
    return [phrase for phrase in phrases if " : sans zone" not in phrase]


def test_codes_get_their_zeros_back(write, folder):
    write("insee_zone_emploi_2020_cog2025.csv", ZE, "1016,Arbigny,59,Mâcon,0059-84,1,84", ze("49007"))
    assert held(zones_emploi, folder) == {("01016", "2025"): "0059", ("49007", "2025"): "5202"}
    rows = table(zones_emploi.read(library(folder), "FR"), "zones")
    assert rows[["code", "libelle", "code_departement"]].values.tolist() == [
        ["0059", "Mâcon", "01"], ["5202", "Angers", "49"],
    ]  # fmt: skip


def test_the_workbook_of_insee_says_the_same(book, folder):
    titles = [[title] for title in TITLES]
    book(
        "ZE2020_au_01-01-2025.xlsx",
        {
            "ZE2020": [*titles, ["ZE2020", "LIBZE2020", "NB_COM"], ["5202", "Angers", 1.0]],
            "Composition_communale": [
                *titles,
                ["CODGEO", "LIBGEO", "ZE2020", "LIBZE2020", "ZE2020_PARTIE_REG", "DEP", "REG"],
                ["49007", "Angers", "5202", "Angers", "", "49", "52"],
            ],
            "Documentation": [["Texte"]],
        },
    )
    assert held(zones_emploi, folder) == {("49007", "2025"): "5202"}
    (staged,) = [one for one in read(zones_emploi, folder).staged if one.table == "appartenances"]
    assert (staged.feuille, staged.lines.tolist()) == ("Composition_communale", [7])


def test_a_zone_across_departements_has_a_row_in_each(write, folder):
    write("ze2020_cog2025.csv", ZE, ze("49007"), ze("53130"))
    assert table(read(zones_emploi, folder, "49"), "zones")["code_departement"].tolist() == ["49"]
    assert table(read(zones_emploi, folder, "53"), "zones")["code_departement"].tolist() == ["53"]


def test_merged_communes_take_the_zone_of_the_part_whose_code_stays(write, folder):
    write(
        "France_Travail_Bassin_Emploi_2021.csv", BASIN,
        "52,49,49321,5206,SAUMUR", "52,49,49160,5229,BEAUPREAU", "52,49,49069,5218,ANGERS",
    )  # fmt: skip
    assert held(bassins_bmo, folder) == {("49160", "2021"): "5229", ("49126", "2021"): "5218"}
    (phrase,) = said(bassins_bmo, folder)
    assert phrase.startswith("1 commune réunit depuis des communes de zones différentes (49160)")
    assert "celle de la commune dont le code est resté" in phrase


def test_a_commune_that_changed_departement_is_in_todays(write, folder):
    write("France_Travail_Bassin_Emploi_2021.csv", BASIN, "52,49,49144,5201,ANCENIS")
    assert held(bassins_bmo, folder) == {("44180", "2021"): "5201"}


def test_basins_in_capitals_are_spelled_after_their_commune(write, folder):
    write("France_Travail_Bassin_Emploi_2021.csv", BASIN, "52,49,49331,5219,SEGRE", "1,971,97105,101,BASSE-TERRE")
    names = table(bassins_bmo.read(library(folder), "FR"), "zones").set_index("code")["libelle"]
    assert names.to_dict() == {"5219": "Segré", "0101": "Basse-Terre"}


def test_arrondissements_speak_for_their_commune(write, folder):
    write("France_Travail_Bassin_Emploi_2021.csv", BASIN, "11,75,75101,1101,PARIS", "11,75,75120,1101,PARIS")
    assert held(bassins_bmo, folder) == {("75056", "2021"): "1101"}


def test_a_commune_in_no_intercommunality_has_no_row(write, folder):
    alone, angers = "85113,L'Île-d'Yeu,ZZZZZZZZZ,Sans objet,85,52", "49007,Angers,244900015,CU Angers,49,52"
    write("insee_epci_cog2025.csv", EPCI, alone, angers)
    assert held(epci, folder) == {("49007", "2025"): "244900015"}
    assert said(epci, folder) == []


def test_a_version_of_clpe_without_year_is_dated_and_said(write, folder):
    write("ref_clpe_ft.csv", CLPE, "49007,CLPE49001,Angers,49,Maine-et-Loire,52,PDL")
    assert held(clpe, folder) == {("49007", "2025"): "CLPE49001"}
    assert said(clpe, folder) == [
        "Rien ne dit de quelle année est « ref_clpe_ft.csv » : ce découpage est daté de 2025."
    ]


def test_two_versions_of_clpe_are_both_kept_and_the_last_one_speaks(write, folder):
    write("ref_clpe_2025.csv", CLPE, "49007,CLPE49001,Angers,49,Maine-et-Loire,52,PDL")
    write("ref_clpe_2026.csv", CLPE, "49007,CLPE49001,Anjou bleu,49,Maine-et-Loire,52,PDL")
    assert held(clpe, folder) == {("49007", "2025"): "CLPE49001", ("49007", "2026"): "CLPE49001"}
    collected = registry.collect(folder, "49")
    zones = pd.concat([one.frame for one in collected.staged if one.table == "zones"])
    assert zones.set_index(["niveau", "code"]).loc[("clpe", "CLPE49001"), "libelle"] == "Anjou bleu"


def test_classes_of_communes_are_zones(write, folder):
    lines = "49007;49;Angers;Non classée;", "49003;49;Tuffalun;FRR socle;", "01006;01;Ambléon;FRR+;"
    write("liste-communes-FRR-juillet2025.csv", FRR, *lines)
    assert set(held(frr, folder).values()) == {"Non classée", "FRR socle", "FRR+"}
    zones = table(read(frr, folder), "zones")
    assert zones[["niveau", "code", "libelle"]].values.tolist() == [
        ["frr", "FRR socle", "FRR socle"], ["frr", "Non classée", "Non classée"],
    ]  # fmt: skip


HEADER = ["CODGEO", "LIBGEO", "DEP", "REG", "EPCI", "NATURE_EPCI", "ARR", "CV", "ZE2020", "UU2020", "TUU2017",
          "TDUU2017", "AAV2020", "TAAV2017", "TDAAV2017", "CATEAAV2020", "BV2012"]  # fmt: skip


def belongs(commune: str, **changed: str) -> list[str]:
    cells = {
        "CODGEO": commune,
        "EPCI": "244900015",
        "ARR": "491",
        "ZE2020": "5202",
        "AAV2020": "020",
        "BV2012": "49007",
    }
    return [{**cells, **changed}.get(title, "x") for title in HEADER]


@pytest.mark.parametrize("basin", ["BV2012", "BV2022"])
def test_the_table_of_zonings(book, folder, basin):
    titles = [["Liste des communes au 1er janvier 2022"], [""], [""], ["Insee"], ["Code géographique"]]
    header = [title.replace("BV2012", basin) for title in HEADER]
    path = book(
        "table-appartenance-geo-communes-22.xlsx",
        {
            "COM": [*titles, header, belongs("49007"), belongs("97617", ARR="ZZZZ", BV2012="ZZZZZ", AAV2020="000")],
            "ARM": [*titles, [*header, "COM"], [*belongs("75101"), "75056"]],
            "Zones_supra_communales": [
                *titles, ["NIVGEO", "CODGEO", "LIBGEO", "NB_COM"], ["ARR", "491", "Angers", 1.0],
                [basin, "49007", "Angers", 1.0], ["AAV2020", "020", "Angers", 1.0],
            ],
            "Variables": [*titles, ["VAR_ID", "VAR_LIB", "VAR_LIB_LONG"], ["CODGEO", "Code", "Code"]],
        },
    )  # fmt: skip
    with zipfile.ZipFile(folder / "table-appartenance-geo-communes-22.zip", "w") as archive:
        archive.write(path, path.name)
    path.unlink()
    reading = table_appartenance.read(library(folder), "FR")
    assert reading.refusals == []
    rows = table(reading, "appartenances")
    assert set(rows["millesime"]) == {"2022"}
    assert rows[rows["code_insee"] == "49007"].set_index("niveau")["code_zone"].to_dict() == {
        "arrondissement": "491", "epci": "244900015", "zone_emploi": "5202", "bassin_vie": "49007",
        "aire_attraction_villes": "020",
    }  # fmt: skip
    assert set(rows.loc[rows["code_insee"] == "97617", "niveau"]) == {"epci", "zone_emploi"}
    names = table(reading, "zones").query("code_departement == '49'").set_index("niveau")["libelle"]
    assert names["bassin_vie"] == names["arrondissement"] == "Angers" and names["zone_emploi"] == "5202"


def test_empty_cells_copies_and_contradictions_are_said(write, folder):
    write(
        "ze2020_cog2025.csv", ZE,
        ze("49007"), ze("49007"), ze("49007", "5206", "Cholet"), ze(""), ze("49015", ""), ze("49020"),
    )  # fmt: skip
    assert held(zones_emploi, folder) == {("49007", "2025"): "5202", ("49020", "2025"): "5202"}
    assert said(zones_emploi, folder) == [
        "1 ligne n’a pas de code de commune (ligne 5) : elle n’est pas lue.",
        "1 ligne n’a pas de zone (ligne 6) : elle n’est pas lue.",
        "1 ligne répète une ligne déjà lue (ligne 3).",
        "1 ligne donne une seconde zone à une commune (49007) : la première est gardée.",
    ]


def test_a_code_with_two_names_is_said(write, folder):
    write("ze2020_cog2025.csv", ZE, ze("49007"), ze("49015", "5202", "ANG+ERS"))
    assert said(zones_emploi, folder) == [
        "le code « 5202 » (Zone d’emploi) porte plusieurs noms, « Angers » et « ANG+ERS » : le premier est gardé."
    ]


def test_absent_departements_are_said_apart_from_absent_communes(write, folder):
    write("ze2020_cog2025.csv", ZE, ze("49007"))
    phrases = [notice.phrase for notice in zones_emploi.read(library(folder), "FR").notices]
    assert len(phrases) == 2
    assert phrases[0].startswith("Dans « ze2020_cog2025.csv », les départements 01, 02")
    assert "976 sont absents" in phrases[0]
    assert "175 communes actuelles manquent au fichier (49002, 49003" in phrases[1]


def test_an_unknown_commune_is_left_for_the_gate(write, folder):
    write("ze2020_cog2025.csv", ZE, ze("49007"), ze("49999"))
    assert held(zones_emploi, folder)["49999", "2025"] == "5202"
    (staged,) = [one for one in read(zones_emploi, folder).staged if one.table == "appartenances"]
    assert staged.lines.tolist() == [2, 3]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";"])
def test_any_usual_encoding_and_separator(write, folder, encoding, mark):
    lines = [line.replace(",", mark) for line in (ZE, ze("49007", name="Pays d’Ancenis – Éole"))]
    write("ze2020_cog2025.csv", *lines, encoding=encoding)
    zones = table(read(zones_emploi, folder), "zones")
    assert zones["libelle"].tolist() == ["Pays d’Ancenis – Éole"]


def test_protected_codes(write, folder):
    write("ze2020_cog2025.csv", ZE.replace(",", ";"), '="01016";Arbigny;="0059";Mâcon;;1;84')
    assert held(zones_emploi, folder) == {("01016", "2025"): "0059"}


def test_found_by_its_header_under_any_name(write, folder):
    write("composition.csv", ZE, ze("49007"))
    assert held(zones_emploi, folder) == {("49007", "2026"): "5202"}
    assert said(zones_emploi, folder) == [
        "Rien ne dit de quelle année est « composition.csv » : ce découpage est daté de 2026."
    ]


def test_a_copy_is_read_once(write, folder):
    path = write("ze2020_cog2025.csv", ZE, ze("49007"))
    (folder / "Copie de ze2020_cog2025.csv").write_bytes(path.read_bytes())
    assert held(zones_emploi, folder) == {("49007", "2025"): "5202"}
    assert any("copie exacte" in phrase for phrase in said(zones_emploi, folder))


def test_sources_that_contradict_each_other_are_told(write, folder):
    same, elsewhere = "49007,Angers,244900015,CU Angers,49,52", "49015,Avrillé,200071868,Ailleurs,49,52"
    write("insee_epci_cog2026.csv", EPCI, same, elsewhere)
    collected = registry.collect(folder, "49")
    links = pd.concat([one.frame for one in collected.staged if one.table == "appartenances"])
    assert not links.duplicated(["code_insee", "niveau", "millesime"]).any()
    (phrase,) = [notice.phrase for notice in collected.notices if "place 1 commune" in notice.phrase]
    assert phrase.startswith("« insee_epci_cog2026.csv » place 1 commune (par exemple 49015) dans une autre zone")


def test_a_file_takes_over_the_embedded_composition_of_its_year_only(write, folder):
    write("insee_zone_emploi_2020_cog2025.csv", ZE, ze("49007", "5299", "Nouvelle"))
    links = pd.concat([one.frame for one in registry.collect(folder, "49").staged if one.table == "appartenances"])
    mine = links[links["niveau"] == "zone_emploi"]
    assert mine[["code_insee", "code_zone"]].values.tolist() == [["49007", "5299"]]
    assert (links["niveau"] == "clpe").sum() == 176
