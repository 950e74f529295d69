"""OARSA: tables told by their titles, four ways of saying nothing, the two halves of the Rhône."""

from __future__ import annotations

import pytest
from sources_files import valued

from etl.reading.library import library
from etl.sources import oarsa

ORIENTED = (
    "Tableau B1 - Part au 31/12 de l’année des personnes orientées parmi les personnes soumises aux droits et devoirs"
)
RECENT = f"{ORIENTED} dont l'ancienneté dans le RSA est de moins de 6 mois"
DELAY = (
    "Tableau B13 - Délai moyen au cours de l'année entre la date d'entrée dans le RSA et la date de primo-orientation, "
    "pour les personnes entrées dans le RSA"
)
NAME = "DREES_OARSA_Principaux_indicateurs_2015-2018.xlsx"


def sheet(title, *rows, years=(2017, 2018)):
    return [[], ["", title], ["", "Champ : France entière."], ["", "En %"], ["", "Département/territoire", *years],
            *(["", *row] for row in rows)]  # fmt: skip


def read(folder):
    return oarsa.read(library(folder), "49")


def test_tables_are_told_by_their_titles_and_marks_are_no_figures(book, folder):
    rows = [("01-Ain ", 90, 0), ("2A-Corse-du-Sud ", "/ ", "NR "), ("974-La-Réunion ", "NC", "ND"),
            ("69D-Nouveau-Rhône ", 53, 52), ("69M-Métropole-de-Lyon ", "ND ", 61)]  # fmt: skip
    book(NAME, {"Tableau B1": sheet(ORIENTED, *rows), "Tableau B2": sheet(RECENT, ("01-Ain", 1, 2)),
                "Tableau B7": sheet(DELAY, ("49-Maine-et-Loire ", "/ ", 95))})  # fmt: skip
    reading = read(folder)
    assert (reading.refusals, reading.notices) == ([], [])
    found = valued(reading, "departement")
    assert found["part_brsa_orientes", "01", "2018"] == (0.0, "disponible")
    assert found["part_brsa_orientes", "69M", "2018"] == (61.0, "disponible")
    assert found["delai_orientation", "49", "2018"] == (95.0, "disponible")
    silent = [("2A", "2017"), ("2A", "2018"), ("974", "2017"), ("974", "2018"), ("69M", "2017")]
    assert {found["part_brsa_orientes", place, year][1] for place, year in silent} == {"non_disponible"}
    assert len(found) == 12
    own = {row.code_territoire: row.code_departement for one in reading.staged for row in one.frame.itertuples()}
    assert own["69D"] == own["69M"] == "69" and own["2A"] == "2A"


def test_national_figures(book, folder):
    rows = [
        [], ["", "Tableau A1 - Principaux indicateurs nationaux"], [], [], ["", "", "", 2017, 2018],
        ["", ORIENTED.partition(" - ")[2], "", 83, 84],
        ["", "Part (en %), \nparmi les personnes soumises aux droits \net orientées, \ndes personnes orientées",
         "… vers Pôle emploi", 44, 43],
        ["", "", "… vers un organisme du SPE autre que Pôle emploi", 5, 6],
        ["", "Part des personnes ayant un CER parmi les personnes", "", 52, 51],
        ["", "", "… vers le conseil départemental ou territorial", "/ ", 48],
    ]  # fmt: skip
    book(NAME, {"Tableau A1": rows})
    assert valued(read(folder), "france") == {
        ("part_brsa_orientes", "FR", "2017"): (83.0, "disponible"),
        ("part_brsa_orientes", "FR", "2018"): (84.0, "disponible"),
        ("part_orientes_france_travail", "FR", "2017"): (44.0, "disponible"),
        ("part_orientes_france_travail", "FR", "2018"): (43.0, "disponible"),
        ("part_orientes_autre_spe", "FR", "2017"): (5.0, "disponible"),
        ("part_orientes_autre_spe", "FR", "2018"): (6.0, "disponible"),
        ("part_cer", "FR", "2017"): (52.0, "disponible"),
        ("part_cer", "FR", "2018"): (51.0, "disponible"),
    }


def test_an_unknown_table_is_said(book, folder):
    book(
        NAME, {"Tableau B21": sheet("Tableau B21 - Part des personnes ayant un contrat d'engagement", ("01-Ain", 3, 4))}
    )
    (notice,) = read(folder).notices
    assert "contrat d'engagement » n’est pas connu" in notice.phrase


def test_the_newest_publication_of_a_year_stands(book, folder):
    book(NAME, {"Tableau B1": sheet(ORIENTED, ("01-Ain", 90, 91))})
    book("DREES_OARSA_2018-2019.xlsx", {"Tableau B1": sheet(ORIENTED, ("01-Ain", 92, 93), years=(2018, 2019))})
    reading = read(folder)
    found = {year: value for (_, _, year), (value, _) in valued(reading).items()}
    assert found == {"2017": 90, "2018": 92, "2019": 93}
    assert "dont 1 révisés depuis" in reading.notices[0].phrase and reading.refusals == []


def test_a_vanished_column_and_a_page_are_refused(book, folder):
    rows = sheet(ORIENTED, ("01-Ain", 90, 91))
    rows[4][1] = "Collectivité"
    book(NAME, {"Tableau B1": rows})
    assert read(folder).refusals[0].colonne == "Département/territoire"
    (folder / NAME).write_bytes(b"<html>404</html>")
    assert "page web" in read(folder).refusals[0].phrase


@pytest.mark.reel
def test_figures_read_by_eye(mirror):
    reading = read(mirror)
    assert (reading.refusals, reading.notices) == ([], [])
    found, france = valued(reading, "departement"), valued(reading, "france")
    expected = {
        ("part_brsa_orientes", "49", "2018"): 95, ("part_brsa_orientes", "59", "2015"): 92,
        ("part_brsa_orientes", "75", "2016"): 98, ("part_brsa_orientes", "69M", "2018"): 61,
        ("part_cer", "01", "2016"): 79, ("delai_orientation", "974", "2018"): 110, ("delai_cer", "03", "2018"): 18,
        ("part_orientes_departement", "974", "2015"): 41,
    }  # fmt: skip
    assert {key: found[key][0] for key in expected} == expected
    assert found["delai_orientation", "49", "2018"][1] == "non_disponible"
    assert france["delai_orientation", "FR", "2018"][0] == 95 and france["part_cer", "FR", "2015"][0] == 54
