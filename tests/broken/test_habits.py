"""Every habit gives what it must; whatever came, received = accepted + set aside + refused."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from broken_files import as_csv, matrix
from broken_path import Report, balanced, leans, passed_through, says
from clean_load import clean
from habits import ALONE, DOOR, HABITS, REFUSED, SESSIONS, Habit

from config import load


def named(habits: tuple[Habit, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("habit", habits, ids=[habit.name for habit in habits])


def beneath(name: str) -> dict[str, bytes]:
    """The tables that one leans on, clean."""
    return {f"{one}.csv": as_csv(matrix(one, clean()[one])) for one in leans(name)}


@named(ALONE)
def test_a_habit_gives_what_it_must(blank, habit):
    fichier = f"fichier.{habit.suffix}"
    content = habit.build(matrix(habit.table, clean()[habit.table]))
    report = passed_through(blank, beneath(habit.table) | {fichier: content})
    assert report.verdict == habit.verdict, report.sentences
    if habit.verdict == "accepte":
        assert len(report.broken) == 0, report.sentences
    expected(habit, fichier, report)


@pytest.fixture(scope="module")
def sessions(tmp_path_factory) -> Report:
    """One load of several files of sessions, each with the identifiers of its own.

    The shifted line also makes a question (what is « 49012 » as a type of place?): the gate is asked all the same.
    """
    files = beneath("sessions")
    for number, habit in enumerate(SESSIONS):
        rows = [row | {"session_id": f"{number}-{row['session_id']}"} for row in clean()["sessions"]]
        files[f"{number}.{habit.suffix}"] = habit.build(matrix("sessions", rows))
    return passed_through(replace(load({}), home=tmp_path_factory.mktemp("sessions") / "var"), files, insisting=True)


@named(SESSIONS)
def test_a_habit_among_sessions_gives_what_it_must(sessions, habit):
    fichier = f"{SESSIONS.index(habit)}.{habit.suffix}"
    loads = sessions.judgement.loads.set_index("fichier")
    assert (loads.at[fichier, "verdict"] == REFUSED) == (habit.verdict == REFUSED), sessions.sentences
    expected(habit, fichier, sessions)


@named(DOOR)
def test_a_habit_stopped_at_the_door_says_why(blank, habit):
    report = passed_through(blank, {f"fichier.{habit.suffix}": habit.build(matrix(habit.table, clean()[habit.table]))})
    assert report.verdict == habit.verdict, report.sentences
    assert [wanted for wanted in habit.says if not says(report.sentences, wanted)] == [], report.sentences
    if habit.verdict == REFUSED:
        assert [path for path in blank.home.rglob("*") if path.is_file()] == [], "nothing of it is kept"


def expected(habit: Habit, fichier: str, report: Report) -> None:
    """What is said, what is set aside, what is accepted, of that file."""
    balanced(report)
    assert [wanted for wanted in habit.says if not says(report.sentences, wanted)] == [], report.sentences
    rejected = report.rejected
    rejected = rejected[rejected["fichier"] == fichier] if len(rejected) else rejected
    aside = {int(one.ligne): one.regle for one in rejected.itertuples()}
    assert {line: rule and aside[line] for line, rule in habit.aside.items()} == habit.aside, report.sentences
    assert set(aside) == set(habit.aside), report.sentences
    loads = report.judgement.loads
    count = len(clean()[habit.table]) if habit.rows is None else habit.rows
    assert loads.loc[loads["fichier"] == fichier, "nb_acceptees"].sum() == count, report.sentences
    (block,) = [one for one in report.blocks if one.fichier == fichier]
    natures = [nature for _, nature, _ in report.passed_of(block)]
    natures.remove("entete")
    assert tuple(natures) == habit.passed
    for (place, column), value in habit.holds.items():
        assert plain(report.judgement.accepted[habit.table][column].iloc[place]) == plain(value), column


def plain(value: object) -> object:
    if pd.isna(value):
        return None
    return pd.Timestamp(value) if hasattr(value, "year") else value


def test_there_are_as_many_habits_as_promised():
    assert len(HABITS) >= 30 and len({habit.name for habit in HABITS}) == len(HABITS)
