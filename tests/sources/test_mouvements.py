"""Former communes: what INSEE's movements say of real mergers, changes of code and re-establishments."""

from __future__ import annotations

import pandas as pd
import pytest
import xlsxwriter

from etl import registry
from etl.reading.library import library
from etl.sources import mouvements

HEADER = (
    "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,"
    "TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP"
)


def move(mod: str, day: str, before: str, after: str, types: tuple[str, str] = ("COM", "COM")) -> str:
    names = '"0","NOM","Nom","Nom"'
    return f'"{mod}","{day}","{types[0]}","{before}",{names},"{types[1]}","{after}",{names}'


@pytest.fixture
def movements(folder):
    def write(*lines: str, name: str = "v_mvt_commune_2026.csv", header: str = HEADER):
        path = folder / "insee" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
        return path

    return write


def former(folder) -> dict[str, str]:
    reading = mouvements.read(library(folder), "FR")
    assert reading.refusals == []
    rows = pd.concat([one.frame for one in reading.staged])
    assert not rows["code_ancien"].duplicated().any()
    return dict(zip(rows["code_ancien"], rows["code_courant"], strict=True))


def sentences(folder) -> list[str]:
    return [notice.phrase for notice in mouvements.read(library(folder), "FR").notices]


LAST = move("10", "2026-01-01", "49007", "49007")  # a change of name: it only dates the file


def test_real_cases_of_maine_et_loire(movements, folder):
    movements(
        LAST,
        # Champtoceaux became Orée d’Anjou in 2015, whose chef-lieu moved to Drain.
        move("32", "2015-12-15", "49126", "49069"),
        move("32", "2015-12-15", "49069", "49069"),
        move("50", "2019-01-01", "49069", "49126"),
        # Freigné left the département.
        move("32", "2018-01-01", "49144", "44180"),
        move("32", "2025-01-01", "49321", "49160"),
    )
    assert former(folder) == {"49069": "49126", "49144": "44180", "49321": "49160"}


def test_a_chain_is_followed_to_a_commune_of_today(movements, folder):
    movements(LAST, move("31", "1973-01-01", "49004", "49144"), move("32", "2018-01-01", "49144", "44180"))
    assert former(folder) == {"49004": "44180", "49144": "44180"}


def test_only_the_last_event_of_a_code_speaks(movements, folder):
    movements(LAST, move("33", "1972-01-01", "49321", "49007"), move("32", "2025-01-01", "49321", "49160"))
    assert former(folder) == {"49321": "49160"}


def test_a_commune_that_came_back_is_not_converted(movements, folder):
    # 49007 is a commune today: whatever it once merged into.
    movements(LAST, move("33", "1973-01-01", "49007", "49160"), move("21", "1985-01-01", "49160", "49007"))
    assert former(folder) == {}


def test_a_code_shared_out_has_no_single_heir(movements, folder):
    movements(LAST, move("32", "2019-01-01", "55273", "55245"), move("32", "2019-01-01", "55273", "55386"))
    assert former(folder) == {}


@pytest.mark.parametrize("mod", ["10", "20", "21", "30", "35", "70"])
def test_other_kinds_of_events_convert_nothing(movements, folder, mod):
    movements(LAST, move(mod, "2018-01-01", "49144", "44180"))
    assert former(folder) == {}


@pytest.mark.parametrize("types", [("COM", "COMD"), ("COMA", "COM"), ("ARM", "ARM")])
def test_only_communes_that_become_communes(movements, folder, types):
    movements(LAST, move("32", "2018-01-01", "49144", "44180", types))
    assert former(folder) == {}


def test_what_came_after_the_map_is_said_and_not_followed(movements, folder):
    movements(move("32", "2027-01-01", "49007", "49160"), name="v_mvt_commune_2027.csv")
    assert former(folder) == {}
    (phrase,) = sentences(folder)
    assert "1 mouvement postérieur au 1er janvier 2026" in phrase


def test_the_file_of_another_year_under_this_years_name_is_said(movements, folder):
    movements(move("32", "2018-01-01", "49144", "44180"))
    (phrase,) = sentences(folder)
    assert "« v_mvt_commune_2026.csv » s’annonce de 2026, mais son dernier mouvement est du 01/01/2018" in phrase


def test_a_heir_outside_the_map_is_left_out(movements, folder):
    movements(LAST, move("41", "2007-07-15", "97123", "97701"))
    assert former(folder) == {}


def test_mergers_in_a_circle_are_refused(movements, folder):
    movements(LAST, move("31", "1960-01-01", "49998", "49999"), move("31", "1961-01-01", "49999", "49998"))
    (refused,) = mouvements.read(library(folder), "FR").refusals
    assert "fusionnent en rond" in refused.phrase


def table_of_passage(folder, name, titles, rows):
    book = xlsxwriter.Workbook(folder / name)
    page = book.add_worksheet("COM")
    for place, title in enumerate(("Table de passage", "", "Mise en ligne", "Insee", "Libellés")):
        page.write(place, 0, title)
    page.write_row(5, 0, titles)
    for place, row in enumerate(rows, 6):
        page.write_row(place, 0, row)
    book.close()


def test_a_yearly_table_of_passage_says_the_same(folder):
    table_of_passage(
        folder, "table_passage_annuelle_2026.xlsx", ["CODGEO_2014", "CODGEO_2018", "CODGEO_2026"],
        [["49069", "49069", "49126"], ["49126", "49069", "49126"], ["49144", "44180", "44180"],
         ["55273", "55273", "55245"], ["55273", "55273", "55386"], ["49007", "49007", "49007"]],
    )  # fmt: skip
    assert former(folder) == {"49069": "49126", "49144": "44180"}


def test_a_table_of_passage_from_2003(folder):
    table_of_passage(
        folder, "table_passage_geo2003_geo2026.xlsx", ["CODGEO_INI", "CODGEO_2026", "LIBGEO_2026"],
        [["49321", "49160", "Ingrandes"], ["49160", "49160", "Ingrandes"]],
    )  # fmt: skip
    assert former(folder) == {"49321": "49160"}


def test_the_cog_of_the_map_speaks_first(movements, folder):
    movements(LAST, move("32", "2018-01-01", "49144", "49007"), move("31", "1950-01-01", "49999", "49160"))
    collected = registry.collect(folder, "49")
    rows = pd.concat([one.frame for one in collected.staged if one.table == "passage_communes"])
    heirs = rows.set_index("code_ancien")["code_courant"]
    assert heirs["49144"] == "44180" and heirs["49999"] == "49160" and heirs.index.is_unique
    assert any("dans une autre commune d’aujourd’hui" in notice.phrase for notice in collected.notices)
