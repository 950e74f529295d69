"""Every shape the survey has had since 2016, each as a workbook written in it: other headers, order and cells."""

from __future__ import annotations

import pandas as pd
import pytest
from sources_files import BMO_2025, read

from etl.sources import bmo

LONG = (
    "annee", "code métier BMO", "nom_metier BMO", "Famille_metier", "Libellé de famille de métier", "BE", "NOMBE",
    "Dept", "NomDept", "REG", "NOM_REG", "met", "xmet", "smet",
)  # fmt: skip
OLD = (
    "annee", "BE", "NOMBE", "Famille_met", "Lbl_fam_met", "metier", "nommetier", "Dept", "NomDept", "met", "xmet",
    "smet", "REG", "NOM_REG",
)  # fmt: skip
BASIN_FIRST = (*BMO_2025[:5], "BE", "NOMBE", "Dept", "NomDept", "REG", "NOM_REG", "met", "xmet", "smet")
REGION_FIRST = (*BMO_2025[:9], "BE", "NOMBE", "met", "xmet", "smet")

# Vintage, headers as the publisher ordered them, and where they stand.
SHAPES = {
    "2016": ((*OLD, "NORMAL"), "ResMetBE16.xlsx", "BMO_2016_open_data"),
    "2017": ([name + " " if name == "code métier BMO" else name for name in LONG], "donnees_2017.xlsx", "BMO_2017"),
    "2018": (OLD, "ResMetBE18.xlsx", "BMO_2018_open_data"),
    "2019": (LONG, "ResMetBE19.xlsx", "BMO_2019_open_data"),
    "2020": (OLD, "ResMetBE20.xlsx", "BMO_2020_open_data"),
    "2021": (LONG, "Base_open_data_21_def.xlsx", "BMO_2021_open_data"),
    "2021 short": (BASIN_FIRST, "Base_open_data_21_def.xlsx", "BMO_2021_open_data"),
    "2022": (BASIN_FIRST, "Base_open_data_22.xlsx", "BMO_2022_open_data"),
    "2023": (BASIN_FIRST, "Base_open_data_23.xlsx", "BMO_2023_open_data"),
    "2024": (REGION_FIRST, "Base_open_data_BMO_2024.xlsx", "BMO_2024_open_data"),
    "2025": (REGION_FIRST, "Base_open_data_BMO_2025.xlsx", "BMO_2025_open_data"),
    "2026": ((*BMO_2025[:9], "BE", "NOMBE", "clpe", "met", "xmet", "smet"), "BMO_2026.xlsx", "BMO_2026_open_data"),
}
MEANS = {
    "annee": "annee", "metier": "metier", "nommetier": "nom_metier", "nom_metier bmo": "nom_metier",
    "code métier bmo": "metier", "nom métier bmo": "nom_metier", "famille_met": "famille", "famille_metier": "famille",
    "lbl_fam_met": "nom_famille", "libellé de famille de métier": "nom_famille", "be": "bassin", "nombe": "nom_bassin",
    "dept": "dept", "nomdept": "nom_dept", "reg": "region", "nom_reg": "nom_region", "met": "met", "xmet": "xmet",
    "smet": "smet", "clpe": "clpe",
}  # fmt: skip
LINE = {
    "metier": "A0X40", "nom_metier": "Métier inventé", "famille": "Z", "nom_famille": "Famille inventée",
    "bassin": "5218", "nom_bassin": "ANGERS", "dept": "49", "nom_dept": "Maine-et-Loire", "region": "52",
    "nom_region": "Pays de la Loire", "met": "120", "xmet": "30", "smet": "*", "clpe": "",
}  # fmt: skip


@pytest.fixture
def survey(workbook):
    """survey(shape, *lines): a workbook in that shape; each line tells only what it changes."""

    def write(shape: str, *lines: dict[str, object], blank: bool = False):
        header, name, sheet = SHAPES[shape]
        year = shape[:4]
        known = [{**LINE, "annee": float(year), **line} for line in lines]
        rows = [[line.get(MEANS.get(" ".join(title.split()).lower()), "") for title in header] for line in known]
        titles = [title + year[2:] if title in ("BE", "NOMBE") else title for title in header]
        if blank:
            titles, rows = ["", *titles], [["", *row] for row in rows]
            rows = [rows[0], [], [""] * len(titles), *rows[1:]]
        return workbook(rows, header=titles, sheet=sheet, name=name)

    return write


