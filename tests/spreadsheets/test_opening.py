"""What people deposit, known by its content and read as it stands; each refusal says what, where and how to mend."""

from __future__ import annotations

import base64
import gzip
import io
import struct
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from spreadsheet_files import ACTIONS, archive, ods, ods_text, rewritten, saved, shared, sheet_xml, xlsx

from etl.spreadsheets import limits
from etl.spreadsheets.opening import blocks, grids, safe_name
from etl.staging import SourceRefused


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(SourceRefused) as caught:
        grids(name, content)
    assert caught.value.fichier
    return caught.value.phrase


# --- workbooks ---------------------------------------------------------------------------------------------------


def test_an_xlsx_gives_plain_values():
    day = datetime(2024, 5, 17, 8, 30)
    rows = [["a", 3, 3.5, True, date(2024, 5, 17), day, time(8, 30), timedelta(hours=30), None, "=cmd|' /c calc'!A1"]]
    book = openpyxl.load_workbook(io.BytesIO(xlsx(rows)))
    book.active["J1"].data_type = "s"  # a text that looks like a formula
    (grid,) = grids("a.xlsx", saved(book))
    assert grid.cells == [["a", 3, 3.5, True, date(2024, 5, 17), day, "08:30", "30:00", None, "=cmd|' /c calc'!A1"]]
    assert isinstance(grid.cells[0][1], int)
    assert (grid.fichier, grid.feuille, grid.remarks, grid.depuis_1904) == ("a.xlsx", "Actions", (), False)


@pytest.mark.parametrize("writer", ["openpyxl", "xlsxwriter"])
def test_dates_counted_from_1904_are_the_right_ones(writer):
    if writer == "openpyxl":
        book = openpyxl.Workbook()
        book.epoch = CALENDAR_MAC_1904
        book.active.append([date(2024, 5, 17)])
        content = saved(book)
    else:
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, {"date_1904": True}) as book:
            book.add_worksheet().write_datetime(0, 0, date(2024, 5, 17), book.add_format({"num_format": "dd/mm/yyyy"}))
        content = target.getvalue()
    assert b">43967<" in sheet_xml(content).replace(b".0<", b"<")  # 17 May 2024 is day 45429 from 1900, less 1462
    (grid,) = grids("mac.xlsx", content)
    assert grid.cells[0][0] in (date(2024, 5, 17), datetime(2024, 5, 17))
    assert grid.depuis_1904


def test_hidden_sheets_are_left_out_and_said():
    book = openpyxl.load_workbook(io.BytesIO(xlsx(ACTIONS)))
    book.create_sheet("Brouillon").sheet_state = "hidden"
    book.create_sheet("Listes").sheet_state = "veryHidden"
    (grid,) = grids("a.xlsx", saved(book))
    assert grid.feuille == "Actions"
    assert grid.remarks == (
        "La feuille masquée « Brouillon » n’est pas lue : affichez-la dans le classeur si elle doit l’être.",
        "La feuille masquée « Listes » n’est pas lue : affichez-la dans le classeur si elle doit l’être.",
    )


def test_a_formula_without_stored_result_is_said_with_its_place():
    (grid,) = grids("a.xlsx", xlsx([*ACTIONS, ["Total", None, None, "=SUM(D2:D3)"]]))
    assert grid.cells[3] == ["Total", None, None, None]
    assert grid.remarks == (
        "Feuille « Actions » : 1 formule sans résultat enregistré (D4), lue comme vide. Ouvrez le fichier dans Excel "
        "ou LibreOffice, enregistrez-le, puis déposez-le de nouveau.",
    )


def test_a_stored_result_is_read_and_nothing_said():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Calculs")
        sheet.write_formula("A1", "=10+10", None, 20)
        sheet.write_formula("A2", '=IF(A1>0,"","x")', None, "")  # a result that is an empty text
        sheet.write_formula("A3", "=cmd|' /c calc'!A1", None, "valeur")
    sheet = sheet_xml(target.getvalue()).replace(b'<c r="A2">', b'<c r="A2" t="str">')  # an empty text is a result
    (grid,) = grids("a.xlsx", rewritten(target.getvalue(), xl__worksheets__sheet1_dot_xml=sheet))
    assert grid.cells[0] == [20] and grid.cells[2] == ["valeur"]
    assert grid.remarks == ()


