"""A correction workbook goes out, comes back, and changes what was corrected and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from read_back import block, blocks, grids

from etl.spreadsheets.block import Grid
from etl.spreadsheets.corrected import mended, merged, recognised
from etl.spreadsheets.correcting import header_names, sheet_names, tables
from etl.spreadsheets.examples import LEFT_OUT, without_examples
from etl.spreadsheets.mapping import Mapping, SheetMapping
from etl.spreadsheets.sameness import as_written, same
from exports.corrections import corrections

HEADERS = ["N° session", "Ouvre le", "Nb places"]
ROWS = [
    ["S1", date(2026, 1, 5), 12],
    ["S2", "31/02/2026", 700],
    ["S3", date(2026, 3, 2), 8],
    ["S4", None, "=cmd|' /C calc'!A0"],
]
MAPPING = Mapping(
    (
        SheetMapping(
            "Sessions 2026",
            tuple(HEADERS),
            {"N° session": "sessions.session_id", "Ouvre le": "sessions.date_debut",
             "Nb places": "sessions.places_ouvertes"},
        ),
    )
)  # fmt: skip


def sheet(rows=ROWS, fichier="sessions.xlsx", feuille="Sessions 2026", headers=HEADERS):
    return block(headers, rows, fichier, feuille, first=5)


def rejets(*faults, fichier="sessions.xlsx", feuille="Sessions 2026"):
    """(ligne, colonne, valeur, regle) → the table `rejets`."""
    rows = [
        {"table": "sessions", "fichier": fichier, "feuille": feuille, "ligne": ligne, "colonne": colonne,
         "valeur": valeur, "regle": regle, "phrase": f"{fichier}, ligne {ligne} : « {valeur} » ne convient pas."}
        for ligne, colonne, valeur, regle in faults
    ]  # fmt: skip
    columns = ["table", "fichier", "feuille", "ligne", "colonne", "valeur", "regle", "phrase"]
    return pd.DataFrame(rows, columns=columns)


FAULTS = rejets(
    (6, "date_debut", "31/02/2026", "GEN-03"), (6, "places_ouvertes", "700", "SES-03"), (8, "date_debut", "", "DIC-01")
)


def sent():
    return blocks(corrections([sheet()], MAPPING, FAULTS, "d-1"))


def told(changes):
    return [tuple(row) for row in changes[["feuille", "ligne", "colonne", "avant", "apres", "nature"]].to_numpy()]


def test_a_workbook_nobody_touched_changes_nothing():
    result, changes = merged([sheet()], sent(), FAULTS)
    pd.testing.assert_frame_equal(result[0].frame, sheet().frame)
    assert len(result) == 1 and changes.empty


def test_a_corrected_cell_takes_its_place_and_is_told():
    back = sent()
    back[0].frame.loc[0, "Ouvre le"] = date(2026, 2, 27)
    back[0].frame.loc[0, "Nb places"] = 70.0
    result, changes = merged([sheet()], back, FAULTS)
    assert result[0].frame.to_numpy().tolist() == [
        ROWS[0], ["S2", date(2026, 2, 27), 70.0], ROWS[2], ROWS[3]
    ]  # fmt: skip
    assert result[0].lines.tolist() == [5, 6, 7, 8]
    assert told(changes) == [
        ("Sessions 2026", 6, "Ouvre le", "31/02/2026", date(2026, 2, 27), "cellule"),
        ("Sessions 2026", 6, "Nb places", 700, 70.0, "cellule"),
    ]


def test_a_text_file_stays_one_when_texts_are_typed():
    mine = sheet([["S1", "31/02/2026", "7"], ["S2", None, "8"]])
    mine = replace(mine, frame=mine.frame.astype("str"))
    back = blocks(corrections([mine], MAPPING, rejets((5, "date_debut", "", "GEN-03")), "d-1"))
    assert back[0].frame["Nb places"].tolist() == ["7"]
    back[0].frame.loc[0, "Ouvre le"] = "28/02/2026"
    back[0].frame.loc[0, "Nb places"] = 9.0
    frame = merged([mine], back)[0][0].frame
    assert [str(kind) for kind in frame.dtypes] == ["str", "str", "object"]
    assert frame.iloc[0].tolist() == ["S1", "28/02/2026", 9.0] and frame.iloc[1, 2] == "8"


def test_a_row_taken_out_stays_as_it_was_and_is_told():
    back = [block(list(sent()[0].headers), [sent()[0].frame.iloc[1].tolist()], "corrections.xlsx", "Sessions 2026")]
    result, changes = merged([sheet()], back, FAULTS)
    assert result[0].frame.loc[1].tolist() == ROWS[1]
    sentence = "Cette ligne n’est plus dans le classeur de correction : elle reste écartée."
    assert told(changes) == [("Sessions 2026", 6, "", None, sentence, "non_reprise")]


def test_an_emptied_row_is_not_an_empty_row():
    back = sent()
    back[0].frame.iloc[0, 2:] = None
    result, changes = merged([sheet()], back, FAULTS)
    assert result[0].frame.loc[1].tolist() == ROWS[1]
    assert told(changes) == [
        ("Sessions 2026", 6, "", None, "Ligne vidée : celle d’origine reste écartée.", "non_reprise")
    ]


@pytest.mark.parametrize("origin", [None, 99, "nouvelle", 6])
def test_a_row_without_origin_of_its_own_is_added_as_of_the_correction_file(origin):
    headers, rows = list(sent()[0].headers), sent()[0].frame.to_numpy().tolist()
    back = [block(headers, [*rows, [origin, None, "S9", date(2026, 9, 1), 10]], "corrections.xlsx", "Sessions 2026")]
    result, changes = merged([sheet()], back, FAULTS)
    pd.testing.assert_frame_equal(result[0].frame, sheet().frame)
    added = result[1]
    assert (added.fichier, added.feuille, added.lines.tolist()) == ("corrections.xlsx", "Sessions 2026", [4])
    assert added.frame.to_numpy().tolist() == [["S9", date(2026, 9, 1), 10]] and added.headers == tuple(HEADERS)
    assert added.letters == ("C", "D", "E")
    assert set(changes["nature"]) == {"ligne_ajoutee"} and changes["apres"].tolist() == ["S9", date(2026, 9, 1), 10]


def test_a_column_taken_out_keeps_its_values_and_a_new_one_is_told():
    back = sent()[0]
    frame = back.frame.drop(columns="Ouvre le").assign(Remarque="vu")
    back = block(list(frame.columns), frame.to_numpy().tolist(), "corrections.xlsx", "Sessions 2026")
    result, changes = merged([sheet()], [back], FAULTS)
    pd.testing.assert_frame_equal(result[0].frame, sheet().frame)
    assert changes.empty
    assert result[0].remarks == ("La colonne « Remarque » n’est pas dans l’envoi d’origine : elle n’est pas reprise.",)


def test_a_sheet_of_nobody_is_told_line_by_line():
    stray = block(["A"], [["x"], ["y"]], "corrections.xlsx", "Brouillon")
    result, changes = merged([sheet()], [*sent(), stray], FAULTS)
    assert len(result) == 1 and changes["ligne"].tolist() == [2, 3] and set(changes["nature"]) == {"non_reprise"}


def test_without_the_column_of_origins_nothing_is_taken():
    back = sent()[0]
    frame = back.frame.drop(columns="Ligne d’origine")
    back = block(list(frame.columns), frame.to_numpy().tolist(), "corrections.xlsx", "Sessions 2026")
    result, changes = merged([sheet()], [back], FAULTS)
    pd.testing.assert_frame_equal(result[0].frame, sheet().frame)
    assert changes["apres"].iloc[0].startswith("La colonne « Ligne d’origine » manque dans cette feuille")
    assert changes["ligne"].tolist() == [2, 3, 6, 8]  # two lines not read, two rows that did not come back


def test_two_files_with_the_same_sheet_each_find_their_rows_again():
    other = sheet([["T1", None, 5]], fichier="autre.xlsx")
    faults = pd.concat([FAULTS, rejets((5, "date_debut", "", "DIC-01"), fichier="autre.xlsx")])
    back = blocks(corrections([sheet(), other], MAPPING, faults, "d-1"))
    assert [one.feuille for one in back] == ["Sessions 2026", "Sessions 2026 (2)"]
    back[1].frame.loc[0, "Ouvre le"] = date(2026, 5, 4)
    result, changes = merged([sheet(), other], back, faults)
    assert [one.frame.shape[0] for one in result] == [4, 1]
    assert result[1].frame.loc[0].tolist() == ["T1", date(2026, 5, 4), 5]
    assert changes[["fichier", "ligne"]].to_numpy().tolist() == [["autre.xlsx", 5]]


def test_a_correction_can_itself_be_corrected():
    headers, rows = list(sent()[0].headers), sent()[0].frame.to_numpy().tolist()
    back = [block(headers, [*rows, [None, None, "S9", None, 10]], "corrections.xlsx", "Sessions 2026")]
    first, _ = merged([sheet()], back, FAULTS)
    faults = rejets((4, "date_debut", "", "DIC-01"), fichier="corrections.xlsx")
    again = blocks(corrections(first, MAPPING, faults, "d-2"), "corrections2.xlsx")
    again[0].frame.loc[0, "Ouvre le"] = date(2026, 9, 1)
    second, changes = merged(first, again, faults)
    assert second[1].frame.loc[0].tolist() == ["S9", date(2026, 9, 1), 10]
    assert changes[["fichier", "ligne", "colonne"]].to_numpy().tolist() == [["corrections.xlsx", 4, "Ouvre le"]]


def test_a_header_that_is_one_of_ours_keeps_its_cells():
    headers = ["À corriger", "Nb places"]
    mine = sheet([["à voir", 700]], headers=headers)
    back = blocks(corrections([mine], Mapping(), rejets((5, "Nb places", "700", "SES-03")), "d-1"))
    assert back[0].headers == ("Ligne d’origine", "À corriger", "À corriger (2)", "Nb places")
    back[0].frame.loc[0, "Nb places"] = 7
    result, _ = merged([mine], back)
    assert result[0].frame.loc[0].tolist() == ["à voir", 7]
    assert header_names(("À corriger", "À corriger (2)")) == {
        "À corriger": "À corriger (3)", "À corriger (2)": "À corriger (2)"
    }  # fmt: skip


def test_the_deposit_is_recognised_from_its_page_or_from_its_hidden_sheet():
    found = grids(corrections([sheet()], MAPPING, FAULTS, "20260301-ab12"))
    assert recognised(found) == "20260301-ab12"
    assert recognised([one for one in found if one.feuille != "Dépôt"]) == "20260301-ab12"
    assert recognised([one for one in found if one.feuille != "À lire"]) == "20260301-ab12"
    assert recognised([one for one in found if one.feuille not in ("Dépôt", "À lire")]) is None


@pytest.mark.parametrize("forged", ["../../etc", "", "a b", "x" * 81, 12.5])
def test_an_identifier_is_never_a_path(forged):
    assert recognised([Grid("f.xlsx", "À lire", [["Numéro du dépôt", forged]])]) is None


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=8, unique=True))
def test_sheets_have_names_a_spreadsheet_accepts(places):
    names = list(sheet_names([sheet(fichier=fichier, feuille=feuille) for fichier, feuille in places]).values())
    assert len({name.lower() for name in names}) == len(names) == len(places)
    for name in names:
        assert 0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") and name.strip("'") == name


def test_a_correction_sheet_is_read_without_guessing():
    cells = [
        ["Notes de mon service", None, None, None, None],
        [None, None, None, None, None],
        ["Ligne d’origine", "À corriger", "Total", None, "Total"],
        [5.0, "x", "Total", None, 3],
        [6.0, None, None, "perdu", 4],
        [None, None, None, None, None],
        [11.0, None, "Source : CAF", None, 7],
    ]
    (found,) = tables([Grid("c.xlsx", "À lire", [["x"]]), Grid("c.xlsx", "Vide", [[None]]), Grid("c.xlsx", "S", cells)])
    assert found.headers == ("Ligne d’origine", "À corriger", "Total", "Colonne D", "Total (2)")
    assert found.lines.tolist() == [4, 5, 7] and found.letters == ("A", "B", "C", "D", "E")
    assert found.frame["Total (2)"].tolist() == [3, 4, 7]


def test_what_the_correction_mended():
    after = rejets((6, "places_ouvertes", "700", "SES-03"), (7, "date_debut", "x", "SES-04"))
    after["ligne"] = after["ligne"].astype("Int64")
    found = mended(FAULTS, after)
    assert found[["feuille", "ligne", "regle", "etat"]].to_numpy().tolist() == [
        ["Sessions 2026", 6, "GEN-03", "corrigee"],
        ["Sessions 2026", 6, "SES-03", "encore_ecartee"],
        ["Sessions 2026", 8, "DIC-01", "corrigee"],
        ["Sessions 2026", 7, "SES-04", "nouvelle"],
    ]


def test_the_example_of_a_template_leaves_its_line_told():
    rows = [["exemple-session", "exemple-action", 3], ["S1", "A1", 4]]
    kept = without_examples(block(["Session", "Action", "Places"], rows, "modele.xlsx", "Sessions"))
    assert kept.frame.to_numpy().tolist() == [["S1", "A1", 4]] and kept.lines.tolist() == [3]
    assert kept.passed.to_numpy().tolist() == [[2, "exemple", LEFT_OUT]]
    real = block(["Session"], [["exemple"], ["Exemple de session"], ["exemple-session-2"]], "f.xlsx", "Sessions")
    assert without_examples(real) is real


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)
DAYS = st.dates(date(1850, 1, 1), date(2150, 12, 31))
ODD = st.sampled_from(["=1+1", "01004", " x ", "a\r\nb", "@x", "_x0041_", "#N/A"])
MOMENTS = st.datetimes(datetime(1890, 1, 1), datetime(2100, 1, 1))
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**18), 10**18), st.floats(), TEXT, ODD, DAYS, MOMENTS
)  # fmt: skip
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES, st.data())
@example([[None, None, "\x1b"]], None)
def test_only_the_corrected_cells_change(rows, data):
    mine = sheet([["S", *row] for row in rows], headers=["clé", *HEADERS])
    lines = mine.lines.tolist()
    faults = rejets(*[(line, "Nb places", "", "SES-03") for line in lines])
    back = blocks(corrections([mine], Mapping(), faults, "d-1"))
    wanted = mine.frame.copy()
    if data is not None and data.draw(st.booleans()):
        row = data.draw(st.integers(0, len(rows) - 1))
        back[0].frame.loc[row, "Ouvre le"] = wanted.loc[row, "Ouvre le"] = "corrigé"
    result, changes = merged([mine], back, faults)
    assert [[*map(repr, row)] for row in result[0].frame.to_numpy()] == [[*map(repr, row)] for row in wanted.to_numpy()]
    assert len(changes) == sum(not same(a, b) for a, b in zip(mine.frame["Ouvre le"], wanted["Ouvre le"], strict=True))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (12345678901234, 12345678901235.0, False),
        (12, 12.0, True),
        (0.1 + 0.2, 0.3, True),
        (1, True, False),
        ("12", 12, False),
        (None, "  ", True),
        ("a\r\nb", "a\nb", True),
        (date(2026, 1, 1), datetime(2026, 1, 1), True),
        (datetime(2026, 1, 1, 8, 0, 0, 400_000), datetime(2026, 1, 1, 8), True),
        ("31/02/2026", date(2026, 2, 28), False),
        (date(1850, 12, 31), "31/12/1850", True),
        (10**17, "100000000000000000", True),
        ("x" * 40_000, "x" * 32_767, True),
    ],
)
def test_what_is_the_same_cell(before, after, expected):
    assert same(before, after) is expected


def test_what_a_cell_cannot_hold_is_written_as_text():
    assert as_written(float("inf")) == "inf" and as_written(float("nan")) is None
    assert as_written("a\x00b\ud800") == "a b?"
