"""What people take away of a comparison and of a change."""

from __future__ import annotations

import csv
import io
import re

import geopandas as gpd
import pytest
from openpyxl import load_workbook
from shapely.geometry import box

from exports import images, tables, workbook
from exports.classes import changes
from exports.roles import SHADES, shades, shades_told

NAN = float("nan")


@pytest.fixture
def compared(an_exhibit):
    return an_exhibit(
        [
            ("COM:49007", "Angers", 25.0, 200.0, 12.5, 8.6, 17.8, "fiable"),
            ("DEP:49", "Anjou (département)", 100.0, 1000.0, 10.0, 8.2, 12.0, "fiable"),
            ("COM:49099", "Cholet", NAN, NAN, NAN, NAN, NAN, "secret"),
            ("COM:49328", "Saumur", 30.0, 200.0, 15.0, 10.7, 20.6, "fiable"),
        ],
        axis="comparaison",
    )


@pytest.fixture
def moved(an_exhibit):
    return an_exhibit(
        [
            ("49002", "Allonnes", 60.0, 50.0, 20.0, NAN, NAN, "fiable"),
            ("49003", "Tuffalun", 40.0, 50.0, -20.0, NAN, NAN, "fiable"),
            ("49007", "Angers", 25.0, 20.0, NAN, NAN, NAN, "non_significatif"),
        ],
        axis="evolution", unite="points", palette="evolution",
    )  # fmt: skip


def lines(exhibit) -> list[dict]:
    text = tables.csv(exhibit).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO("\n".join(one for one in text.splitlines() if not one.startswith("#")))))


def test_each_row_of_a_comparison_has_its_own_level_and_code(compared):
    told = [(row["niveau"], row["territoire"], row["statut"]) for row in lines(compared)]
    assert told == [("commune", "49007", "fiable"), ("departement", "49", "fiable"),
                    ("commune", "49099", "secret"), ("commune", "49328", "fiable")]  # fmt: skip


def test_three_shades_and_their_words(compared, moved):
    assert shades(compared) == [SHADES[role] for role in ("territoire", "englobant", "pair", "pair")]
    svg = images.chart_svg(compared, "barres").decode()
    assert all(shade in svg for shade in SHADES.values())
    assert "En bleu, le territoire regardé" in svg and "secret statistique" in svg
    assert shades_told(moved) == "" and shades(moved) == []


def test_a_change_is_drawn_around_zero_with_words(moved):
    codes = list(moved.frame["cle"])
    shapes = gpd.GeoDataFrame({"code": codes}, geometry=[box(i, 47, i + 1, 48) for i in range(3)], crs="EPSG:4326")
    svg = images.map_svg(moved, shapes).decode()
    assert "20,0, hausse" in svg and "−20,0, baisse" in svg and "non significatif" in svg


def test_the_classes_of_changes_put_zero_in_the_middle():
    found = changes([-3.0, -1.0, 0.04, 2.0], 1)
    assert found.bounds == ((-3, -3), (-1, -1), (0, 0), (2, 2)) and found.steps == (0, 1, 2, 4)


def test_the_workbook_names_the_two_dates(moved):
    from dataclasses import replace

    dated = replace(moved.indicator, numerateur="valeur en 2025", denominateur="valeur en 2023", ecart=True)
    sheet = load_workbook(io.BytesIO(workbook.xlsx(replace(moved, indicator=dated))))["Données"]
    assert [sheet.cell(3, column).value for column in (3, 4)] == ["Valeur en 2025", "Valeur en 2023"]
    assert sheet.cell(6, 5).value == "n.s."


def test_a_break_is_a_dotted_mark_and_two_lines(an_exhibit):
    """BMO: 2022 is missing and the classification changed in 2024, so three pieces of line and one mark."""
    rows = [(year, year, NAN, NAN, 50.0, NAN, NAN, "fiable") for year in ("2020", "2021", "2023", "2024", "2025")]
    series = an_exhibit(rows, axis="periode")
    plain = images.chart_svg(series, "ligne").decode()
    from dataclasses import replace

    broken = images.chart_svg(
        replace(series, indicator=replace(series.indicator, code="bmo_tension")), "ligne"
    ).decode()
    assert "Rupture en 2024" in broken and "Rupture en 2024" not in plain
    assert len(re.findall("stroke-dasharray", broken)) == len(re.findall("stroke-dasharray", plain)) + 1
