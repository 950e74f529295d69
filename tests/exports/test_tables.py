"""The CSV read back as anyone would."""

import csv
import io
from dataclasses import replace

import pandas as pd
import pytest

from exports import tables

NAN = float("nan")


def read(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), comment="#", dtype={"cle": str, "territoire": str})


def test_values_and_states_come_back(four_states):
    frame = read(tables.csv(four_states())).set_index("libelle")
    assert list(frame.columns) == [name for name in tables.COLUMNS if name != "libelle"]
    assert list(frame["statut"]) == ["fiable", "fragile", "fiable", "secret", "non_disponible"]
    assert frame.loc["Allonnes", ["numerateur", "denominateur", "valeur", "ic_bas"]].tolist() == [25, 200, 12.5, 8.6]
    assert frame.loc["Angers", "valeur"] == 0
    assert frame.loc[["Les Alleuds", "Ambillou"], list(tables.NUMBERS)].isna().all(axis=None)
    assert frame["synthetique"].all() and frame.loc["Allonnes", "cle"] == "49002"


def test_each_row_can_be_identified_alone(four_states):
    row = read(tables.csv(four_states())).iloc[0]
    assert row[["indicateur", "unite", "niveau", "territoire", "edition"]].tolist() == [
        "part_brsa_zone_blanche", "%", "commune", "49002", 7
    ]  # fmt: skip
    assert row["passeport"] == "49-7.territoire.part_brsa_zone_blanche.commune.49.2024."


def test_key_of_a_series_is_its_period(an_exhibit):
    rows = [
        ("2023", "2023", 5.0, 10.0, 50.0, NAN, NAN, "fiable"),
        ("2024", "2024", 6.0, 10.0, 60.0, NAN, NAN, "fiable"),
    ]
    frame = read(tables.csv(an_exhibit(rows, axis="periode")))
    assert frame["periode"].tolist() == [2023, 2024] and set(frame["territoire"]) == {"49"}


def test_words_of_the_figure_stand_on_top(four_states):
    exhibit = four_states()
    top = [line for line in tables.csv(exhibit).decode("utf-8-sig").splitlines() if line.startswith("# ")]
    assert top[0] == f"# {exhibit.titre}" and top[1] == "# DONNÉES DE DÉMONSTRATION"
    for name in ("Lecture", "Champ", "Note", "Source", "Édition"):
        assert sum(line.startswith(f"# {name} : ") for line in top) == 1
    assert any("Édition 7 du 03/02/2025" in line for line in top)
    assert "DÉMONSTRATION" not in tables.csv(four_states(synthetique=False)).decode()


def test_same_exhibit_same_bytes_with_the_utf8_mark(four_states):
    assert tables.csv(four_states()) == tables.csv(four_states())
    assert tables.csv(four_states()).startswith(b"\xef\xbb\xbf#")


DANGEROUS = ('=HYPERLINK("http://x","y")', "+33", "-2+3", "@SUM(A1)", "\t=1", " =1+1")


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_opens_a_formula(an_exhibit, text):
    exhibit = an_exhibit([("49002", text, 1.0, 2.0, -3.5, NAN, NAN, "fiable")], source=f"Insee,{text}; {text}")
    for line in csv.reader(io.StringIO(tables.csv(exhibit).decode("utf-8-sig"))):
        for cell in line:
            assert cell == "-3.5" or not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))


def test_negative_numbers_stay_numbers(an_exhibit):
    content = tables.csv(an_exhibit([("a", "b", NAN, NAN, -3.5, NAN, NAN, "fiable")]))
    assert read(content)["valeur"].tolist() == [-3.5]


def test_awkward_names_survive(an_exhibit):
    name = 'Maison "des #services", L’Île'
    content = tables.csv(an_exhibit([("1", name, 1.0, 2.0, 50.0, NAN, NAN, "fiable")], lecture="deux\nlignes"))
    assert read(content)["libelle"].tolist() == [name]


def test_empty_exhibit_keeps_its_words_and_columns(four_states):
    empty = replace(four_states(), frame=four_states().frame.head(0))
    assert list(read(tables.csv(empty)).columns) == list(tables.COLUMNS)