def cells(reading) -> pd.DataFrame:
    (staged,) = [staged for staged in reading.staged if staged.table == "faits"]
    return staged.frame.assign(ligne=staged.lines, entete=staged.headers)


def values(frame: pd.DataFrame, code: str) -> list[tuple[float | None, str]]:
    rows = frame[frame["code"] == code]
    figures = zip(rows["valeur"], rows["statut"], strict=True)
    return [(None if pd.isna(value) else value, state) for value, state in figures]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_figures(survey, folder, shape):
    survey(shape, {}, {"metier": "B0X40", "met": 7.0, "xmet": "0", "smet": ""})
    reading = read(bmo, folder)
    assert (reading.refusals, reading.notices) == ([], [])
    frame = cells(reading)
    assert values(frame, "bmo_projets") == [(120, "disponible"), (7, "disponible")]
    assert values(frame, "bmo_projets_difficiles") == [(30, "disponible"), (0, "disponible")]
    assert values(frame, "bmo_projets_saisonniers") == [(None, "secret"), (None, "non_disponible")]
    assert set(frame["periode"]) == set(frame["millesime"]) == {shape[:4]}
    assert set(frame["code_territoire"]) == {"5218"}
    assert frame["modalite"].unique().tolist() == ["famille=Z|metier=A0X40", "famille=Z|metier=B0X40"]
    (names,) = [staged.frame for staged in reading.staged if staged.table == "nomenclatures"]
    fap = "metier_bmo_fap2021" if shape >= "2024" else "metier_bmo_fap2009"
    assert set(names["nomenclature"]) == {"famille_bmo", fap}
    assert names.loc[names["code"] == "A0X40", "libelle"].item() == "Métier inventé"


@pytest.mark.parametrize("shape", SHAPES)
def test_blank_rows_and_columns_do_not_count(survey, folder, shape):
    survey(shape, {}, {"metier": "B0X40"}, blank=True)
    frame = cells(read(bmo, folder))
    assert frame.loc[frame["code"] == "bmo_projets", "ligne"].tolist() == [2, 5]


@pytest.mark.parametrize("shape", ["2016", "2017"])
def test_weighted_counts_are_kept_with_their_decimals(survey, folder, shape):
    survey(shape, {"met": "12,34", "xmet": 5.5}, {"metier": "B0X40", "met": "1 240,5"})
    frame = cells(read(bmo, folder))
    assert [value for value, _ in values(frame, "bmo_projets")] == [12.34, 1240.5]
    assert values(frame, "bmo_projets_difficiles")[0] == (5.5, "disponible")


def test_a_basin_shared_by_local_committees_keeps_them_apart_and_adds_them_up(survey, folder):
    survey("2026", {"clpe": "CLPE49001", "met": "10"}, {"clpe": "CLPE49002", "met": "30"})
    frame = cells(read(bmo, folder))
    projects = frame[frame["code"] == "bmo_projets"]
    assert projects["modalite"].tolist() == [
        "clpe=CLPE49001|famille=Z|metier=A0X40", "clpe=CLPE49002|famille=Z|metier=A0X40",
    ]  # fmt: skip
    assert bmo.wider(projects.drop(columns=["ligne", "entete"])).query("modalite == 'famille=Z'")[
        "valeur"
    ].tolist() == [40]


def test_an_old_workbook_under_this_years_name_is_refused(survey, folder):
    path = survey("2019", {})
    path.rename(path.with_name("Base_open_data_BMO_2026.xlsx"))
    (refused,) = read(bmo, folder).refusals
    assert "« Base_open_data_BMO_2026.xlsx » annonce 2026" in refused.phrase and "celles de 2019" in refused.phrase