def test_an_error_stays_in_its_cell_and_is_said():
    book = openpyxl.load_workbook(io.BytesIO(xlsx(ACTIONS)))
    book.active["D2"] = "#N/A"
    (grid,) = grids("a.xlsx", saved(book))
    assert grid.cells[1][3] == "#N/A"
    assert grid.remarks == (
        "Feuille « Actions » : 1 cellule en erreur (D2), par exemple « #N/A ». Corrigez la formule ou saisissez la "
        "valeur.",
    )


def test_macros_and_links_are_neither_run_nor_followed():
    content = rewritten(
        xlsx(ACTIONS),
        xl__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0 Sub Auto_Open()",
        xl__externalLinks__externalLink1_dot_xml=b"<externalLink/>",
    )
    (grid,) = grids("a.xlsm", content)
    assert grid.cells == ACTIONS
    assert grid.remarks == (
        "Ce classeur contient des macros : elles ne sont pas exécutées, seules les valeurs sont lues.",
        "Ce classeur est lié à d’autres classeurs : les liens ne sont pas suivis, les valeurs sont celles du dernier "
        "enregistrement.",
    )


def test_a_protected_sheet_is_read_as_another():
    book = openpyxl.load_workbook(io.BytesIO(xlsx(ACTIONS)))
    book.active.protection.set_password("obsolète")
    assert grids("a.xlsx", saved(book))[0].cells == ACTIONS


