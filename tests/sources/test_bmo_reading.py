"""BMO workbooks: what a cell means, which lines are the département's, and how a file is recognised."""

from __future__ import annotations

import csv
import math
import zipfile
from datetime import date

import pandas as pd
from sources_files import BMO_2025, bmo_row, read

from etl import registry, vintages
from etl.reading.library import library
from etl.sources import bmo


def one(reading, table="faits"):
    (staged,) = [staged for staged in reading.staged if staged.table == table]
    return staged


def figures(reading):
    """{(measure, occupation): (valeur, statut)}"""
    frame = one(reading).frame
    trade = frame["modalite"].str.split("=").str[-1]
    return dict(
        zip(zip(frame["code"], trade, strict=True), zip(frame["valeur"], frame["statut"], strict=True), strict=True)
    )


def test_four_states_stay_four(workbook, folder):
    workbook(
        [
            bmo_row(**{"Code métier BMO": "A0X40", "met": "120", "xmet": "0", "smet": "*"}),
            bmo_row(**{"Code métier BMO": "A0X41", "met": "*", "xmet": "", "smet": 7.0}),
        ]
    )
    found = figures(read(bmo, folder, "49"))
    assert found["bmo_projets", "A0X40"] == (120, "disponible")
    assert found["bmo_projets_difficiles", "A0X40"] == (0, "disponible")
    assert found["bmo_projets_saisonniers", "A0X41"] == (7, "disponible")
    for key, statut in (
        (("bmo_projets_saisonniers", "A0X40"), "secret"),
        (("bmo_projets", "A0X41"), "secret"),
        (("bmo_projets_difficiles", "A0X41"), "non_disponible"),
    ):
        assert math.isnan(found[key][0]) and found[key][1] == statut


def test_a_fact_says_what_where_and_when(workbook, folder):
    workbook([bmo_row()])
    staged = one(read(bmo, folder, "49"))
    row = staged.frame.iloc[0]
    assert row[["code", "niveau", "code_territoire", "code_departement", "periode", "modalite"]].tolist() == [
        "bmo_projets", "bassin_bmo", "5218", "49", "2025", "famille=V|metier=V0X10",
    ]  # fmt: skip
    assert row[["source", "editeur", "millesime", "licence"]].tolist() == [
        "bmo", "France Travail", "2025", "Licence Ouverte 2.0",
    ]  # fmt: skip
    assert math.isnan(row["numerateur"]) and math.isnan(row["denominateur"])
    assert (staged.fichier, staged.feuille) == ("Base_open_data_BMO_2025.xlsx", "BMO_2025_open_data")
    assert staged.date_donnees == date(2024, 12, 31)  # employers are asked at the end of the year before
    assert not staged.synthetique


def test_only_the_lines_of_the_departement(workbook, folder):
    workbook([bmo_row(met="1"), bmo_row(Dept="44", met="10"), bmo_row(Dept="2A", met="100")])
    assert figures(read(bmo, folder, "49"))["bmo_projets", "V0X10"] == (1, "disponible")
    assert figures(read(bmo, folder, "2A"))["bmo_projets", "V0X10"] == (100, "disponible")
    elsewhere = read(bmo, folder, "971")
    assert {staged.table for staged in elsewhere.staged} == {"nomenclatures"}
    (notice,) = registry.collect(folder, "971").notices
    assert "aucune ligne pour le département 971" in notice.phrase


def test_codes_get_their_zeros_back(workbook, folder):
    workbook([bmo_row(BE25=101.0, NOMBE25="BASSIN BASSE-TERRE", Dept=1.0)])
    frame = one(read(bmo, folder, "01")).frame
    assert set(frame["code_territoire"]) == {"0101"}


