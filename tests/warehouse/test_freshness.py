"""When data are late, and when they are too old: the days of the reference (GEN-10, GEN-11), on both sides of each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from warehouse.dictionary import tables
from warehouse.freshness import age_state, due_state

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("rhythm", "days", "state"),
    [
        ("mensuel", 45, "a_jour"), ("mensuel", 46, "en_retard"), ("mensuel", 100, "en_retard"),
        ("mensuel", 101, "trop_ancien"), ("annuel", 400, "a_jour"), ("annuel", 401, "en_retard"),
        ("annuel", 500, "en_retard"), ("annuel", 501, "trop_ancien"),
    ],
)  # fmt: skip
def test_the_age_of_a_table_gives_its_state(rhythm, days, state):
    assert age_state(rhythm, TODAY - timedelta(days=days), TODAY) == state


def test_a_table_without_date_is_said_so():
    assert age_state("annuel", None, TODAY) == "sans_date"


def test_a_source_is_late_the_day_after_its_next_vintage_was_due():
    assert due_state(TODAY, TODAY) == "a_jour"
    assert due_state(TODAY - timedelta(days=1), TODAY) == "en_retard"
    assert due_state(None, TODAY) == "a_jour"


def test_every_table_of_the_departement_has_a_rhythm_and_no_other():
    for table in tables().values():
        assert (table.rhythm in ("mensuel", "annuel")) == (table.origin == "departement"), table.name
