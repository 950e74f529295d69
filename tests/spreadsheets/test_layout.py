"""The table of a sheet wherever it stands: each habit of those who keep spreadsheets, and no line lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spreadsheet_files import xlsx

from etl.spreadsheets.block import EMPTY, HEADER, NOTE, OTHER, TITLE, TOTAL, Block, Grid
from etl.spreadsheets.layout import block
from etl.spreadsheets.opening import blocks

H = ["Action", "Structure", "Commune", "Places"]
A = ["Code de la route", "Mobil’Anjou", "Angers", 12]
B = ["Atelier numérique", "Pixel", "Cholet", 8]
C = ["Vannerie", "Osier", "Saumur", 6]


def laid(*rows: list, merged: tuple = ()) -> Block | None:
    width = max(map(len, rows), default=0)
    return block(Grid("f.xlsx", "F", [list(row) + [None] * (width - len(row)) for row in rows], merged=merged))


def found(*rows: list, merged: tuple = ()) -> Block:
    result = laid(*rows, merged=merged)
    assert result is not None
    return result


def passed(result: Block) -> list[tuple]:
    return list(result.passed[["ligne", "nature", "texte"]].itertuples(index=False, name=None))


def values(result: Block) -> list[list]:
    return result.frame.astype(object).to_numpy().tolist()


def test_a_plain_table():
    result = found(H, A, B)
    assert result.headers == ("Action", "Structure", "Commune", "Places")
    assert values(result) == [A, B]
    assert result.lines.tolist() == [2, 3]
    assert result.letters == ("A", "B", "C", "D")
    assert passed(result) == [(1, HEADER, "Action | Structure | Commune | Places")]


def test_titles_above_blank_lines_and_a_shifted_table():
    shifted = [[None, None, *row] for row in (H, A, B)]
    result = found(["Offre d’insertion 2024"], ["Service insertion", None, None, "màj", "03/02"], [], *shifted)
    assert result.headers == tuple(H)
    assert result.letters == ("C", "D", "E", "F")
    assert result.lines.tolist() == [5, 6]
    assert [nature for _, nature, _ in passed(result)] == [TITLE, TITLE, EMPTY, HEADER]


def test_two_levels_of_headers_under_merged_groups():
    """As a workbook has it: groups merged over their columns, the other titles merged down."""
    rows = [
        ["Liste des actions", None, None, None, None, None],
        ["Action", "Structure", "Dates", None, "Places", None],
        [None, None, "Début", "Fin", "Prévues", "Occupées"],
        ["Vannerie", "Osier", date(2024, 1, 8), date(2024, 6, 28), 12, 9],
    ]
    merged = ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2")
    (result,) = blocks("a.xlsx", xlsx(rows, merged))
    expected = ("Action", "Structure", "Dates – Début", "Dates – Fin", "Places – Prévues", "Places – Occupées")
    assert result.headers == expected
    assert result.lines.tolist() == [4]
    assert [nature for _, nature, _ in passed(result)] == [TITLE, HEADER, HEADER]
    # The same saved as CSV has lost its merges.
    text = "\n".join(";".join("" if c is None else str(c) for c in row) for row in rows)
    assert blocks("a.csv", text.encode())[0].headers == expected


def test_groups_standing_over_complete_headers():
    result = found(
        [None, None, "Dates", None, "Places", None],
        ["Action", "Structure", "Début", "Fin", "Prévues", "Occupées"],
        ["Vannerie", "Osier", date(2024, 1, 8), date(2024, 6, 28), 12, 9],
    )
    assert result.headers[2:] == ("Dates – Début", "Dates – Fin", "Places – Prévues", "Places – Occupées")
    assert result.headers[:2] == ("Action", "Structure")


def test_a_title_merged_over_the_table_is_no_group():
    result = found(["Offre 2024", None, None, None], H, A, B, merged=((0, 0, 0, 3),))
    assert result.headers == tuple(H)


def test_headers_are_distinct_and_none_is_empty():
    result = found(["Nom", "Places", None, "Places", "Places (2)"], ["a b", 1, 2, 3, 4], ["c d", 1, 2, 3, 4])
    assert len(set(result.headers)) == 5
    assert result.headers[:3] == ("Nom", "Places", "Colonne C")
    assert result.headers[4] == "Places (2)"


def test_empty_columns_are_dropped_and_empty_headed_ones_kept():
    rows = [
        ["Action", None, "Structure", "Commentaire"],
        ["Vannerie", None, "Osier", None],
        ["Tri", "  ", "Pixel", None],
    ]
    result = found(*rows)
    assert result.headers == ("Action", "Structure", "Commentaire")
    assert result.letters == ("A", "C", "D")


@pytest.mark.parametrize(
    "total",
    [
        ["Total", None, None, 26],
        ["TOTAL GÉNÉRAL", None, None, 26],
        ["Total :", None, None, "26"],
        ["Total", "3 actions", None, 26],
        [None, "Total", None, 26],
        ["Ensemble", None, None, 26],
        ["Total département", None, None, 26],
        ["Total des places", None, None, 26],
        ["Total", None, None, None],
    ],
)
def test_a_total_is_no_row(total):
    result = found(H, A, B, C, total)
    assert values(result) == [A, B, C]
    assert [(line, nature) for line, nature, _ in passed(result)] == [(1, HEADER), (5, TOTAL)]


def test_subtotals_are_no_rows_either():
    rows = [
        H,
        A,
        B,
        ["Sous-total Nord", None, None, 20],
        C,
        ["Sous-total Sud", None, None, 6],
        ["Total", None, None, 26],
    ]
    result = found(*rows)
    assert values(result) == [A, B, C]
    assert [line for line, nature, _ in passed(result) if nature == TOTAL] == [4, 6, 7]


@pytest.mark.parametrize(
    "row",
    [
        ["Total mobilité", "Mobil’Anjou", "Angers", 12],
        ["Total mobilité", None, None, 7],
        ["Ensemble vers l’emploi", "Pixel", "Cholet", 20],
        ["Totalement autonome", None, None, 26],
        ["Total", "Mobil’Anjou", "Angers", 26],
        ["Ensemble", None, None, 3],
    ],
)
def test_a_row_that_only_looks_like_a_total_stays(row):
    assert values(found(H, row, A, B)) == [row, A, B]


def test_classes_named_ensemble_are_values():
    """`brsa_effectifs`: « ensemble » is a class of age, not a line to drop."""
    head = ["Commune", "Classe d’âge", "Effectif"]
    rows = [
        ["Angers", "moins_25", 40],
        ["Angers", "25_34", 60],
        ["Angers", "ensemble", 150],
        ["Cholet", "ensemble", 70],
    ]
    assert values(found(head, *rows)) == rows


def test_notes_at_the_end():
    rows = [H, A, B, [], ["Source : Département, service insertion"], ["* provisoire"], ["Contact au secrétariat"]]
    result = found(*rows)
    assert values(result) == [A, B]
    assert [nature for _, nature, _ in passed(result)] == [HEADER, EMPTY, NOTE, NOTE, NOTE]


def test_a_short_last_row_is_not_a_note():
    assert values(found(H, A, ["Jardin partagé"])) == [A, ["Jardin partagé", None, None, None]]


def test_headers_pasted_again_and_blank_lines_between():
    result = found(H, A, [], H, B, C)
    assert values(result) == [A, B, C]
    assert result.lines.tolist() == [2, 5, 6]
    assert [(line, nature) for line, nature, _ in passed(result)] == [(1, HEADER), (3, EMPTY), (4, HEADER)]


def test_a_structure_merged_down_its_actions_is_given_to_each():
    rows = [["Structure", "Action", "Places"], ["Pixel", "Tri", 4], [None, "Réemploi", 5], [None, "Vente", 6]]
    (result,) = blocks("a.xlsx", xlsx(rows, ("A2:A4",)))
    assert result.frame["Structure"].tolist() == ["Pixel", "Pixel", "Pixel"]
    # Without the merge nothing says so.
    assert found(*rows).frame["Structure"].tolist() == ["Pixel", None, None]


def test_a_merged_line_in_the_middle_is_the_title_of_a_part():
    rows = [H, ["Territoire Nord", None, None, None], A, ["Territoire Sud", None, None, None], B]
    result = found(*rows, merged=((1, 0, 1, 3), (3, 0, 3, 3)))
    assert values(result) == [A, B]
    assert [(line, nature) for line, nature, _ in passed(result)] == [(1, HEADER), (2, TITLE), (4, TITLE)]
    assert len(found(*rows).frame) == 4  # not merged: in doubt, kept


def test_years_may_head_columns():
    result = found(["Commune", 2022, 2023, 2024], ["Angers", 10, 11, 12], ["Cholet", 4, 5, 6])
    assert result.headers == ("Commune", "2022", "2023", "2024")


def test_a_table_of_one_row_and_a_header_alone():
    assert values(found(H, A)) == [A]
    assert found(H).frame.shape == (0, 4)


def test_a_list_of_one_column():
    result = found(["Commune"], ["Angers"], ["Cholet"], ["Saumur"])
    assert result.headers == ("Commune",)
    assert result.frame["Commune"].tolist() == ["Angers", "Cholet", "Saumur"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[None, None], [None, "  "]],
        [["Mode d’emploi."], ["Remplissez une ligne par action, puis enregistrez le classeur."], ["Ne changez rien."]],
        [
            ["Bonjour", None],
            ["Voici le fichier promis.", None],
            ["Merci", None],
            ["Cordialement", None],
            ["Le service", "1"],
        ],
        [[1, 2, 3], [4, 5, 6]],
    ],
)
def test_a_sheet_without_table(rows):
    assert laid(*rows) is None


def test_codes_of_the_dictionary_are_recognised_under_a_line_of_labels():
    """A metadata line as wide as the table does not pass for its header when the dictionary knows the next one."""
    rows = [
        ["Service", "Insertion", "Année", "en cours"],
        ["structure_id", "nom", "code_insee", "siret"],
        ["a", "b", "c", "d"],
    ]
    assert found(*rows).headers == ("structure_id", "nom", "code_insee", "siret")


CELL = st.one_of(
    st.none(),
    st.sampled_from(["Total", "Sous-total", "Source : x", "* note", "Angers", "Nom", "Ville", " ", "12,5", "oui"]),
    st.integers(-5, 3000),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.booleans(),
    st.dates(),
    st.text(max_size=4),
)
GRID = st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=14))
AREA = st.tuples(st.integers(0, 15), st.integers(0, 6), st.integers(0, 4), st.integers(0, 4)).map(
    lambda one: (one[0], one[1], one[0] + one[2], one[1] + one[3])
)


def holds(cell: object) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


@settings(max_examples=200)
@given(st.booleans(), GRID, st.lists(AREA, max_size=3))
def test_no_line_is_lost(headed, rows, merged):
    width = len(rows[0]) if rows else 3
    cells = [["Nom", "Ville", "Places", "Début", "Fin"][:width], *rows] if headed else rows
    result = block(Grid("f", "s", cells, merged=tuple(merged)))
    if result is None:
        return
    told = [*result.lines, *result.passed["ligne"]]
    assert len(told) == len(set(told))
    assert {n for n, row in enumerate(cells, 1) if any(map(holds, row))} <= set(told)
    assert len(set(result.headers)) == len(result.headers) == len(result.letters) == result.frame.shape[1]
    assert len(result.frame) == len(result.lines)
    # Each cell of a row stands under its letter; only an empty one may have been filled down.
    for place, line in enumerate(result.lines):
        for column, cell in enumerate(cells[line - 1]):
            letter = "ABCDE"[column]
            if holds(cell):
                read = result.frame.iat[place, result.letters.index(letter)]
                inside = any(top < line - 1 <= bottom and left == column for top, left, bottom, _ in merged)
                assert inside or read == cell


SUMMARY = ["Commune", "Total"]


@pytest.mark.parametrize("title", [[], [["Récapitulatif par commune"]]], ids=["sans titre", "avec un titre"])
def test_a_summary_under_the_table_is_told_and_not_read(title):
    result = found(H, A, B, C, [], *title, SUMMARY, ["Angers", 12], ["Cholet", 8])
    assert values(result) == [A, B, C]
    other = [(line, text) for line, nature, text in passed(result) if nature == OTHER]
    first = 6 + len(title)
    told = [(first, "Commune | Total"), (first + 1, "Angers | 12"), (first + 2, "Cholet | 8")]
    assert other == [(6, "Récapitulatif par commune")] * len(title) + told
    assert result.remarks == (
        f"Les lignes 6 à {first + 2} de la feuille « F » forment un autre tableau : il n’est pas lu. Si ce sont des "
        "données, placez-les dans une feuille à part.",
    )


def test_two_tables_of_one_header_are_one_table():
    assert values(found(H, A, [], H, B, C)) == [A, B, C]


@pytest.mark.parametrize(
    "rows",
    [
        [A, [], ["Vannerie", "Osier", None, None], ["Tricot", None, None, 3]],  # rows half filled
        [A, [], ["Vannerie", "Osier"], ["Tricot", "Osier"]],  # nothing but words
        [A, [], ["Vannerie", "Osier", "Saumur"], ["Tricot", "Osier", 4]],  # as wide as the table
    ],
)
def test_rows_after_an_empty_line_stay_rows(rows):
    result = found(H, *rows)
    assert len(result.lines) == len(rows) - 1 and OTHER not in set(result.passed["nature"])


def test_rows_that_come_again_after_a_summary_stay_rows():
    result = found(H, A, B, C, [], SUMMARY, ["Angers", 12], [], A, B)
    assert values(result) == [A, B, C, A, B] and result.lines.tolist() == [2, 3, 4, 9, 10]