def test_lines_and_headers_are_those_a_person_sees(workbook, folder):
    workbook([bmo_row(Dept="44"), bmo_row(), bmo_row(**{"Code métier BMO": "A0X40"})], above=3)
    staged = one(read(bmo, folder, "49"))
    assert staged.lines.tolist() == [6, 7, 6, 7, 6, 7]
    assert staged.headers.tolist() == ["met", "met", "xmet", "xmet", "smet", "smet"]


def test_a_text_where_a_number_stands_is_kept_for_the_gate(workbook, folder):
    workbook([bmo_row(met="douze"), bmo_row(**{"Code métier BMO": "A0X40", "met": "1 240"})])
    staged = one(read(bmo, folder, "49"))
    assert staged.frame["valeur"].iloc[0] == "douze"
    assert (staged.lines.iloc[0], staged.headers.iloc[0]) == (2, "met")
    assert staged.frame["valeur"].iloc[1] == 1240


def test_a_line_whose_departement_cannot_be_read_is_not_lost(workbook, folder):
    workbook([bmo_row(), bmo_row(Dept="Maine")])
    staged = one(read(bmo, folder, "49"))
    assert staged.frame["code_departement"].tolist() == ["49", "Maine"] * 3
    assert staged.lines.tolist() == [2, 3] * 3


def test_occupations_and_families_are_named_by_vintage(workbook, folder):
    workbook([bmo_row(), bmo_row(**{"BE25": 5206.0})])
    frame = one(read(bmo, folder, "49"), "nomenclatures").frame
    assert frame[["nomenclature", "code", "libelle", "millesime", "source"]].values.tolist() == [
        ["famille_bmo", "V", "Famille inventée", "2025", "bmo"],
        ["metier_bmo_fap2021", "V0X10", "Métier inventé", "2025", "bmo"],
    ]


def test_basins_are_spelled_after_their_commune(workbook, folder):
    workbook([bmo_row(BE25=5219.0, NOMBE25="SEGRE"), bmo_row(BE25=5229.0, NOMBE25="BEAUPREAU")])
    frame = one(read(bmo, folder, "49"), "zones").frame
    assert frame[["niveau", "code", "libelle"]].values.tolist() == [
        ["bassin_bmo", "5219", "Segré"],
        ["bassin_bmo", "5229", "Beaupréau"],
    ]


def test_found_by_its_content_under_another_name_of_sheet(workbook, folder):
    workbook([bmo_row()], sheet="Feuil1", name="bmo.xlsx")
    assert figures(read(bmo, folder, "49"))["bmo_projets", "V0X10"] == (120, "disponible")


def test_found_by_its_sheet_under_another_name_of_file(workbook, folder):
    workbook([bmo_row()], name="projets.xlsx")
    assert figures(read(bmo, folder, "49"))["bmo_projets", "V0X10"] == (120, "disponible")


def test_found_in_an_archive(workbook, folder):
    path = workbook([bmo_row()])
    with zipfile.ZipFile(folder / "donnees.zip", "w") as archive:
        archive.write(path, "dossier/" + path.name)
    path.unlink()
    staged = one(read(bmo, folder, "49"))
    assert staged.fichier == path.name
    assert staged.frame["valeur"].iloc[0] == 120


def test_an_exact_copy_is_read_once(workbook, folder):
    path = workbook([bmo_row()])
    (folder / "Copie de BMO_2025.xlsx").write_bytes(path.read_bytes())
    reading = read(bmo, folder, "49")
    assert len(one(reading).frame) == 3
    assert "copie exacte" in reading.notices[0].phrase


def test_a_new_column_is_noticed(workbook, folder):
    workbook([[*bmo_row(), "CLPE49001"]], header=(*BMO_2025, "clpe"))
    reading = read(bmo, folder, "49")
    (notice,) = reading.notices
    assert (notice.source, notice.millesime, notice.colonne) == ("bmo", "2025", "clpe")
    assert "« clpe » est nouvelle" in notice.phrase
    assert len(one(reading).frame) == 3


