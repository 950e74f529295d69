"""Delimited texts as they are exported: encodings, delimiters, quotes, ragged lines; cells stay the text they are."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.spreadsheets import limits
from etl.spreadsheets.opening import blocks, grids
from etl.staging import SourceRefused

TEXT = "Nom;Début;Coût\nÉcole d’été;01/02/2024;1 234,5\n=cmd|' /c calc'!A1;;12,5\n"
CELLS = [["Nom", "Début", "Coût"], ["École d’été", "01/02/2024", "1 234,5"], ["=cmd|' /c calc'!A1", None, "12,5"]]


def cells(content: bytes) -> list[list]:
    (grid,) = grids("a.csv", content)
    return grid.cells[:]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_usual_encoding_gives_the_same_cells(encoding):
    assert cells(TEXT.encode(encoding)) == CELLS


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_delimiter_and_line_ending(delimiter, ending):
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, lineterminator=ending).writerows(CELLS)
    assert cells(target.getvalue().encode()) == CELLS


def test_the_delimiter_is_not_the_decimal_comma():
    assert cells(b"lat;lon\n47,47;-0,55\n47,06;-0,88\n") == [["lat", "lon"], ["47,47", "-0,55"], ["47,06", "-0,88"]]


def test_a_line_may_say_the_delimiter():
    assert cells(b"sep=|\nNom|Ville\na;b;c|d\n")[1:] == [["Nom", "Ville"], ["a;b;c", "d"]]


def test_quotes_line_breaks_and_protected_zeros():
    content = b'Nom;Code;Note\n"Dit ""la Ruche""";="01234";"deux\nlignes"\ntuyau 12" acier;02;x\n'
    assert cells(content) == [
        ["Nom", "Code", "Note"],
        ['Dit "la Ruche"', "01234", "deux\nlignes"],
        ['tuyau 12" acier', "02", "x"],
    ]


def test_ragged_lines_keep_their_places():
    content = b"Liste des actions\n\nNom;Ville;Places\nA;Angers\nB;Cholet;8;de trop\nC;Saumur;9\nFin\n"
    assert cells(content) == [
        ["Liste des actions", None, None, None],
        [None, None, None, None],
        ["Nom", "Ville", "Places", None],
        ["A", "Angers", None, None],
        ["B", "Cholet", "8", "de trop"],
        ["C", "Saumur", "9", None],
        ["Fin", None, None, None],
    ]


def test_empty_lines_at_the_end_are_cut():
    assert cells(b"Nom;Ville\nA;Angers\n" + b";\n" * 5_000 + b"\n" * 5_000) == [["Nom", "Ville"], ["A", "Angers"]]


def test_two_encodings_in_one_file_are_told_with_the_line():
    (grid,) = grids("a.csv", "Nom;Ville\nÉté;Angers\n".encode() + "Hiver;Béhuard\n".encode("cp1252"))
    assert grid.cells[:] == [["Nom", "Ville"], ["Été", "Angers"], ["Hiver", "Béhuard"]]
    assert grid.remarks == (
        "Le fichier « a.csv » mêle deux encodages : UTF-8, et Windows-1252 à la ligne 3. Chaque ligne est lue dans le "
        "sien ; vérifiez-y les accents.",
    )


def refusal(content: bytes) -> str:
    with pytest.raises(SourceRefused) as caught:
        grids("../../a.csv", content)
    assert caught.value.fichier == "a.csv"
    return caught.value.phrase


def test_a_nul_octet_is_told_with_its_line():
    assert refusal(b"Nom;Ville\nA;Angers\nB;Cho\0let\n") == (
        "Le fichier « a.csv », ligne 3, contient un octet nul : il est abîmé, ou n’est pas un texte. Enregistrez-le "
        "dans Excel ou LibreOffice au format « CSV UTF-8 », puis déposez-le de nouveau."
    )


def test_an_unknown_encoding_is_told_with_its_line():
    assert "« a.csv », ligne 2, n’est pas un texte d’un encodage connu" in refusal(b"Nom;Ville\nA\x81\x8d;Angers\n")


@pytest.mark.parametrize("after", [3, 1_000])
def test_a_quote_left_open_is_told_with_its_line(after):
    content = b'Nom;Ville\nA;Angers\nB;"Cholet\n' + b"C;Saumur\n" * after
    assert refusal(content).startswith("Dans « a.csv », ligne 3, un guillemet ouvert n’est pas refermé")


@pytest.mark.parametrize(
    ("limit", "value", "sentence"),
    [
        ("TEXT", 20, "pèse 1 Mo, la limite est de 1 Mo. Découpez-le en plusieurs fichiers"),
        ("LINES", 2, "compte 3 lignes, la limite est de 2. Découpez-le"),
        ("COLUMNS", 2, "compte 3 colonnes, la limite est de 2. Gardez les colonnes utiles"),
    ],
)
def test_limits(monkeypatch, limit, value, sentence):
    monkeypatch.setattr(limits, limit, value)
    assert sentence in refusal(TEXT.encode())


WORD = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=6)
TABLE = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(WORD, min_size=width, max_size=width), min_size=2, max_size=8)
)


@settings(max_examples=60)
@given(TABLE, st.sampled_from(";,\t|"))
def test_what_is_written_quoted_is_read_back(rows, delimiter):
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    read = cells(b"\xef\xbb\xbf" + target.getvalue().encode())
    assert all(delimiter in "".join(map("".join, rows)) or len(line) == len(rows[0]) for line in read)
    if not set("".join(map("".join, rows))) & set(";,\t|="):
        assert read == rows


def test_a_text_reaches_its_block_with_text_cells():
    (block,) = blocks("a.csv", TEXT.encode("cp1252"))
    assert block.headers == ("Nom", "Début", "Coût")
    assert block.frame["Coût"].tolist() == ["1 234,5", "12,5"]
    assert block.frame["Début"].isna().tolist() == [False, True]
    assert block.lines.tolist() == [2, 3]
