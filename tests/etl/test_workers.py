"""Sources read in processes of their own give what they give when read here, refusals and losses included."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from etl import workers
from etl.reading.library import Document, Library
from etl.reading.protocol import Notice, Reading, Source
from etl.staging import SourceRefused, Staged

HERE = os.getpid()
pytestmark = pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")


def said(code: str) -> Staged:
    """A table with a column of each kind, and one without a row."""
    frame = pd.DataFrame(
        {
            "code": pd.Series([code, None, "é"], dtype="str"),
            "valeur": [1.5, float("nan"), -0.0],
            "mixte": pd.Series([1, "x", None], dtype="object"),
            "statut": pd.Categorical(["secret", "disponible", "secret"]),
            "annee": pd.Series([2025, None, 2026], dtype="Int64"),
        }
    )
    return Staged("faits", frame, f"{code}.csv", lines=pd.Series([2, 3, 4]))


def whole(shelf, departement) -> Reading:
    return Reading(
        [said("a"), Staged("zones", pd.DataFrame({"code": []}), "v.csv")], [Notice("a", "", "", "", "", "é")]
    )


def refused(shelf, departement) -> Reading:
    raise SourceRefused("Le fichier « b.csv » est vide.", "b.csv", "Feuille", "Colonne")


def listed(shelf, departement) -> Reading:
    return Reading(refusals=[SourceRefused("Le fichier « c.csv » est vide.", "c.csv", "", "Colonne")])


def killed(shelf, departement) -> Reading:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(shelf, departement)


@pytest.fixture
def source(monkeypatch):
    def made(name: str, read) -> ModuleType:
        module = ModuleType(f"essai_{name}")
        module.SOURCE, module.read = Source(name, name.upper(), "", "", "", "", ""), read
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return module

    return made


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Library:
    monkeypatch.setattr(workers, "_worth", lambda shelf: True)
    path = tmp_path / "un.csv"
    path.write_text("a;b\n")
    return Library((Document(path),))


def test_the_same_tables_come_back_in_the_order_of_the_sources(source, shelf):
    steps, done = [], []
    modules = [source("a", whole), source("b", listed), source("c", whole)]
    readings = workers.read_all(modules, shelf, "49", steps.append, lambda: done.append(os.getpid()))
    assert [len(one.staged) for one in readings] == [2, 0, 2] and done == [HERE]
    assert sorted(steps) == ["Lecture : A", "Lecture : B", "Lecture : C"]
    came, sent = readings[0].staged[0], said("a")
    pd.testing.assert_frame_equal(came.frame, sent.frame, check_exact=True)
    pd.testing.assert_series_equal(came.lines, sent.lines)
    came.frame.loc[0, "valeur"] = 3.0  # what came back may be written over, as what was read here
    assert (came.table, came.fichier, readings[0].notices[0].phrase) == ("faits", "a.csv", "é")
    told = readings[1].refusals[0]
    assert (told.phrase, told.fichier, told.colonne) == ("Le fichier « c.csv » est vide.", "c.csv", "Colonne")


def test_a_refusal_crosses_as_it_is(source, shelf):
    with pytest.raises(SourceRefused) as raised:
        workers.read_all([source("a", whole), source("b", refused)], shelf, "49", lambda step: None)
    told = raised.value
    assert (told.phrase, told.fichier, told.feuille) == ("Le fichier « b.csv » est vide.", "b.csv", "Feuille")
    assert told.colonne == "Colonne" and str(told) == told.phrase


def test_what_a_killed_process_had_to_read_is_read_here(source, shelf):
    readings = workers.read_all([source("a", killed), source("b", whole)], shelf, "49", lambda step: None)
    assert [len(one.staged) for one in readings] == [2, 2]


def test_few_files_start_no_process(source, tmp_path):
    path = Path(tmp_path / "un.csv")
    path.write_text("a\n")
    seen = []
    module = source("a", lambda shelf, departement: seen.append(os.getpid()) or Reading())
    workers.read_all([module], Library((Document(path),)), "49", lambda step: None)
    assert seen == [HERE]