def test_an_ignored_column_that_left_is_noticed(workbook, folder):
    place = BMO_2025.index("NOM_REG")
    workbook([bmo_row()[:place] + bmo_row()[place + 1 :]], header=BMO_2025[:place] + BMO_2025[place + 1 :])
    (notice,) = read(bmo, folder, "49").notices
    assert notice.colonne == "NOM_REG" and "a disparu" in notice.phrase


def test_columns_are_found_by_name_never_by_place(workbook, folder):
    workbook([bmo_row()[::-1]], header=BMO_2025[::-1])
    assert figures(read(bmo, folder, "49"))["bmo_projets_difficiles", "V0X10"] == (30, "disponible")


HEADER_2027 = [name.replace("25", "27") for name in BMO_2025]


def test_an_undeclared_vintage_is_left_aside_and_said(workbook, folder):
    workbook([bmo_row(annee=2027.0)], header=HEADER_2027, sheet="BMO_2027_open_data", name="BMO_2027.xlsx")
    reading = read(bmo, folder, "49")
    assert reading.staged == [] and reading.refusals == []
    assert "millésime 2027, qui n’est pas décrit" in reading.notices[0].phrase


def test_a_new_vintage_is_one_more_column_in_a_table(workbook, folder, tmp_path, monkeypatch):
    with (vintages.HERE / "bmo.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream))
    longer = [[*row, row[-1].replace("26", "27")] for row in table]
    with (tmp_path / "bmo.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(longer)
    monkeypatch.setattr(bmo, "VINTAGES", vintages.headers("bmo", tmp_path))
    workbook(
        [[*bmo_row(annee=2027.0), "CLPE49001"]],
        header=[*HEADER_2027, "clpe"],
        sheet="BMO_2027_open_data",
        name="BMO_2027.xlsx",
    )
    frame = one(read(bmo, folder, "49")).frame
    assert set(frame["periode"]) == {"2027"} and frame["valeur"].iloc[0] == 120


def test_without_mirror_nothing_is_read():
    reading = read(bmo, None, "49")
    assert (reading.staged, reading.notices, reading.refusals) == ([], [], [])


def test_a_line_without_basin_counts_in_its_departement_only(workbook, folder):
    workbook([bmo_row(met="10"), bmo_row(**{"BE25": "", "NOMBE25": "", "met": "30"})])
    reading = bmo.read(library(folder), "49")
    facts = pd.concat([staged.frame for staged in reading.staged if staged.table == "faits"])
    projects = facts[(facts["code"] == "bmo_projets") & (facts["modalite"] != "famille=V")]
    assert dict(zip(projects["code_territoire"], projects["valeur"], strict=True)) == {
        "5218": 10, "sans bassin 49": 30, "49": 40,
    }  # fmt: skip
    assert "1 ligne n’a pas de bassin" in reading.notices[0].phrase
    zones = one(read(bmo, folder), "zones").frame
    assert zones["code"].tolist() == ["5218"]


def test_two_basins_under_one_code_are_not_one(workbook, folder):
    # Seen in the survey of 2021: 0102 is « Grande-Terre » and « Iles du Nord ».
    workbook([bmo_row(met="10"), bmo_row(NOMBE25="AUTRE", met="30")])
    cells = one(read(bmo, folder)).frame.query("code == 'bmo_projets'")
    assert dict(zip(cells["code_territoire"], cells["valeur"], strict=True)) == {"5218": 10, "5218 AUTRE": 30}


def test_a_line_that_stands_twice_counts_once_in_sums(workbook, folder):
    # Seen in the survey of 2020, for the whole of Mayotte.
    workbook([bmo_row(met="10"), bmo_row(met="10"), bmo_row(**{"Code métier BMO": "A0X40", "met": "7"})])
    (sums,) = [staged.frame for staged in bmo.read(library(folder), "49").staged if staged.derived]
    whole = sums.query("code == 'bmo_projets' and niveau == 'departement' and modalite == ''")
    assert whole["valeur"].item() == 17
