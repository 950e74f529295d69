"""A correction that comes back, before and after publication: only what it changes is changed."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from etl.deposits import changes, entry, erasure, reading
from etl.deposits.deposit import PUBLISHED, READY, DepositRefused
from etl.deposits.store import listed, opened
from exports.corrections import corrections

HEAD = "structure_id;source;nom;date_maj;type_structure;active;siret\n"
FIRST = "s--1;s;Association fictive A;2026-05-01;association;oui;73282932000075\n"  # its key is wrong
SECOND = "s--2;s;Association fictive B;2026-05-01;association;oui;35600000000006\n"


@pytest.fixture
def brought(blank):
    """A deposit of two structures, recognised, ready to be judged."""
    found = entry.enter(blank, {"structures.csv": (HEAD + FIRST + SECOND).encode()}, "service insertion")
    proposal = reading.proposed(blank, found)
    assert not [one for one in proposal.questions if one.blocking]
    return changes.keep_mapping(blank, found.id, proposal.mapping, True)


def sent_back(deposit, siret: str) -> bytes:
    """The correction workbook of the first row, with that SIRET typed in."""
    row = {"table": "structures", "fichier": "structures.csv", "feuille": reading.read(deposit)[0].feuille, "ligne": 2}
    told = {"colonne": "siret", "valeur": "73282932000075", "regle": "STR-01", "phrase": "Ce SIRET est invalide."}
    rejected = pd.DataFrame([row | told])
    book = openpyxl.load_workbook(
        io.BytesIO(corrections(reading.read(deposit), changes.mapping(deposit), rejected, deposit.id))
    )
    (sheet,) = [one for one in book.worksheets if any(cell.value == "siret" for line in one for cell in line)]
    for line in sheet.iter_rows():
        for cell in line:
            if str(cell.value) == "73282932000075":
                cell.value = siret
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sirets(deposit) -> list[str]:
    (table,) = reading.translated(deposit)[0]
    return table.frame["siret"].tolist()


def test_a_correction_changes_its_cell_and_nothing_else(blank, brought):
    after = entry.correct(blank, brought.id, "corrige.xlsx", sent_back(brought, "73282932000074"))
    assert after.id == brought.id and after.state == READY
    assert sirets(brought) == ["73282932000075", "35600000000006"]
    assert sirets(opened(blank, after.id)) == ["73282932000074", "35600000000006"]


def test_the_rows_a_correction_answers_are_kept_with_it_until_its_files_go(blank, brought):
    aside = pd.DataFrame(
        {"table": "structures", "fichier": "s.csv", "feuille": "", "ligne": [3, 4], "colonne": "siret",
         "regle": "STR-01", "phrase": ["ligne 3 : trop court.", "ligne 4 : trop court."], "valeur": ["1", "2"]}
    )  # fmt: skip
    back = sent_back(brought, "73282932000074")
    after = entry.correct(blank, brought.id, "corrige.xlsx", back, answered=aside)
    kept = changes.answered(opened(blank, after.id))
    assert kept["ligne"].tolist() == [3, 4] and kept["phrase"].tolist() == aside["phrase"].tolist()
    assert "valeur" not in kept
    assert changes.answered(entry.correct(blank, brought.id, "corrige.xlsx", back)) is None, "of the last one only"
    entry.correct(blank, brought.id, "corrige.xlsx", back, answered=aside)
    erasure.erase(blank, brought.id)
    assert not [
        path for path in (blank.home / "depots").rglob("*.json") if "trop court" in path.read_text("utf-8", "replace")
    ]


def test_a_corrected_file_is_not_the_one_that_came_first(blank, brought):
    first = reading.translated(brought)[0][0].sha256
    after = entry.correct(blank, brought.id, "corrige.xlsx", sent_back(brought, "73282932000074"))
    assert reading.translated(after)[0][0].sha256 != first and first == brought.files[0].sha256


def test_what_is_published_stays_as_it_was_and_a_deposit_like_it_is_corrected(blank, brought):
    back = sent_back(brought, "73282932000074")
    erasure.published(blank, brought.id, 3)
    after = entry.correct(blank, brought.id, "corrige.xlsx", back, "service insertion")
    assert after.id != brought.id and opened(blank, brought.id).state == PUBLISHED
    assert sirets(after) == ["73282932000074", "35600000000006"]
    assert after.day == brought.day and changes.mapping(after) == changes.mapping(brought)


def test_erased_files_are_not_corrected(blank, brought):
    back = sent_back(brought, "73282932000074")
    erasure.published(blank, brought.id, 3)
    (blank.home / "depots" / "49" / brought.id / "correspondance.json").unlink()
    with pytest.raises(DepositRefused, match="déposez le fichier corrigé en entier"):
        entry.correct(blank, brought.id, "corrige.xlsx", back)
    assert len(listed(blank)) == 1


def test_a_correction_finds_its_file_among_several_of_the_same_headers(blank):
    """Two CSV without sheets: each has its own in the workbook, and gets back its own cells."""
    files = {"nord.csv": (HEAD + SECOND).encode(), "sud.csv": (HEAD + FIRST.replace("s--1", "s--3")).encode()}
    found = entry.enter(blank, files, "service insertion")
    proposal = reading.proposed(blank, found)
    assert not [one for one in proposal.questions if one.blocking]
    found = changes.keep_mapping(blank, found.id, proposal.mapping, True)
    (sud,) = [block for block in reading.read(found) if block.fichier == "sud.csv"]
    rejected = pd.DataFrame(
        [{"table": "structures", "fichier": "sud.csv", "feuille": sud.feuille, "ligne": 2, "colonne": "siret",
          "valeur": "73282932000075", "regle": "STR-01", "phrase": "Ce SIRET est invalide."}]
    )  # fmt: skip
    book = openpyxl.load_workbook(
        io.BytesIO(corrections(reading.read(found), changes.mapping(found), rejected, found.id))
    )
    (sheet,) = [one for one in book.worksheets if any(cell.value == "siret" for cell in one[1])]
    at = [cell.value for cell in sheet[1]].index("siret") + 1
    assert (sheet.max_row, sheet.cell(2, at).value) == (2, "73282932000075")
    sheet.cell(2, at, "73282932000074")
    out = io.BytesIO()
    book.save(out)
    after = entry.correct(blank, found.id, "corrige.xlsx", out.getvalue())
    told = {one.fichier: one.frame["siret"].tolist() for one in reading.translated(opened(blank, after.id))[0]}
    assert told == {"nord.csv": ["35600000000006"], "sud.csv": ["73282932000074"]}
