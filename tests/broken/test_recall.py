"""Of the errors put at known cells, how many the report names there; of a clean load, nothing to say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from broken_files import as_csv, as_xlsx, letter, matrix, put
from broken_path import Report, balanced, leans, passed_through
from clean_load import clean, header
from injected import INJECTED, Injected

from config import Config, load

LEAST = 0.95
SHEET = "Saisie"
# Tables that do not lean on one another are spoilt in one load.
LOADS = (
    ("territoires",),
    ("structures",),
    ("actions",),
    ("sessions", "brsa_effectifs", "referents_file_active", "budget_actions"),
    ("prescriptions",),
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> dict[str, Report]:
    """For each table, the report on a load where it holds errors, and no table it leans on."""
    home = replace(load({}), home=tmp_path_factory.mktemp("rappel") / "var", departement="49")
    return {name: report for names in LOADS for report in [_of(home, names)] for name in names}


def _of(home: Config, names: tuple[str, ...]) -> Report:
    tables = clean()
    files = {f"{one}.csv": as_csv(matrix(one, tables[one])) for name in names for one in leans(name)}
    for name in names:
        cells = matrix(name, tables[name])
        for error in INJECTED:
            if error.table == name:
                cells = put(cells, error.line, header(name, error.column), error.value)
        files[f"{name}.xlsx"] = as_xlsx(cells, title=f"{SHEET} {name}")
    return passed_through(home, files, insisting=True)


def named(error: Injected, report: Report) -> bool:
    """Whether the report says it at its file, sheet, line and column, in words that a person reads."""
    title = header(error.table, error.column)
    rows = report.rejected
    sheet = f"{SHEET} {error.table}"
    rows = rows[(rows["fichier"] == f"{error.table}.xlsx") & (rows["feuille"] == sheet) & (rows["ligne"] == error.line)]
    place = f"feuille « {sheet} », ligne {error.line}, "
    at = any(title in phrase and place.lower() in phrase.lower() for phrase in rows["phrase"])
    asked = any(
        error.line in question.lines and question.header == title and question.feuille == sheet
        for question in report.asked
    )
    cell = f"{letter(matrix(error.table, clean()[error.table]), title)}{error.line}"
    return at or asked or any(sheet in said and re.search(rf"\b{cell}\b", said) for said in report.told)


def test_at_least_ninety_five_in_a_hundred_are_named_where_they_stand(reports):
    missed = [f"{error.table} ligne {error.line} : {error.what}" for error in INJECTED
              if not named(error, reports[error.table])]  # fmt: skip
    recall = 1 - len(missed) / len(INJECTED)
    print(f"rappel : {recall:.3f} ({len(INJECTED) - len(missed)} sur {len(INJECTED)})")
    assert len({error.what for error in INJECTED}) >= 30
    assert recall >= LEAST, missed


def test_no_line_is_accused_that_holds_no_error(reports):
    """But what an error makes wrong elsewhere: the other line of a key taken twice, a link to a line set aside."""
    wrong = {(error.table, line) for error in INJECTED for line in (error.line, *error.also)}
    for name, report in reports.items():
        rows = report.rejected[report.rejected["fichier"] == f"{name}.xlsx"]
        told = {(name, int(line)): phrase for line, phrase in zip(rows["ligne"], rows["phrase"], strict=True)}
        assert {place: phrase for place, phrase in told.items() if place not in wrong} == {}


def test_received_is_accepted_plus_set_aside_plus_refused(reports):
    for report in reports.values():
        balanced(report)


def test_a_clean_load_raises_nothing(blank):
    """Eight tables in one workbook: no question, no remark, no row set aside, no rule unmet."""
    tables = clean()
    files = {f"{name}.xlsx": as_xlsx(matrix(name, rows), title=name[:31]) for name, rows in tables.items()}
    report = passed_through(blank, files)
    assert (report.refused, report.asked, report.told) == ((), (), ())
    assert report.verdict == "accepte"
    assert report.broken["phrase"].tolist() == [] and len(report.rejected) == 0
    loads = report.judgement.loads.set_index("table")
    assert loads["nb_acceptees"].to_dict() == {name: len(rows) for name, rows in tables.items()}
