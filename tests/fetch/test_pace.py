"""Quotas, durations, sizes and progress, on a clock turned by hand."""

from __future__ import annotations

import io
import os
from datetime import datetime

import pytest
from conftest import Hands
from hypothesis import given
from hypothesis import strategies as st

from etl.fetch.pace import PER_MINUTE, Pace
from etl.fetch.progress import Bar, Lines, display
from etl.fetch.wording import age, duration, size


def test_melodi_is_asked_thirty_times_a_minute_and_the_wait_is_said():
    hands, said = Hands(), []
    pace = Pace(hands.clock)
    for _ in range(31):
        pace.keep("api.insee.fr", said.append)
    assert hands.slept == [60.0]
    assert said == ["api.insee.fr admet 30 requêtes par minute : attente de 1\u202fmin."]


@given(st.lists(st.floats(0, 30), min_size=1, max_size=150), st.integers(1, 30))
def test_no_sliding_minute_ever_holds_more_than_the_quota(gaps, allowed):
    hands, asked = Hands(), []
    pace = Pace(hands.clock, {"editeur": allowed})
    for gap in gaps:
        hands.time += gap
        pace.keep("editeur", lambda sentence: None)
        asked.append(hands.time)
    assert all(later - first >= 60 - 1e-6 for first, later in zip(asked, asked[allowed:], strict=False))


def test_other_hosts_are_not_slowed_down():
    hands = Hands()
    pace = Pace(hands.clock)
    for _ in range(100):
        pace.keep("www.data.gouv.fr", lambda sentence: None)
    assert hands.slept == [] and "www.data.gouv.fr" not in PER_MINUTE


@pytest.mark.parametrize(
    ("octets", "said"),
    [(0, "0 o"), (999, "999 o"), (1000, "1,0 ko"), (12_345_678, "12,3 Mo"), (999_960, "1,0 Mo"), (121e6, "121,0 Mo")],
)
def test_sizes_are_french(octets, said):
    assert size(octets) == said.replace(" ", "\u202f")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (0.2, "1 s"), (59.9, "1 min"), (61, "1 min 01 s"), (3600, "1 h"), (7500, "2 h 05 min")],
)
def test_durations_are_french(seconds, said):
    assert duration(seconds) == said.replace(" ", "\u202f")


@pytest.mark.parametrize(
    ("then", "said"),
    [((2026, 11, 24), "24/11/2026 (aujourd’hui)"), ((2026, 11, 23), "23/11/2026 (hier)"),
     ((2026, 10, 12), "12/10/2026 (il y a 43 jours)")],
)  # fmt: skip
def test_ages_count_calendar_days(then, said):
    assert age(datetime(*then, 23, 59), datetime(2026, 11, 24, 0, 1)) == said


def test_plain_lines_tell_every_tenth_with_speed_and_time_left():
    hands, stream = Hands(), io.StringIO()
    lines = Lines(stream, hands.clock)
    lines.start("BMO 2025", 0)
    lines.total(1_000_000)
    for done in range(0, 1_000_001, 50_000):
        hands.time += 1
        lines.at(done)
    told = stream.getvalue().replace("\u202f", " ").splitlines()
    assert len(told) == 11
    assert told[5] == "  BMO 2025 … 50 % · 500,0 ko sur 1,0 Mo · 45,5 ko/s · reste 11 s"
    assert told[-1].startswith("  BMO 2025 … 100 % · 1,0 Mo sur 1,0 Mo")


def test_plain_lines_of_a_file_without_size_come_every_ten_seconds():
    hands, stream = Hands(), io.StringIO()
    lines = Lines(stream, hands.clock)
    lines.start("Export", 0)
    lines.total(None)
    for done in range(0, 3_500_000, 100_000):
        hands.time += 1
        lines.at(done)
    assert len(stream.getvalue().splitlines()) == 3 and "%" not in stream.getvalue()


def test_speed_counts_only_what_this_run_brought():
    hands, stream = Hands(), io.StringIO()
    lines = Lines(stream, hands.clock)
    lines.start("Reprise", 500_000)
    lines.total(1_000_000)
    hands.time += 10
    lines.at(600_000)
    assert "10,0\u202fko/s · reste 40\u202fs" in stream.getvalue()


def test_a_long_title_never_hides_the_time_left(monkeypatch):
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_, **__: os.terminal_size((80, 24)))
    hands, stream = Hands(), io.StringIO()
    bar = Bar(stream, hands.clock)
    bar.start("Enquête Besoins en main-d’œuvre, base complète de l’année 2025", 0)
    bar.total(3_000_000)
    hands.time += 1
    bar.at(1_500_000)
    line = stream.getvalue().rpartition("\033[K")[2]
    assert len(line) < 80 and line.startswith("Enquête") and line.endswith("reste 1\u202fs")


def test_a_terminal_gets_a_bar_redrawn_in_place():
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert isinstance(display(Terminal()), Bar) and isinstance(display(io.StringIO()), Lines)
    hands, stream = Hands(), Terminal()
    bar = Bar(stream, hands.clock)
    bar.start("BMO", 0)
    bar.total(1000)
    hands.time += 1
    bar.at(500)
    bar.end()
    drawn = stream.getvalue().replace("\u202f", " ")
    assert drawn.count("\n") == 1 and "\r\033[KBMO ████████░░░░░░░░ 50 % · 500 o sur 1,0 ko" in drawn