def test_a_libreoffice_workbook_with_merges_dates_and_a_million_empty_rows():
    row = "<table:table-row>{}</table:table-row>"
    table = (
        '<table:table table:name="L&apos;offre">'
        + row.format(ods_text("Structure") + ods_text("Début") + ods_text("Places"))
        + row.format(
            ods_text("Pixel", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
            + '<table:table-cell office:value-type="date" office:date-value="2024-05-17"><text:p>17/05</text:p>'
            '</table:table-cell><table:table-cell office:value-type="float" office:value="12"/>'
        )
        + row.format(
            '<table:covered-table-cell/><table:table-cell office:value-type="date" office:date-value="2024-06-01"/>'
            '<table:table-cell table:formula="of:=[.A9]" office:value-type="string" office:string-value="" '
            'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
        )
        + '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="1024"/>'
        "</table:table-row></table:table>"
    )
    (grid,) = grids("offre.ods", ods(table))
    assert grid.feuille == "L'offre"
    assert grid.cells == [
        ["Structure", "Début", "Places"],
        ["Pixel", date(2024, 5, 17), 12],
        [None, date(2024, 6, 1), "#N/A"],
    ]
    assert grid.merged == ((1, 0, 2, 0),)
    assert "1 cellule en erreur (C3)" in grid.remarks[0]


# An .xls written once by xlwt: 1904 dates, a merged title, a merged cell over three lines, a hidden sheet « cachée ».
OLD = gzip.decompress(
    base64.b64decode(
        "H4sIAAAAAAACA+1YTWgTQRT+ZnfzS3+SmAqttIRCq9ZCES9e2lVBe7JUL4oImjYLltpEQhDqQas1F0EQPCleCvXgperFH5SiNw9C"
        "RQ+CILSKh+JJUPDQZn3v7S5NYwsN1EJkv828nXnz3sybN29+su/m4vNTj1sWUIE+6CjZEQTLeIpSxCvEQPW2zVnvHaZk+6gpRMI0"
        "kcEAXtS/DfEc8nwvQMMj4zVR4Aul07iAgVzWSm0hDokNacU29CqDYk/DPUoNaBa7EkKHhW4T+lBkXwo9IJybQntJdl6dwpw50LXf"
        "jeOTWjvVKWqN6VPR+STSe9GENxzHV24pRzaAg/mR9Pkaq2gz6jANmtJ+K2vludyI+4gCmUzP2FjPOGEeSZruafyyU8BPb12/Svn8"
        "reUrEP/3an5oHX6YJrGSf1szgAnYZxUHc5G26FbDiYV0kSL8RpCzQQynh88tWkvooBCBlwojhbylA9ncGOlk0gWLwmiR0sUob/ay"
        "OcRWbQ71smTqiGbQKPm4LJwY2bb04Mf7o0OD5hnhTMiB4BwbHWwjbFxlDVJugNcewDVdorFH6DVpdYfkW4QmyVR6dw42uZkjkyJz"
        "XWo7qZ99gg/mzrL8LsoXvx971lb8au6m/Ez/wqXkzEdzCu3kowzp8zOJbtWt7t5hPDe9t3I3mM9Cm//abMJazLXdds/GRizz8iLE"
        "hc6SjyDe4UcXDfaEVqGhRIOpU/L8yfLaGvKayNOU4bIWFS8kUJrRRJ65eoW8LvKGeLuVSpqrzUe1IxhCm+Kfzk0YFU3MkuMMd1Dc"
        "oSENJFwDAzLE1dIBV/qbuFCXsgcdfVoCT3gMtEevYPOCDesG2wpqLdjEZ1jLZz58+PDhw4cPH9XDuZJCroSG+78gKJdC57vOMqWS"
        "/5nkv8Vx5Ogp0F/Kw8jSO4/xquJnOwLKa0ttUMf7Xsg4Qb3nMYohsWO06vilm7MqH8+GFWObt4Sq7b9UjZ3/uP8/hmpLCQAWAAA="
    )
)


def test_an_old_workbook():
    (grid,) = grids("ancien.xls", OLD)
    assert grid.cells == [
        ["titre", None, None],
        ["nom", "date", None],
        ["é", date(2024, 5, 17), None],
        ["v", None, None],
        [None, None, 4],
    ]
    assert set(grid.merged) == {(0, 0, 0, 3), (3, 0, 5, 0)}
    assert grid.depuis_1904
    assert grid.remarks == (
        "La feuille masquée « cachée » n’est pas lue : affichez-la dans le classeur si elle doit l’être.",
    )


def test_an_old_workbook_that_declares_an_absurd_extent():
    """The reader would ask for memory for it, and the whole application would stop."""
    at = OLD.index(struct.pack("<HHIIHH", 0x0200, 14, 0, 6, 0, 4))
    for extent in ((0, 1 << 31, 0, 60_000), (1 << 20, 6, 0, 4), (0, 6, 60_000, 4)):
        damaged = OLD[:at] + struct.pack("<HHIIHH", 0x0200, 14, *extent) + OLD[at + 16 :]
        assert "ne se lit pas comme un classeur : il est sans doute abîmé" in refusal("ancien.xls", damaged)


def test_an_old_workbook_with_a_stray_cell_at_the_far_corner():
    at = OLD.index(struct.pack("<HHHH", 0x027E, 10, 4, 2))  # the number of C5
    stray = OLD[:at] + struct.pack("<HHHH", 0x027E, 10, 65_535, 65_000) + OLD[at + 8 :]
    assert "la feuille « a » va jusqu’à la cellule ZZZ65536" in refusal("ancien.xls", stray)


def test_an_old_workbook_named_as_a_new_one_is_known_by_its_content():
    assert grids("ancien.xlsx", OLD)[0].cells[0][0] == "titre"
    assert grids("export.xls", xlsx(ACTIONS))[0].cells == ACTIONS
    assert grids("export.xlsx", b"Action;Places\nVannerie;12\n")[0].cells[:] == [
        ["Action", "Places"],
        ["Vannerie", "12"],
    ]


# --- what is no spreadsheet --------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"", "Le fichier « a.xlsx » est vide. Vérifiez l’enregistrement, puis déposez-le de nouveau."),
        ("a.csv", b"\xef\xbb\xbf\r\n \r\n", "Le fichier « a.csv » est vide."),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "est une page web (un tableau HTML, même"),
        ("a.xls", b'<?xml?><?mso-application progid="Excel.Sheet"?><Workbook/>', "un classeur Excel 2003 au"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "est un fichier XML"),
        ("a.csv", b'[{"nom": 1}]', "est un fichier JSON"),
        ("a.xlsx", b"%PDF-1.7 ...", "est un document PDF, pas un tableau que l’on puisse lire. Copiez le tableau dans"),
        ("a.xlsx", archive(word__document_dot_xml="<w/>"), "est un document Word"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "est un ancien document Word (.doc)"),
        ("a.xlsb", archive(xl__workbook_dot_bin=b"x"), "est un classeur Excel binaire (.xlsb), pas un tableau"),
        ("a.zip", archive(actions_dot_csv="a;b"), "est une archive ZIP, pas un tableau que l’on puisse lire."),
        ("a.odt", archive(mimetype="a/b.opendocument.text", content_dot_xml="<a/>"), "n’est pas un cl"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "« a.xlsx » est protégé par un mot de passe"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", "est une image"),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_named_and_the_way_out_told(name, content, sentence):
    assert sentence in refusal(name, content)


def test_an_encrypted_ods_is_protected():
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    assert "est protégé par un mot de passe" in refusal("a.ods", ods("", manifest=manifest))


def test_a_truncated_workbook_is_said_so():
    content = xlsx(ACTIONS)
    assert refusal("a.xlsx", content[: len(content) // 2]).startswith("Le fichier « a.xlsx » est incomplet ou abîmé")
    assert "abîmé" in refusal("a.xls", OLD[:900])


def test_a_workbook_with_only_hidden_sheets():
    content = xlsx(ACTIONS)
    book = _member(content, "xl/workbook.xml").replace(b'state="visible"', b'state="hidden"')
    assert "n’a aucune feuille visible" in refusal("a.xlsx", rewritten(content, xl__workbook_dot_xml=book))


def _member(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return opened.read(name)


# --- limits and attacks ------------------------------------------------------------------------------------------


def test_a_workbook_over_the_limit(monkeypatch):
    monkeypatch.setattr(limits, "ARCHIVE", 4_000)
    assert "la limite est de 1 Mo" in refusal("gros.xlsx", xlsx(ACTIONS))


def test_a_zip_bomb_is_not_opened():
    bomb = rewritten(xlsx(ACTIONS), xl__media__image1_dot_png=b"\0" * 120_000_000)
    assert len(bomb) < 200_000
    assert "une fois décompressé, bien plus qu’un classeur ordinaire" in refusal("bombe.xlsx", bomb)


def test_a_zip_that_lies_about_its_size_is_bounded_all_the_same(monkeypatch):
    monkeypatch.setattr(limits, "UNZIPPED", 1_000_000)
    content = rewritten(xlsx(ACTIONS), xl__sharedStrings_dot_xml=b"<sst>" + b" " * 30_000_000 + b"</sst>")
    lying = content.replace(struct.pack("<I", 30_000_011), struct.pack("<I", 500))
    assert lying != content
    assert "une fois décompressé, bien plus qu’un classeur ordinaire" in refusal("menteur.xlsx", lying)


def test_a_stray_cell_at_the_far_corner_is_refused_by_its_name():
    book = openpyxl.load_workbook(io.BytesIO(xlsx(ACTIONS)))
    book.active["XFD1048576"] = "x"  # the reader would ask for 500 GB
    said = refusal("a.xlsx", saved(book))
    assert "la feuille « Actions » va jusqu’à la cellule XFD1048576" in said
    assert "une cellule oubliée loin du tableau" in said


def test_a_stray_cell_is_seen_however_it_is_written():
    content = xlsx(ACTIONS)
    stray = b'<row r="1048576"><c s="1"  r = \'XFD1048576\'><v>1</v></c></row></sheetData>'
    changed = rewritten(content, xl__worksheets__sheet1_dot_xml=sheet_xml(content).replace(b"</sheetData>", stray))
    assert "XFD1048576" in refusal("a.xlsx", changed)


def test_a_cell_repeated_a_million_times_in_an_ods_is_refused():
    cell = ods_text("x", 'table:number-columns-repeated="16384"')
    table = f'<table:table table:name="F"><table:table-row table:number-rows-repeated="1048576">{cell}'
    assert "la feuille « F » va jusqu’à la cellule XFD1048576" in refusal(
        "a.ods", ods(table + "</table:table-row></table:table>")
    )


def test_a_long_text_shared_by_many_cells_is_refused():
    content = shared([["x"] * 900] * 200)
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>' + b"abcdefgh" * 100_000
    assert "les textes de la feuille « Actions » dépassent 1\u202f000 Mo" in refusal(
        "a.xlsx", rewritten(content, xl__sharedStrings_dot_xml=strings + b"</t></si></sst>")
    )


def test_entities_are_not_expanded():
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
    content = shared(ACTIONS)
    for member in ("xl__workbook_dot_xml", "xl__sharedStrings_dot_xml", "xl__worksheets__sheet1_dot_xml"):
        text = _member(content, member.replace("__", "/").replace("_dot_", "."))
        assert "ne se lit pas comme un classeur" in refusal("a.xlsx", rewritten(content, **{member: bomb + text}))


def test_many_empty_formatted_rows_are_cut():
    content = xlsx(ACTIONS)
    empty = b"".join(b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(4, 50_000))
    sheet = sheet_xml(content).replace(b"</sheetData>", empty + b"</sheetData>")
    (grid,) = grids("a.xlsx", rewritten(content, xl__worksheets__sheet1_dot_xml=sheet))
    assert grid.cells == ACTIONS


# --- whatever the octets -----------------------------------------------------------------------------------------


def only_refused(name: str, content: bytes) -> None:
    try:
        blocks(name, content)
    except SourceRefused as refused:
        assert refused.phrase.endswith(".") and refused.fichier


@settings(max_examples=150)
@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"PK\x05\x06" + b"\0" * 18)
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
@example(b"\xff\xfea")
@example(b'a;"b')
@example(b"\x1a")
@example(b";")
def test_random_octets_are_read_or_refused(content):
    only_refused("hasard.csv", content)


ROW = f"<table:table-row>{ods_text('a')}</table:table-row>"
WORKBOOKS = (
    shared(ACTIONS),
    xlsx(ACTIONS, merged=("A2:A3",)),
    OLD,
    ods(f'<table:table table:name="F">{ROW}</table:table>'),
)


@settings(max_examples=25)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data):
    content = bytearray(data.draw(st.sampled_from(WORKBOOKS)))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    only_refused("abîmé.xlsx", bytes(content))


@settings(max_examples=25)
@given(st.data())
def test_a_worksheet_of_damaged_xml_is_read_or_refused(data):
    member = data.draw(st.sampled_from(("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml")))
    text = bytearray(_member(WORKBOOKS[0], member))
    for place in data.draw(st.lists(st.integers(0, len(text) - 1), min_size=1, max_size=4)):
        text[place : place + data.draw(st.integers(0, 3))] = data.draw(
            st.sampled_from((b"", b"9", b"<", b'"', b"&#0;"))
        )
    only_refused("a.xlsx", rewritten(WORKBOOKS[0], **{member.replace("/", "__").replace(".", "_dot_"): bytes(text)}))


# --- names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/x.csv", "x.csv"),
        ("C:\\Users\\moi\\offre 2024.xlsx", "offre 2024.xlsx"),
        ("a\0b\n.csv", "ab.csv"),
        ("..", "fichier"),
        ("", "fichier"),
        ("é" * 300 + ".xlsx", "é" * 115 + ".xlsx"),
        ('l<i>"?*.csv', "l_i____.csv"),
    ],
)
def test_safe_names(given_name, kept):
    assert safe_name(given_name) == kept


@given(st.text())
def test_a_safe_name_is_always_one(text):
    name = safe_name(text)
    assert 0 < len(name) <= 120 and not set(name) & set("/\\\0\n") and name not in (".", "..")
    assert safe_name(name) == name


def test_a_file_without_table_is_refused_by_blocks():
    with pytest.raises(SourceRefused) as caught:
        blocks("mot.txt", b"Bonjour,\nVoici la liste promise. Bonne lecture.\n")
    assert caught.value.phrase == (
        "Le fichier « mot.txt » ne contient aucun tableau : il faut une ligne d’en-têtes et, dessous, une ligne par "
        "action, structure ou session. Vérifiez que c’est le bon fichier."
    )
